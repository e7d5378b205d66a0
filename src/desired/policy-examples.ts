import { diagnose } from '../model/diagnostic.ts';
import type { ExampleChange, ExampleConnector, PolicyChangeKind, PolicyExample } from '../model/policy.ts';
import type { Report } from './report.ts';
import { childOf, entriesOf, itemsOf, type SourceNode, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** Reads the examples of a policy, in the order in which they are evaluated. */
export function readExamples(
  source: SourceText,
  node: SourceNode | undefined,
  report: Report,
): readonly PolicyExample[] {
  return (['pass', 'fail'] as const).flatMap((expected) => {
    const list = childOf(node, expected);
    const items = list?.kind === 'list' ? list.items : [];
    return items.map((item) => new ExampleReader(source, report).read(item, expected));
  });
}

class ExampleReader {
  readonly #source: SourceText;
  readonly #report: Report;

  constructor(source: SourceText, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  read(node: SourceNode, expected: PolicyExample['expected']): PolicyExample {
    const [connector, live, change, plan] = ['connector', 'live', 'change', 'plan'].map((key) =>
      childOf(node, key),
    );
    const cluster = entriesOf(node, 'cluster').flatMap(({ key, value }) =>
      value.kind === 'scalar' ? [[key, value.text] as const] : [],
    );
    return {
      expected,
      ...(connector && { connector: this.#connector(connector) }),
      ...(live && { live: this.#connector(live) }),
      ...(change && { change: this.#change(change) }),
      ...(plan && { plan: this.#plan(node) }),
      cluster: Object.fromEntries(cluster),
      now: this.#time(node),
      source: this.#source.sourceOf(
        node.kind === 'map' ? (node.entries[0]?.keySpan ?? node.span) : node.span,
      ),
    };
  }

  #connector(node: SourceNode): ExampleConnector {
    const text = (key: string) => scalarOf(node, key)?.text;
    return {
      name: text('name'),
      type: text('type'),
      state: text('state'),
      config: textsIn(node, 'config'),
      labels: textsIn(node, 'labels'),
      tasks: this.#number(node, 'tasks'),
      health: text('health'),
    };
  }

  #change(node: SourceNode): ExampleChange {
    const losesOffsets = scalarOf(node, 'losesOffsets')?.text;
    if (losesOffsets !== undefined && !/^(?:true|false)$/.test(losesOffsets))
      this.#reject(node, 'losesOffsets', 'true or false');
    return {
      // The schema lists the words.
      kind: scalarOf(node, 'kind')?.text as PolicyChangeKind | undefined,
      keys: namesAt(node, 'keys'),
      losesOffsets: losesOffsets === undefined ? undefined : losesOffsets === 'true',
      effects: namesAt(node, 'effects'),
      dataEffects: namesAt(node, 'dataEffects'),
    };
  }

  #plan(node: SourceNode): PolicyExample['plan'] {
    const plan = childOf(node, 'plan');
    const found: Record<string, number | readonly string[]> = {};
    for (const { key, value } of entriesOf(node, 'plan')) {
      const read = value.kind === 'list' ? namesAt(plan, key) : this.#number(plan, key);
      if (read !== undefined) found[key] = read;
    }
    return found;
  }

  #number(node: SourceNode | undefined, key: string): number | undefined {
    const text = scalarOf(node, key)?.text;
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    this.#reject(node, key, 'a whole number');
    return undefined;
  }

  #time(node: SourceNode): string | undefined {
    const text = scalarOf(node, 'now')?.text;
    if (text === undefined) return undefined;
    if (/^\d{4}-\d{2}-\d{2}T[\d:.]{5,20}(?:Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)))
      return text;
    this.#reject(node, 'now', 'a time in ISO 8601 with its zone, such as 2026-11-27T16:00:00Z');
    return undefined;
  }

  #reject(node: SourceNode | undefined, key: string, expected: string): void {
    const scalar = scalarOf(node, key);
    const place = scalar && { source: this.#source.sourceOf(scalar.span) };
    this.#report(diagnose('invalid-example', { key, expected }, place ?? {}));
  }
}

function namesAt(node: SourceNode | undefined, key: string): readonly string[] | undefined {
  return childOf(node, key) && itemsOf(node, key).map(({ text }) => text);
}

function textsIn(node: SourceNode, key: string): ReadonlyMap<string, string> {
  return new Map(
    entriesOf(node, key).flatMap(({ key: name, value }) =>
      value.kind === 'scalar' ? [[name, value.text] as const] : [],
    ),
  );
}
