import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { type Diagnostic, diagnose, placeAt } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';
import { compileSchema } from './compile-schema.ts';
import { isUnset } from './config-entry.ts';
import { holdsSecret } from './mask-excerpt.ts';
import { describeSchemaError } from './schema-problem.ts';
import type { SourceEntry, SourceList, SourceMap, SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** Judges the shape of a document by its JSON Schema, in our words and with places in the file. */
export type SchemaCheck = (source: SourceText, document: SourceMap) => readonly Diagnostic[];

const compiled = new Map<string, Promise<SchemaCheck>>();

/** Gets a schema ready, once in a process. */
export function loadSchemaCheck(kind: 'connector' | 'project'): Promise<SchemaCheck> {
  const check = compiled.get(kind) ?? compileShapeCheck(kind);
  compiled.set(kind, check);
  return check;
}

async function compileShapeCheck(kind: 'connector' | 'project'): Promise<SchemaCheck> {
  const validate = await compileSchema(kind);
  return (source, document) =>
    shapeErrors(validate, document).flatMap(
      (error) => describeSchemaError({ kind, source, document, error }) ?? [],
    );
}

function shapeErrors(validate: ValidateFunction, document: SourceMap): readonly ErrorObject[] {
  return validate(toData(document, [])) ? [] : (validate.errors ?? []);
}

/** Where the schemas want a number; everything else is a text for us, whatever it looks like. */
const numbers = new Set(['version', 'ownership.maxDeletes']);

/**
 * The plain data that the schema is about. What is reported elsewhere (keys without a value) is left out. What aliases
 * share stays shared: a few lines of them could stand for more than fits into memory.
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
  if (node.kind === 'list') return node.items.map((item) => toData(item, [...path, anItem], shared));
  const data: Record<string, unknown> = {};
  const [holdsNumbers, isConfig] = [path.length < 2, path.length === 1 && path[0] === 'config'];
  for (const { key, value } of node.entries) {
    if (isMissing(value) || key === '<<' || isAuthorsOwn(key, path)) continue;
    // Any text under any key is what the schema allows there, and there are thousands.
    if (isConfig && value.kind === 'scalar' && key !== '') continue;
    const isText = value.kind === 'scalar' && !holdsNumbers;
    const child = isText ? value.text : toData(value, [...path, key], shared);
    // Keys come from anybody.
    if (key === '__proto__') Object.defineProperty(data, key, { value: child, enumerable: true });
    else data[key] = child;
  }
  return data;
}

function isMissing(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.isMissing;
}

/** Problems of how a document is written, whatever its keys mean: duplicate keys, keys without a value, YAML tags. */
export function checkWrittenForm(source: SourceText, document: SourceMap): readonly Diagnostic[] {
  const walk: Walk = { source, seen: new Set(), found: [] };
  checkNode(walk, document, []);
  return walk.found;
}

/** Whether an entry belongs to the author alone: nothing in it is judged. */
export function isAuthorsOwn(key: string, path: readonly string[]): boolean {
  if (!key.startsWith('x-') && key !== 'description') return false;
  const [top = '', ...below] = path;
  return (
    path.length === 0 ||
    (below.length === 1 && ['clusters', 'profiles', 'overrides'].includes(top)) ||
    (below[0] === anItem && below.length === 1 && top === 'defaults')
  );
}

/** Stands for any item of a list in a path of keys. */
export const anItem = '[]';

interface Walk {
  readonly source: SourceText;
  /** An anchor's contents are met once for every alias, and are judged once. */
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
    if (!isAuthorsOwn(entry.key, path)) checkEntry(walk, entry, path);
  }
}

function checkEntry(walk: Walk, { key, keySpan, value }: SourceEntry, path: readonly string[]): void {
  if (key === '<<') report(walk, keySpan, diagnose('invalid-merge-key', {}));
  else if (value.kind === 'scalar' && value.isMissing)
    report(walk, keySpan, diagnose('empty-value', { key }));
  else if (value.kind !== 'scalar' || value.tag !== undefined) checkNode(walk, value, [...path, key]);
}

function checkItem(walk: Walk, item: SourceNode, path: readonly string[]): void {
  const isMissing = item.kind === 'scalar' && item.isMissing;
  if (isMissing) report(walk, item.span, diagnose('empty-value', { key: path.at(-1) ?? 'item' }));
  else checkNode(walk, item, [...path, anItem]);
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

/** Whether a path leads to a key of a configuration, in whatever layer. */
function isKeyOfConfig(path: readonly string[]): boolean {
  const [key, config, ...above] = path.toReversed();
  if (key === undefined || config !== 'config') return false;
  const [top, ...below] = above.toReversed();
  if (top === undefined) return true;
  return below.length === 1 && ['defaults', 'profiles', 'overrides'].includes(top);
}

/** A tag stands before what it belongs to; written with a handle of its own it is not found, then that is the place. */
function spanOfTag({ text }: SourceText, tag: string, span: Span): Span {
  const start = text.lastIndexOf(tag, span.start);
  const end = start + tag.length;
  return start >= 0 && text.slice(end, span.start).trim() === '' ? { start, end } : span;
}

/** A password that begins with an exclamation mark is a tag to YAML where it stands without quotes. */
function tagProblem(tag: string, node: SourceNode, path: readonly string[]): Diagnostic {
  if (tag === '!unset') return diagnose('misplaced-unset', { hasValue: !isUnset(node) });
  return diagnose('unsupported-yaml-tag', { tag: holdsSecret(path.join('.'), tag) ? undefined : tag });
}
