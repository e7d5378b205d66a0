import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Range, type Scalar } from 'yaml';
import type { Span } from '../model/span.ts';
import { holdsSecret } from './mask-excerpt.ts';
import { pathTo } from './plain-secrets.ts';
import { isNullText, type SourceEntry, type SourceMap, type SourceNode } from './source-node.ts';
import type { YamlFault } from './yaml-fault.ts';

/** The contents of one document, with the spans of its secrets. */
export interface Contents {
  /** Undefined for an empty document. */
  readonly root: SourceNode | undefined;
  readonly secrets: readonly Span[];
  readonly faults: readonly YamlFault[];
}

interface Reading {
  readonly format: 'yaml' | 'json';
  readonly anchors: Map<string, SourceNode>;
  readonly secrets: Span[];
  readonly faults: YamlFault[];
  /** The children of nodes whose secrets were found in the place of an alias: there may be many aliases. */
  readonly hidden: Set<unknown>;
  /** The number of keys that merge keys have repeated so far. */
  repeated: number;
}

/** Converts the parser's nodes to source nodes. Aliases are resolved; the nodes are shared, not copied. */
export function readContents(contents: Node | null, format: 'yaml' | 'json'): Contents {
  const reading: Reading = {
    format,
    anchors: new Map(),
    secrets: [],
    faults: [],
    hidden: new Set(),
    repeated: 0,
  };
  if (contents === null || isNothing(contents)) return { root: undefined, secrets: [], faults: [] };
  const root = readNode(reading, contents, undefined);
  return { root, secrets: reading.secrets, faults: reading.faults };
}

function isNothing(node: Node): boolean {
  return isScalar(node) && node.type === 'PLAIN' && node.source === '' && node.tag === undefined;
}

/** Reads a node; `key` is the dotted path of its keys, which decides whether a value is secret. */
function readNode(reading: Reading, node: Node, key: string | undefined): SourceNode {
  if (isAlias(node)) return readAlias(reading, node.source, { span: spanOf(node.range), key });
  const root = readValue(reading, node, key);
  if ('anchor' in node && node.anchor) reading.anchors.set(node.anchor, root);
  return root;
}

function readAlias(reading: Reading, name: string, at: { span: Span; key: string | undefined }): SourceNode {
  const target = reading.anchors.get(name);
  if (!target) {
    reading.faults.push({ code: 'BAD_ALIAS', pos: [at.span.start, at.span.end] });
    return missingAt(at.span);
  }
  hideTarget(reading, target, at.key ?? '');
  return { ...target, span: at.span };
}

/** What an alias repeats may be secret in its place, though it is not where the anchor stands. */
function hideTarget(reading: Reading, target: SourceNode, key: string): void {
  if (target.kind === 'scalar') {
    if (holdsSecret(key, target.text)) reading.secrets.push(target.span);
    return;
  }
  const children = target.kind === 'list' ? target.items : target.entries;
  if (reading.hidden.has(children)) return;
  reading.hidden.add(children);
  if (target.kind === 'list') for (const item of target.items) hideTarget(reading, item, key);
  else for (const entry of target.entries) hideTarget(reading, entry.value, pathTo(key) + entry.key);
}

function readValue(reading: Reading, node: Node, key: string | undefined): SourceNode {
  const [span, tag] = [spanOf(node.range), foreignTag(node)];
  if (isMap(node)) {
    return { kind: 'map', entries: readEntries(reading, node.items as Pair<Node, Node>[], key), tag, span };
  }
  if (isSeq(node)) {
    return { kind: 'list', items: node.items.map((item) => readNode(reading, item as Node, key)), tag, span };
  }
  return readScalar(reading, node as Scalar, { span, tag, key });
}

