import { Document, parseDocument, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { escapeHidden } from '../../../model/escape-hidden.ts';
import { toPrintable } from '../../../model/printable.ts';
import { type FoundValue, literalOf, writtenForm } from '../found-connector.ts';
import { looksTyped } from '../read/looks-typed.ts';

/** The wish that an inherited key is not set. */
export const unset = Symbol('unset');

/** What stands under a key. */
export type PrintedValue = FoundValue | typeof unset;

/**
 * A key with its value as lines of a connector file, each with its line break and `indent` blanks before it. Every
 * value reads back as the same text, also for readers of YAML that give types to plain words; nothing in it acts on a
 * terminal. Long values are folded, lists of many plain elements are lists.
 */
export function printEntry(key: string, value: PrintedValue, indent: number): string {
  const lines = print(key, value, indent);
  const shift = ' '.repeat(indent);
  return lines.replace(/^(?=.)/gm, shift);
}

function print(key: string, value: PrintedValue, indent: number): string {
  if (value === unset) return text(key, tagged('!unset'), indent).replace(/ +$/m, '');
  const written = writtenForm(value);
  const list = elementsOf(value);
  if (list) return text(key, list, indent);
  const node = scalar(written);
  const printed = text(key, node, indent);
  if (!isBlock(node) || readsAs(printed, written)) return printed;
  node.type = 'QUOTE_DOUBLE';
  return text(key, node, indent);
}

function text(key: string, value: Scalar | YAMLSeq, indent: number): string {
  const map = new YAMLMap();
  map.set(scalarKey(key), value);
  const document = new Document(map, { schema: 'failsafe' });
  return escapeHidden(document.toString({ ...style, lineWidth: Math.max(40, lineWidth - indent) }));
}

const lineWidth = 110;
/** Only block scalars are folded: a line break within quotes would be hard to read. */
const style = {
  doubleQuotedAsJSON: true,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  indentSeq: true,
} as const;

/** The longest value that stands on the line of its key, if it can be folded. */
const longestOnLine = 80;

function scalar(value: string): Scalar<string> {
  const node = new Scalar(value);
  const isHostile = toPrintable(value) !== value || /[\t\r]/.test(value) || !value.isWellFormed();
  if (isHostile) node.type = 'QUOTE_DOUBLE';
  else if (value.includes('\n')) node.type = 'BLOCK_LITERAL';
  else if (/^\s|\s$/.test(value)) node.type = 'QUOTE_DOUBLE';
  else if (value.length > longestOnLine && /[\s"']/.test(value)) node.type = 'BLOCK_FOLDED';
  else if (looksTyped(value)) node.type = 'QUOTE_DOUBLE';
  return node;
}

function scalarKey(key: string): Scalar<string> {
  const node = new Scalar(key);
  if (looksTyped(key) || toPrintable(key) !== key || /^\s|[\t\n\r]|\s$/.test(key) || !key.isWellFormed())
    node.type = 'QUOTE_DOUBLE';
  return node;
}

function isBlock({ type }: Scalar): boolean {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
}

function readsAs(printed: string, written: string): boolean {
  const read: unknown = parseDocument(printed, { schema: 'failsafe' }).toJS();
  return Object.values(read as object)[0] === written;
}

function tagged(tag: string): Scalar<string> {
  const node = new Scalar('');
  node.tag = tag;
  node.type = 'PLAIN';
  return node;
}

/** A comma list that is longer than a person reads at a glance, all elements plain words. */
function elementsOf(value: FoundValue): YAMLSeq | undefined {
  const literal = literalOf(value);
  const elements = literal?.split(',') ?? [];
  if (literal === undefined || elements.length < 4 || literal.length <= longestList) return undefined;
  if (!elements.every((element) => /^[\w$.*\\/:@-]+$/.test(element))) return undefined;
  const sequence = new YAMLSeq();
  sequence.items = elements.map(scalar);
  return sequence;
}

const longestList = 60;
