import { diagnose } from '../model/diagnostic.ts';
import type { Source } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import type { Report } from './report.ts';
import { entriesOf, type SourceEntry, type SourceNode, type SourceScalar } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { parseTemplate, readPlainText, type Template } from './template.ts';

/** One config key: its value, or `!unset`, which removes the key that layers of lower precedence set. */
export interface ConfigEntry {
  readonly kind: 'value' | 'unset';
  readonly key: string;
  /** The position of the key. */
  readonly source: Source;
  /** The elements of the value, which the worker gets joined with commas; empty for `!unset`. */
  readonly elements: readonly Template[];
}

/** Reads the keys below `config`, without `name` and without what violates the schema. */
export function readConfigEntries(
  source: SourceText,
  node: SourceNode | undefined,
  report: Report,
): readonly ConfigEntry[] {
  return entriesOf(node, 'config')
    .filter(({ key }) => key !== 'name')
    .flatMap((entry) => readConfigEntry(source, entry, report) ?? []);
}

/** Whether a value is `!unset`. */
export function isUnset(value: SourceNode): boolean {
  return value.kind === 'scalar' && value.tag === '!unset' && value.text === '';
}

function readConfigEntry(
  source: SourceText,
  { key, keySpan, value }: SourceEntry,
  report: Report,
): ConfigEntry | undefined {
  if (key.includes('$')) {
    const keyScalar = { kind: 'scalar', text: key, isMissing: false, tag: undefined, span: keySpan } as const;
    readPlainText(source, keyScalar, report);
  }
  if (isUnset(value)) return new WrittenEntry(source, { kind: 'unset', key, keySpan, elements: [] });
  const scalars = writtenScalars(value);
  if (!scalars) return undefined;
  if (value.kind === 'list' && /(?:^|\.)plugin\.version$/.test(key)) {
    const range = `[${scalars.map(({ text }) => text).join(',')}]`;
    const written = /^\[[\w.,-]{0,80}\]$/.test(range) ? range : undefined;
    report(diagnose('version-range-as-list', { key, written }, { source: source.sourceOf(value.span) }));
    return undefined;
  }
  const elements = scalars.map((scalar) =>
    parseTemplate(source, scalar, { allowed: ['env', 'var'], report, sentTo: 'worker' }),
  );
  return new WrittenEntry(source, { kind: 'value', key, keySpan, elements });
}

/** Computes its position lazily: of thousands of entries, few are shown. */
class WrittenEntry implements ConfigEntry {
  readonly kind: ConfigEntry['kind'];
  readonly key: string;
  readonly elements: ConfigEntry['elements'];
  readonly #file: SourceText;
  readonly #start: number;
  readonly #end: number;

  constructor(
    file: SourceText,
    { kind, key, keySpan, elements }: Omit<ConfigEntry, 'source'> & { readonly keySpan: Span },
  ) {
    this.kind = kind;
    this.key = key;
    this.elements = elements;
    this.#file = file;
    this.#start = keySpan.start;
    this.#end = keySpan.end;
  }

  get source(): Source {
    return this.#file.sourceOf({ start: this.#start, end: this.#end });
  }
}

/** The scalars of a value; undefined if a config cannot contain it, which is already reported. */
function writtenScalars(value: SourceNode): readonly SourceScalar[] | undefined {
  const items = value.kind === 'list' ? value.items : [value];
  const scalars = items.filter((item) => item.kind === 'scalar' && !item.isMissing);
  return scalars.length === items.length ? (scalars as readonly SourceScalar[]) : undefined;
}
