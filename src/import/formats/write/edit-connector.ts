import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { DesiredState } from '../../../model/desired-connector.ts';
import { inFileOrder } from './key-groups.ts';
import { type PrintedValue, printEntry } from './print-entry.ts';

/** The changes to a connector file. */
export interface ConnectorEdit {
  /** The index of the document in the file. */
  readonly document: number;
  /** A cluster to add to `clusters`; undefined: unchanged. */
  readonly clusters?: string | undefined;
  /** The state on all clusters; undefined: unchanged. */
  readonly state: DesiredState | undefined;
  /** Changes of `config`. */
  readonly config: KeyEdits;
  /** Changes of the override for one cluster. */
  readonly override:
    | { readonly cluster: string; readonly config: KeyEdits; readonly state: DesiredState | undefined }
    | undefined;
}

/** A new value, or `remove`, by key. */
export type KeyEdits = ReadonlyMap<string, PrintedValue | 'remove'>;

/** The edited file, or why it cannot be edited without changing other parts of it. */
export type EditedFile =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'rejected'; readonly reason: string };

/**
 * Edits a connector file in place: comments, blank lines, order and quotes of everything else stay. A new key is
 * inserted after the key that precedes it in the order of new files.
 */
export function editConnector(text: string, edit: ConnectorEdit): EditedFile {
  const usesCrlf = text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  try {
    if (!usesCrlf) return { kind: 'edited', text: applyAll(text, edit) };
    return { kind: 'edited', text: applyAll(text.replaceAll('\r\n', '\n'), edit).replaceAll('\n', '\r\n') };
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    return { kind: 'rejected', reason: error.message };
  }
}

class NotEditable extends Error {}

function applyAll(text: string, { document, clusters, state, config, override }: ConnectorEdit): string {
  let edited = clusters === undefined ? text : addCluster(text, document, clusters);
  for (const [key, value] of config) edited = editKey(edited, { document, path: ['config'], key, value });
  if (state !== undefined) edited = editState(edited, { document, path: [], state });
  return override ? applyOverride(edited, document, override) : edited;
}

function applyOverride(
  text: string,
  document: number,
  { cluster, config, state }: NonNullable<ConnectorEdit['override']>,
): string {
  let edited = text;
  const own = ['overrides', cluster];
  const path = [...own, 'config'];
  if (config.size > 0) edited = withPath(edited, document, path);
  for (const [key, value] of config) edited = editKey(edited, { document, path, key, value });
  if (state === undefined) return edited;
  return editState(withPath(edited, document, own), { document, path: own, state });
}

const placeholderKey = 'connect-sync-placeholder';

interface KeyEdit {
  readonly document: number;
  readonly path: readonly string[];
  readonly key: string;
  readonly value: PrintedValue | 'remove';
}

function editKey(text: string, { document, path, key, value }: KeyEdit): string {
  const map = mapAt(text, document, path);
  if (!map) throw new NotEditable(`it has no  ${path.join('.')}:`);
  const entry = pairOf(map, key);
  const indent = indentOf(text, map);
  const printed = value === 'remove' ? '' : printEntry(key, value, indent);
  if (entry) return replaceEntry(text, entry, printed);
  return value === 'remove' ? text : insertEntry(text, { map, key, printed });
}

interface StateEdit {
  readonly document: number;
  readonly path: readonly string[];
  readonly state: DesiredState;
}

function editState(text: string, { document, path, state }: StateEdit): string {
  const map = mapAt(text, document, path);
  if (!map) throw new NotEditable('it is not a mapping');
  const printed = `${' '.repeat(indentOf(text, map))}state: ${state}\n`;
  const entry = pairOf(map, 'state') ?? pairOf(map, placeholderKey);
  if (entry) return replaceEntry(text, entry, printed);
  const before = pairOf(map, 'config') ?? map.items[0];
  const at = before ? startOf(text, before as Pair) : text.length;
  return text.slice(0, at) + printed + text.slice(at);
}

/** The block mapping at a path; undefined if there is none. */
function mapAt(text: string, document: number, path: readonly string[]): YAMLMap | undefined {
  let node: unknown = rootOf(text, document);
  for (const step of path) {
    if (!isMap(node)) return undefined;
    const pair = pairOf(node, step);
    if (!pair) return undefined;
    node = pair.value;
    if (!isMap(node)) throw new NotEditable(`it has no keys under  ${step}:`);
  }
  if (!isMap(node)) return undefined;
  if (node.flow === true) throw new NotEditable('it uses flow style (braces)');
  if (node.anchor !== undefined || node.items.some(({ key }) => isScalar(key) && key.value === '<<'))
    throw new NotEditable('it contains an anchor, an alias or a merge key');
  return node;
}

function rootOf(text: string, document: number): unknown {
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  return documents.filter(({ contents }) => contents !== null)[document]?.contents;
}

