import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import type {
  PolicyChangeKind,
  PolicyDocument,
  PolicyExemption,
  PolicyMatch,
  PolicyText,
} from '../model/policy.ts';
import { checkSyntax, type SchemaCheck } from './check-document.ts';
import { parseDocuments } from './parse-documents.ts';
import { readExamples } from './policy-examples.ts';
import { positionIn } from './position-in-scalar.ts';
import type { Report } from './report.ts';
import { childOf, oneOrMoreOf, type SourceMap, type SourceNode, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** The policies of a file. */
export interface PolicyFile {
  readonly documents: readonly PolicyDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file of policies, one in each YAML document, with all of their problems. */
export function readPolicyFile(source: SourceText, checkSchema: SchemaCheck): PolicyFile {
  const parsed = parseDocuments(source, 'yaml');
  if (parsed.kind === 'broken') return { documents: [], diagnostics: parsed.diagnostics };
  const place = { source: { file: source.file, line: 1, column: 1 } };
  if (parsed.documents.length === 0)
    return { documents: [], diagnostics: [diagnose('empty-file', { file: source.file }, place)] };
  const found: Diagnostic[] = [];
  const documents = parsed.documents.flatMap((node) => {
    if (node.kind !== 'map') {
      const at = { source: source.sourceOf(node.span) };
      found.push(diagnose('not-a-mapping', { expected: 'a policy' }, at));
      return [];
    }
    const problems = [...checkSyntax(source, node), ...checkSchema(source, node)];
    found.push(...problems);
    return hasErrors(problems) ? [] : (readPolicy(source, node, (one) => found.push(one)) ?? []);
  });
  return { documents, diagnostics: found };
}

/** Reads a policy that fits its schema; undefined if its name or its expression is missing. */
export function readPolicy(source: SourceText, map: SourceMap, report: Report): PolicyDocument | undefined {
  const [name, assert, message] = ['name', 'assert', 'message'].map((key) => scalarOf(map, key));
  if (!name || !assert) return undefined;
  const textOf = (scalar: typeof name): PolicyText => ({ text: scalar.text, at: positionIn(source, scalar) });
  return {
    name: name.text,
    description: scalarOf(map, 'description')?.text.trim(),
    match: readMatch(childOf(map, 'match')),
    assert: textOf(assert),
    message: message && textOf(message),
    severity: scalarOf(map, 'severity')?.text === 'warn' ? 'warn' : 'deny',
    exempt: listAt(map, 'exempt').flatMap((node) => readExemption(source, node, report)),
    examples: readExamples(source, childOf(map, 'examples'), report),
    parameters: {},
    source: source.sourceOf(name.span),
  };
}

function readMatch(node: SourceNode | undefined): PolicyMatch {
  const texts = (key: keyof PolicyMatch) => {
    const found = oneOrMoreOf(node, key).map(({ text }) => text);
    return found.length > 0 ? found : undefined;
  };
  return {
    class: texts('class'),
    name: texts('name'),
    cluster: texts('cluster'),
    // The schema lists the words.
    change: texts('change') as readonly PolicyChangeKind[] | undefined,
    type: texts('type') as PolicyMatch['type'],
  };
}

function readExemption(source: SourceText, node: SourceNode, report: Report): readonly PolicyExemption[] {
  const [reason, until] = [scalarOf(node, 'reason'), scalarOf(node, 'until')];
  if (!reason || !until) return [];
  if (!isDate(until.text)) {
    report(
      diagnose('invalid-exemption-date', { until: until.text }, { source: source.sourceOf(until.span) }),
    );
    return [];
  }
  const names = oneOrMoreOf(node, 'names').map(({ text }) => text);
  return [{ names, reason: reason.text, until: until.text, source: source.sourceOf(until.span) }];
}

/** A day that exists: `2026-02-30` is none. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function listAt(map: SourceMap, key: string): readonly SourceNode[] {
  const node = childOf(map, key);
  return node?.kind === 'list' ? node.items : [];
}
