import { isAlias, isMap, isScalar, type Pair, parseAllDocuments, type Scalar, type YAMLMap } from 'yaml';
import type { DesiredState } from '../../../model/desired-connector.ts';
import { inFileOrder } from './key-groups.ts';
import { type PrintedValue, printEntry } from './print-entry.ts';

/** What of a connector file is to be different. */
export interface ConnectorEdit {
  /** Which connector of the file it is, counted from 0. */
  readonly document: number;
  /** Of all clusters. */
  readonly state: DesiredState | undefined;
  /** Keys of `config`: a new value, or `remove`. */
  readonly config: KeyEdits;
  /** The same for the overrides of one cluster. */
  readonly override:
    | { readonly cluster: string; readonly config: KeyEdits; readonly state: DesiredState | undefined }
    | undefined;
}

/** By key, what becomes of it. */
export type KeyEdits = ReadonlyMap<string, PrintedValue | 'remove'>;

/** The file as it will be, or why it cannot be changed without touching the rest of it. */
export type EditedFile =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Changes a connector file where something differs and nowhere else: comments, blank lines, order and quotes stay. A
 * new key gets its place after the one that comes before it in the order of new files.
 */
export function editConnector(text: string, edit: ConnectorEdit): EditedFile {
  const isOfWindows = text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  try {
    if (!isOfWindows) return { kind: 'edited', text: applyAll(text, edit) };
    return { kind: 'edited', text: applyAll(text.replaceAll('\r\n', '\n'), edit).replaceAll('\n', '\r\n') };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    return { kind: 'refused', reason: error.message };
  }
}

class Unfit extends Error {}

function applyAll(text: string, { document, state, config, override }: ConnectorEdit): string {
  let edited = text;
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
  if (!map) throw new Unfit(`it has no  ${path.join('.')}:`);
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
  if (!map) throw new Unfit('it is no mapping');
  const printed = `${' '.repeat(indentOf(text, map))}state: ${state}\n`;
  const entry = pairOf(map, 'state') ?? pairOf(map, placeholderKey);
  if (entry) return replaceEntry(text, entry, printed);
  const before = pairOf(map, 'config') ?? map.items[0];
  const at = before ? startOf(text, before as Pair) : text.length;
  return text.slice(0, at) + printed + text.slice(at);
}

/** The block mapping at a path; undefined where there is none. */
function mapAt(text: string, document: number, path: readonly string[]): YAMLMap | undefined {
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  let node: unknown = documents.filter(({ contents }) => contents !== null)[document]?.contents;
  for (const step of path) {
    if (!isMap(node)) return undefined;
    const pair = pairOf(node, step);
    if (!pair) return undefined;
    node = pair.value;
  }
  if (!isMap(node)) return undefined;
  if (node.flow === true) throw new Unfit('it is written in braces');
  if (node.anchor !== undefined || node.items.some(({ key }) => isScalar(key) && key.value === '<<'))
    throw new Unfit('it shares keys with others by an anchor');
  return node;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** Sees to it that the mapping at the path is there, below the last key of the document. */
function withPath(text: string, document: number, path: readonly string[]): string {
  for (const [depth, step] of path.entries()) {
    const parent = path.slice(0, depth);
    if (mapAt(text, document, [...parent, step])) continue;
    const map = mapAt(text, document, parent);
    if (!map) throw new Unfit(`it has no  ${parent.join('.')}:`);
    const last = map.items.at(-1);
    const at = last ? endOf(text, last) : text.length;
    const base = indentOf(text, map);
    const lines = path.slice(depth).map((key, index) => `${' '.repeat(base + 2 * index)}${key}:\n`);
    // Empty mappings are no mappings to find a place in: a first key is put there and replaced.
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
  if (!neighbour) throw new Unfit('its configuration is empty');
  const at = before === undefined ? startOf(text, neighbour as Pair) : endOf(text, neighbour as Pair);
  return withBreak(text.slice(0, at)) + printed + text.slice(at);
}

function replaceEntry(text: string, pair: Pair, printed: string): string {
  const value = pair.value;
  if (isAlias(value) || (isScalar(value) && value.anchor !== undefined))
    throw new Unfit('a value is shared by an anchor');
  const [start, end] = [startOf(text, pair), endOf(text, pair)];
  const comment = isScalar(value) && printed !== '' ? commentBehind(text, value) : '';
  return text.slice(0, start) + withComment(printed, comment) + text.slice(end);
}

/** The comment on the last line of a value, with the blanks before it. */
function commentBehind(text: string, { range, comment }: Scalar): string {
  const end = range?.[1];
  if (end === undefined || !comment) return '';
  return /^[ \t]+#[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
}

/** It stays behind a single line; beside several it moves above them. */
function withComment(printed: string, comment: string): string {
  if (comment === '') return printed;
  if (printed.indexOf('\n') === printed.length - 1) return printed.replace(/\n$/, `${comment}\n`);
  return `${/^ */.exec(printed)?.[0]}${comment.trimStart()}\n${printed}`;
}

function startOf(text: string, { key }: Pair): number {
  const start = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
  const line = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(line, start).trim() !== '') throw new Unfit('it is written in braces');
  return line;
}

/** Behind the line break of the last line of an entry. */
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