/** Adds an element at the end of the list `clusters`. */
function addCluster(text: string, document: number, cluster: string): string {
  const root = rootOf(text, document);
  const list = isMap(root) ? pairOf(root, 'clusters')?.value : undefined;
  if (!isSeq(list) || list.anchor !== undefined) throw new NotEditable('its  clusters:  is not a plain list');
  const names = list.items.map((item) => (isScalar(item) ? item : undefined));
  if (names.some((name) => name?.value === cluster)) return text;
  const last = names.at(-1);
  const [start, end] = last?.range ?? [];
  if (start === undefined || end === undefined) throw new NotEditable('its  clusters:  is not a plain list');
  if (list.flow === true) return `${text.slice(0, end)}, ${cluster}${text.slice(end)}`;
  const [line, lineBreak] = [text.lastIndexOf('\n', start - 1) + 1, text.indexOf('\n', end)];
  const at = lineBreak < 0 ? text.length : lineBreak + 1;
  const indent = /^ */.exec(text.slice(line))?.[0] ?? '';
  return `${withBreak(text.slice(0, at))}${indent}- ${cluster}\n${text.slice(at)}`;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** Ensures that the mapping at the path exists; a new one is added after the last key of the document. */
function withPath(text: string, document: number, path: readonly string[]): string {
  for (const [depth, step] of path.entries()) {
    const parent = path.slice(0, depth);
    if (mapAt(text, document, [...parent, step])) continue;
    const map = mapAt(text, document, parent);
    if (!map) throw new NotEditable(`it has no  ${parent.join('.')}:`);
    const last = map.items.at(-1);
    const at = last ? endOf(text, last) : text.length;
    const base = indentOf(text, map);
    const lines = path.slice(depth).map((key, index) => `${' '.repeat(base + 2 * index)}${key}:\n`);
    // An empty mapping has no position to insert at, so a placeholder key is added and replaced later.
    const inner = ' '.repeat(base + 2 * lines.length);
    return `${withBreak(text.slice(0, at))}${lines.join('')}${inner}${placeholderKey}: ""\n${text.slice(at)}`;
  }
  return text;
}

function insertEntry(
  text: string,
  { map, key, printed }: { map: YAMLMap; key: string; printed: string },
): string {
  const placeholder = pairOf(map, placeholderKey);
  if (placeholder) return replaceEntry(text, placeholder, printed);
  const keys = map.items.map((pair) => (isScalar(pair.key) ? String(pair.key.value) : ''));
  const ordered = inFileOrder([...keys, key], []);
  const before = ordered[ordered.indexOf(key) - 1];
  const neighbour = map.items[before === undefined ? 0 : keys.indexOf(before)];
  if (!neighbour) throw new NotEditable('its config is empty');
  const at = before === undefined ? startOf(text, neighbour as Pair) : endOf(text, neighbour as Pair);
  return withBreak(text.slice(0, at)) + printed + text.slice(at);
}

function replaceEntry(text: string, pair: Pair, printed: string): string {
  const value = pair.value;
  if (isAlias(value) || (isScalar(value) && value.anchor !== undefined))
    throw new NotEditable('a value has an anchor');
  const [start, end] = [startOf(text, pair), endOf(text, pair)];
  const comment = isScalar(value) && printed !== '' ? commentBehind(text, value) : '';
  return text.slice(0, start) + withComment(printed, comment) + text.slice(end);
}

/** The comment on the last line of a value, with the spaces before it. */
function commentBehind(text: string, { range, comment }: Scalar): string {
  const end = range?.[1];
  if (end === undefined || !comment) return '';
  return /^[ \t]+#[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
}

/** A comment stays after a single line; it moves above several lines. */
function withComment(printed: string, comment: string): string {
  if (comment === '') return printed;
  if (printed.indexOf('\n') === printed.length - 1) return printed.replace(/\n$/, `${comment}\n`);
  return `${/^ */.exec(printed)?.[0]}${comment.trimStart()}\n${printed}`;
}

function startOf(text: string, { key }: Pair): number {
  const start = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(line, start).trim() !== '') throw new NotEditable('it uses flow style (braces)');
  return line;
}

/** The offset after the line break of the last line of an entry. */
function endOf(text: string, { key, value }: Pair): number {
  const range =
    (value as { range?: readonly number[] } | null)?.range ?? (key as { range?: readonly number[] }).range;
  let end = range?.[1] ?? text.length;
  while (end > 0 && /\s/.test(text[end - 1] ?? '')) end -= 1;
  const lineBreak = text.indexOf('\n', end);
  return lineBreak < 0 ? text.length : lineBreak + 1;
}

function indentOf(text: string, map: YAMLMap): number {
  const [first] = map.items;
  const start = first && isScalar(first.key) ? (first.key.range?.[0] ?? 0) : 0;
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

function withBreak(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
