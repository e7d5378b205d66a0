import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { type Diagnostic, diagnose, placeAt } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';
import { compileSchema } from './compile-schema.ts';
import { isUnset } from './config-entry.ts';
import { holdsSecret } from './mask-excerpt.ts';
import { describeSchemaError } from './schema-problem.ts';
import type { SourceEntry, SourceList, SourceMap, SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** Validates a document against its JSON Schema and reports errors with our messages and positions in the file. */
export type SchemaCheck = (source: SourceText, document: SourceMap) => readonly Diagnostic[];

const compiled = new Map<string, Promise<SchemaCheck>>();

/** Loads and compiles a schema, once per process. */
export function loadSchemaCheck(kind: 'connector' | 'project' | 'policy'): Promise<SchemaCheck> {
  const check = compiled.get(kind) ?? compileSchemaCheck(kind);
  compiled.set(kind, check);
  return check;
}

async function compileSchemaCheck(kind: 'connector' | 'project' | 'policy'): Promise<SchemaCheck> {
  const validate = await compileSchema(kind);
  return (source, document) =>
    schemaErrors(validate, document).flatMap(
      (error) => describeSchemaError({ kind, source, document, error }) ?? [],
    );
}

function schemaErrors(validate: ValidateFunction, document: SourceMap): readonly ErrorObject[] {
  return validate(toData(document, [])) ? [] : (validate.errors ?? []);
}

/** The paths of numbers in the schemas; every other scalar stays a string. */
const numbers = new Set(['version', 'ownership.maxDeletes']);

/**
 * Converts a source node to the plain data that the schema describes, without keys that have no value (reported
 * elsewhere). Nodes shared by aliases stay shared: a few lines of nested aliases could expand beyond memory.
 */
function toData(node: SourceNode, path: readonly string[], shared = new Map<unknown, unknown>()): unknown {
  if (node.kind === 'scalar') return toScalar(node.text, path);
  const children = node.kind === 'list' ? node.items : node.entries;
  const data = shared.get(children) ?? toCollection(node, path, shared);
  shared.set(children, data);
  return data;
}

function toScalar(text: string, path: readonly string[]): unknown {
  return /^\d+$/.test(text) && numbers.has(path.join('.')) ? Number(text) : text;
}

function toCollection(
  node: SourceList | SourceMap,
  path: readonly string[],
  shared: Map<unknown, unknown>,
): unknown {
  if (node.kind === 'list') return node.items.map((item) => toData(item, [...path, anyItem], shared));
  const data: Record<string, unknown> = {};
  const [holdsNumbers, isConfig] = [path.length < 2, path.length === 1 && path[0] === 'config'];
  for (const { key, value } of node.entries) {
    if (isMissing(value) || key === '<<' || isCustomKey(key, path)) continue;
    // Skipped for speed: the schema allows any string here, and there are thousands of them.
    if (isConfig && value.kind === 'scalar' && key !== '') continue;
    const isText = value.kind === 'scalar' && !holdsNumbers;
    const child = switchOf(key, value) ?? (isText ? value.text : toData(value, [...path, key], shared));
    // Keys are untrusted input.
    if (key === '__proto__') Object.defineProperty(data, key, { value: child, enumerable: true });
    else data[key] = child;
  }
  return data;
}

/** The only key of the schemas that is true or false, wherever it stands. */
function switchOf(key: string, node: SourceNode): boolean | undefined {
  if (key !== 'allowNoTasks' || node.kind !== 'scalar') return undefined;
  return /^(true|false)$/i.test(node.text) ? node.text.toLowerCase() === 'true' : undefined;
}

function isMissing(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.isMissing;
}

/** Finds duplicate keys, keys without a value and unsupported YAML tags, whatever the keys mean. */
export function checkSyntax(source: SourceText, document: SourceMap): readonly Diagnostic[] {
  const walk: Walk = { source, seen: new Set(), found: [] };
  checkNode(walk, document, []);
  return walk.found;
}

/** Whether a key is a custom key (`x-…`) or a description; their contents are not checked. */
function isCustomKey(key: string, path: readonly string[]): boolean {
  if (!key.startsWith('x-') && key !== 'description') return false;
  const [top = '', ...below] = path;
  return (
    path.length === 0 ||
    (below.length === 1 && ['clusters', 'profiles', 'overrides'].includes(top)) ||
    (below[0] === anyItem && below.length === 1 && top === 'defaults')
  );
}

/** Represents any list item in a path of keys. */
const anyItem = '[]';

interface Walk {
  readonly source: SourceText;
  /** Nodes already checked: the contents of an anchor occur once per alias. */
  readonly seen: Set<unknown>;
  readonly found: Diagnostic[];
}

function checkNode(walk: Walk, node: SourceNode, path: readonly string[]): void {
  if (node.tag !== undefined && !(isUnset(node) && isKeyOfConfig(path))) {
    report(walk, spanOfTag(walk.source, node.tag, node.span), tagProblem(node.tag, node, path));
  }
  const children = node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : undefined;
  if (!children || walk.seen.has(children)) return;
  walk.seen.add(children);
  if (node.kind === 'map') checkEntries(walk, node, path);
  if (node.kind === 'list')
    node.items.forEach((item) => {
      checkItem(walk, item, path);
    });
}

function checkEntries(walk: Walk, { entries }: SourceMap, path: readonly string[]): void {
  const first = new Map<string, SourceEntry>();
  for (const entry of entries) {
    const earlier = first.get(entry.key);
    if (earlier) reportDuplicate(walk, earlier, entry);
    else first.set(entry.key, entry);
    if (!isCustomKey(entry.key, path)) checkEntry(walk, entry, path);
  }
}

function checkEntry(walk: Walk, { key, keySpan, value }: SourceEntry, path: readonly string[]): void {
  if (key === '<<') report(walk, keySpan, diagnose('invalid-merge-key', {}));
  else if (value.kind === 'scalar' && value.isMissing)
    report(walk, keySpan, diagnose('empty-value', { key, written: value.text }));
  else if (value.kind !== 'scalar' || value.tag !== undefined) checkNode(walk, value, [...path, key]);
}

function checkItem(walk: Walk, item: SourceNode, path: readonly string[]): void {
  if (item.kind === 'scalar' && item.isMissing)
    report(walk, item.span, diagnose('empty-value', { key: path.at(-1) ?? 'item', written: item.text }));
  else checkNode(walk, item, [...path, anyItem]);
}

function reportDuplicate({ source, found }: Walk, earlier: SourceEntry, entry: SourceEntry): void {
  const related = [{ label: 'first written in', source: source.sourceOf(earlier.keySpan) }];
  found.push(
    diagnose('duplicate-key', { key: entry.key }, { source: source.sourceOf(entry.keySpan), related }),
  );
}

function report({ source, found }: Walk, span: Span, diagnostic: Diagnostic): void {
  found.push(placeAt(diagnostic, source.sourceOf(span)));
}

/** Whether a path leads to a config key, in any layer. */
function isKeyOfConfig(path: readonly string[]): boolean {
  const [key, config, ...above] = path.toReversed();
  if (key === undefined || config !== 'config') return false;
  const [top, ...below] = above.toReversed();
  if (top === undefined) return true;
  return below.length === 1 && ['defaults', 'profiles', 'overrides'].includes(top);
}

/** The span of the tag, which precedes its node. If the tag uses a custom handle, it is not found: then the node. */
function spanOfTag({ text }: SourceText, tag: string, span: Span): Span {
  const start = text.lastIndexOf(tag, span.start);
  const end = start + tag.length;
  return start >= 0 && text.slice(end, span.start).trim() === '' ? { start, end } : span;
}

/** YAML reads an unquoted password that begins with an exclamation mark as a tag. */
function tagProblem(tag: string, node: SourceNode, path: readonly string[]): Diagnostic {
  if (tag === '!unset') return diagnose('misplaced-unset', { hasValue: !isUnset(node) });
  return diagnose('unsupported-yaml-tag', { tag: holdsSecret(path.join('.'), tag) ? undefined : tag });
}