function readEntries(
  reading: Reading,
  pairs: readonly Pair<Node, Node>[],
  key: string | undefined,
): readonly SourceEntry[] {
  const own: SourceEntry[] = [];
  const merges: (SourceEntry | undefined)[] = [];
  const above = pathTo(key);
  for (const pair of pairs) {
    const entry = readPair(reading, pair, above);
    if (entry) own.push(entry);
    if (reading.format === 'yaml' && isMergeKey(pair)) merges.push(entry);
  }
  const [merge, ...others] = merges;
  const merged = merge && others.length === 0 ? mergeInto(own, merge) : own;
  reading.repeated += Math.max(0, merged.length - own.length);
  if (merge && reading.repeated > mostRepeated) {
    const { start, end } = merge.keySpan;
    reading.faults.push({ code: 'TOO_MUCH_MERGED', pos: [start, end] });
    return own;
  }
  return merged;
}

/** The maximum number of keys that merge keys may repeat in one document, as a protection against expansion. */
const mostRepeated = 100_000;

function isMergeKey({ key }: Pair<Node, Node>): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

function readScalar(
  reading: Reading,
  scalar: Scalar,
  { span, tag, key }: { span: Span; tag: string | undefined; key: string | undefined },
): SourceNode {
  const [text, isPlain] = [String(scalar.value), scalar.type === 'PLAIN'];
  if (holdsSecret(key ?? '', text)) reading.secrets.push(span);
  const isMissing = isPlain && scalar.tag === undefined && isNullText(scalar.source ?? text);
  return { kind: 'scalar', text, isMissing, tag, span };
}

function readPair(reading: Reading, pair: Pair<Node, Node | null>, above: string): SourceEntry | undefined {
  const keySpan = spanOf(pair.key?.range);
  if (!isScalar(pair.key) || (pair.key.type === 'PLAIN' && pair.key.source === '')) {
    const code = isMap(pair.key) && pair.key.flow ? 'BRACES_AS_KEY' : 'KEY_NOT_TEXT';
    reading.faults.push({ code, pos: [keySpan.start, keySpan.end] });
    return undefined;
  }
  const key = String(pair.key.value);
  if (pair.key.anchor)
    reading.anchors.set(pair.key.anchor, { ...missingAt(keySpan), text: key, isMissing: false });
  const value = pair.value ? readNode(reading, pair.value, above + key) : missingAt(keySpan);
  return { key, keySpan, value };
}

function missingAt(span: Span) {
  return { kind: 'scalar', text: '', isMissing: true, tag: undefined, span } as const;
}

/** A tag that is not the default one of a string, a list or a mapping. */
function foreignTag(node: Node): string | undefined {
  const { tag } = node;
  if (tag === undefined || tag === '!' || /^tag:yaml\.org,2002:(?:str|seq|map)$/.test(tag)) return undefined;
  return tag.replace('tag:yaml.org,2002:', '!!');
}

function spanOf(range: Range | null | undefined): Span {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? range?.[0] ?? 0 };
}

/**
 * Replaces a merge key (`<<`) by the entries that it refers to, as in YAML 1.1: keys of the mapping itself take
 * precedence, wherever they are; then the first of several merged mappings. Each key keeps its position. A value that
 * is not a mapping stays in place, to be reported.
 */
function mergeInto(entries: readonly SourceEntry[], merge: SourceEntry): readonly SourceEntry[] {
  const maps = mapsOf(merge.value);
  if (!maps) return entries;
  const merged = new Map<string, SourceEntry>();
  for (const entry of maps.flatMap((map) => map.entries)) {
    if (!merged.has(entry.key)) merged.set(entry.key, entry);
  }
  for (const { key } of entries) merged.delete(key);
  return entries.flatMap((entry) => (entry === merge ? [...merged.values()] : [entry]));
}

function mapsOf(value: SourceNode): readonly SourceMap[] | undefined {
  const maps = value.kind === 'list' ? value.items : [value];
  return maps.every((map): map is SourceMap => map.kind === 'map') && maps.length > 0 ? maps : undefined;
}
