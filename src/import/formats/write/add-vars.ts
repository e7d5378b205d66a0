import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import { escapeReferences } from '../../../model/escape-references.ts';
import { textValue } from '../found-connector.ts';
import { looksTyped } from '../read/looks-typed.ts';
import type { EditedFile } from './edit-connector.ts';
import { printEntry } from './print-entry.ts';

/** A variable of the project file: its value, or the environment variable that gives it its value. */
export type NewVar =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'environment'; readonly variable: string; readonly default: string | undefined };

/** The variables to add, for all clusters or for one. */
export interface AddedVars {
  readonly vars: ReadonlyMap<string, NewVar>;
  /** Undefined: for all clusters. */
  readonly cluster: string | undefined;
}

/**
 * Adds variables at the end of `vars` of the project file, or of one of its clusters. Nothing else in it changes.
 * `before`: the text of the project file; undefined if there is none. `format`: JSON needs quotes everywhere.
 */
export function addVars(
  before: string | undefined,
  { vars, cluster }: AddedVars,
  format: 'json' | 'yaml',
): EditedFile {
  if (vars.size === 0) return { kind: 'edited', text: before ?? '' };
  const usesCrlf = before?.includes('\r\n') === true;
  const text = (before ?? 'version: 1\n').replaceAll('\r\n', '\n');
  const added = addTo(text, { vars, cluster }, format);
  if (!usesCrlf || added.kind === 'rejected') return added;
  return { ...added, text: added.text.replaceAll('\n', '\r\n') };
}

function addTo(text: string, { vars, cluster }: AddedVars, format: 'json' | 'yaml'): EditedFile {
  const [document, second] = parseAllDocuments(text, { schema: 'failsafe', prettyErrors: false });
  const root = document && 'contents' in document ? document.contents : undefined;
  if (!isMap(root) || second) return { kind: 'rejected', reason: 'the project file is not a mapping' };
  const path = cluster === undefined ? ['vars'] : ['clusters', cluster, 'vars'];
  return insertAt({ text, format, vars, path: path.join('.') }, root, path);
}

interface Insertion {
  readonly text: string;
  readonly format: 'json' | 'yaml';
  readonly vars: ReadonlyMap<string, NewVar>;
  /** Where to insert, for messages. */
  readonly path: string;
}

/** Goes down to the mapping, and adds what is missing of the path. */
function insertAt(insertion: Insertion, map: YAMLMap, path: readonly string[]): EditedFile {
  const [step, ...rest] = path;
  if (step === undefined) return appendTo(insertion, map, undefined);
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === step);
  if (!pair) return rest.length === 0 ? appendTo(insertion, map, step) : notThere(insertion);
  if (isMap(pair.value) && !pair.value.anchor) return insertAt(insertion, pair.value, rest);
  const isEmpty = isScalar(pair.value) && pair.value.source === '';
  if (isEmpty && rest.length === 0 && map.flow !== true) return appendBelow(insertion, pair);
  return notThere(insertion);
}

function notThere({ path }: Insertion): EditedFile {
  return { kind: 'rejected', reason: `"${path}" in the project file is not a mapping of its own` };
}

/** `key`: the key of a mapping that is missing. */
function appendTo(insertion: Insertion, map: YAMLMap, key: string | undefined): EditedFile {
  const last = map.items.at(-1);
  if (!last) return map.flow === true ? intoEmpty(insertion, map, key) : notThere(insertion);
  if (map.flow === true || insertion.format === 'json') {
    const end = endOfPair(last);
    if (end === undefined) return notThere(insertion);
    return edited(insertion.text, end, `, ${flowEntries(insertion, key)}`);
  }
  const indent = indentOf(insertion.text, map);
  if (indent === undefined) return notThere(insertion);
  const lines = key === undefined ? blockEntries(insertion, indent) : nested(insertion, key, indent);
  return edited(...lineAfter(insertion.text, endOfPair(last)), lines);
}

function intoEmpty(insertion: Insertion, map: YAMLMap, key: string | undefined): EditedFile {
  const start = insertion.text.indexOf('{', map.range?.[0] ?? 0) + 1;
  return edited(insertion.text, start, ` ${flowEntries(insertion, key)} `);
}

/** A key without a value: its entries begin on the next line. */
function appendBelow(insertion: Insertion, pair: Pair): EditedFile {
  const key = pair.key as Node;
  const indent = columnOf(insertion.text, key.range?.[0] ?? 0);
  return edited(...lineAfter(insertion.text, key.range?.[1]), blockEntries(insertion, indent + 2));
}

function nested(insertion: Insertion, key: string, indent: number): string {
  return `${' '.repeat(indent)}${key}:\n${blockEntries(insertion, indent + 2)}`;
}

function blockEntries({ vars }: Insertion, indent: number): string {
  return [...vars]
    .map(([name, one]) =>
      one.kind === 'value'
        ? printEntry(name, textValue(one.value), indent)
        : `${' '.repeat(indent)}${name}: ${declaration(one, flowScalar)}\n`,
    )
    .join('');
}

function flowEntries({ vars, format }: Insertion, key: string | undefined): string {
  const scalar = format === 'json' ? JSON.stringify : flowScalar;
  const word = format === 'json' ? JSON.stringify : (text: string) => text;
  const entries = [...vars].map(
    ([name, one]) =>
      `${word(name)}: ${one.kind === 'value' ? scalar(escapeReferences(one.value)) : declaration(one, scalar, word)}`,
  );
  return key === undefined ? entries.join(', ') : `${word(key)}: { ${entries.join(', ')} }`;
}

type Print = (text: string) => string;

function declaration(
  { variable, default: fallback }: Extract<NewVar, { kind: 'environment' }>,
  scalar: Print,
  word: Print = (text) => text,
): string {
  const parts = [
    `${word('env')}: ${scalar(variable)}`,
    ...(fallback === undefined ? [] : [`${word('default')}: ${scalar(escapeReferences(fallback))}`]),
  ];
  return `{ ${parts.join(', ')} }`;
}

/** Plain where every parser reads it as the same string, within braces too. */
function flowScalar(text: string): string {
  return /^[A-Za-z0-9_][\w./-]*$/.test(text) && !looksTyped(text) ? text : JSON.stringify(text);
}

function endOfPair({ key, value }: Pair): number | undefined {
  if (isAlias(value) || isScalar(value) || isCollection(value)) {
    if (!(isScalar(value) && value.source === '')) return value.range?.[1];
  }
  return (key as Node).range?.[1];
}

function indentOf(text: string, map: YAMLMap): number | undefined {
  const start = (map.items[0]?.key as Node | undefined)?.range?.[0];
  return start === undefined ? undefined : columnOf(text, start);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The text with a line break at its end, and the beginning of the line after an offset. */
function lineAfter(text: string, offset: number | undefined): readonly [string, number] {
  const complete = text.endsWith('\n') ? text : `${text}\n`;
  let end = offset ?? complete.length;
  while (end > 0 && /\s/.test(complete[end - 1] ?? '')) end -= 1;
  return [complete, complete.indexOf('\n', end) + 1];
}

function edited(text: string, at: number, added: string): EditedFile {
  return { kind: 'edited', text: text.slice(0, at) + added + text.slice(at) };
}
