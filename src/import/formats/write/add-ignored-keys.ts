import { isMap, isScalar, isSeq, type Pair, parseAllDocuments, type YAMLMap } from 'yaml';
import type { EditedFile } from './edit-connector.ts';
import { printList } from './print-entry.ts';

/** The keys to add to `ignoreKeys`, and where. */
export interface IgnoredKeys {
  /** The index of the document in the file. */
  readonly document: number;
  /** The mapping with `ignoreKeys`: empty for the connector itself, or the override of a cluster. */
  readonly path: readonly string[];
  readonly keys: readonly string[];
}

/** Adds keys to the `ignoreKeys` of a connector file; everything else stays. */
export function addIgnoredKeys(text: string, { document, path, keys }: IgnoredKeys): EditedFile {
  if (keys.length === 0) return { kind: 'edited', text };
  const map = mapAt(text, document, path);
  if (!map && path.length > 0) return addOverride(text, { document, path, keys });
  if (!map || map.flow === true) return rejected('it has no block mapping to add  ignoreKeys:  to');
  const indent = indentAt(text, startOf(map.items[0]));
  const pair = pairOf(map, 'ignoreKeys');
  if (!pair) {
    const at = lineOf(text, startOf(pairOf(map, 'config') ?? map.items[0]));
    return { kind: 'edited', text: text.slice(0, at) + lines(text, keys, indent, 'all') + text.slice(at) };
  }
  const list = pair.value;
  const last = isSeq(list) && list.flow !== true ? list.items.at(-1) : undefined;
  if (!isScalar(last) || !last.range) return rejected('its  ignoreKeys:  is not a block list');
  const lineBreak = text.indexOf('\n', last.range[1]);
  const at = lineBreak < 0 ? text.length : lineBreak + 1;
  const start = lineBreak < 0 ? `${text}\n` : text.slice(0, at);
  const inner = indentAt(text, last.range[0]);
  return { kind: 'edited', text: start + lines(text, keys, inner, 'items') + text.slice(at) };
}

/** A new override stands after the last key of the document. */
function addOverride(text: string, { document, path, keys }: IgnoredKeys): EditedFile {
  const [root, parent = ''] = [mapAt(text, document, []), path[0]];
  const last = root?.items.at(-1) as Pair | undefined;
  const end = (last?.value as { range?: readonly number[] } | null | undefined)?.range?.[1];
  if (!root || root.flow === true || end === undefined || pairOf(root, parent))
    return rejected(`its  ${parent}:  have none for this cluster`);
  const lineBreak = text.indexOf('\n', Math.max(end - 1, 0));
  const at = lineBreak < 0 ? text.length : lineBreak + 1;
  const heads = path.map((key, depth) => `${' '.repeat(2 * depth)}${key}:\n`).join('');
  const list = lines(text, keys, ' '.repeat(2 * path.length), 'all');
  const start = lineBreak < 0 ? `${text}\n` : text.slice(0, at);
  return { kind: 'edited', text: start + heads + list + text.slice(at) };
}

function rejected(reason: string): EditedFile {
  return { kind: 'rejected', reason };
}

/** The printed list, or its items only, with the line breaks of the file. */
function lines(text: string, keys: readonly string[], indent: string, part: 'all' | 'items'): string {
  const [head = '', ...items] = printList('ignoreKeys', keys).trimEnd().split('\n');
  const printed = part === 'all' ? [head, ...items] : items.map((item) => item.trimStart());
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return printed.map((line) => `${indent}${line}${end}`).join('');
}

function mapAt(text: string, document: number, path: readonly string[]): YAMLMap | undefined {
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  let node: unknown = documents.filter(({ contents }) => contents !== null)[document]?.contents;
  for (const step of path) node = isMap(node) ? pairOf(node, step)?.value : undefined;
  return isMap(node) && node.items.length > 0 ? node : undefined;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key) as Pair | undefined;
}

function startOf(pair: unknown): number {
  const { key } = (pair ?? {}) as Partial<Pair>;
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

function lineOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The white space at the beginning of the line of an offset. */
function indentAt(text: string, offset: number): string {
  return /^ */.exec(text.slice(lineOf(text, offset)))?.[0] ?? '';
}
