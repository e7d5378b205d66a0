import { Document, parseDocument, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { escapeHidden } from '../../../model/escape-hidden.ts';
import { escapeReferences } from '../../../model/escape-references.ts';
import { toPrintable, toPrintableLine } from '../../../model/printable.ts';
import { type FoundValue, literalOf, writtenForm } from '../found-connector.ts';
import { looksTyped } from '../read/looks-typed.ts';

/** Represents `!unset`, which removes an inherited key. */
export const unset = Symbol('unset');

/** The value of a key. */
export type PrintedValue = FoundValue | typeof unset;

/**
 * Prints a key and its value as lines of a connector file with an indentation of `indent` spaces. Every value reads
 * back as the same string, also with YAML parsers that convert plain scalars to other types, and contains no terminal
 * control sequences. Long values are folded; long comma-separated lists become YAML lists.
 */
export function printEntry(key: string, value: PrintedValue, indent: number): string {
  const lines = print(key, value, indent);
  const shift = ' '.repeat(indent);
  return lines.replace(/^(?=.)/gm, shift);
}

/** Prints comments, given without their sign, as lines with an indentation of `indent` spaces. */
export function printComments(texts: readonly string[] | undefined, indent: number): string {
  const lines = (texts ?? []).map((text) => {
    const spaced = /^[\s#!]|^$/.test(text) ? text : ` ${text}`;
    return toPrintableLine(`#${spaced.replaceAll('\t', ' ')}`)
      .toWellFormed()
      .trimEnd();
  });
  return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}

/** Prints a key with a list of strings. */
export function printList(key: string, elements: readonly string[]): string {
  const sequence = new YAMLSeq();
  sequence.items = elements.map((element) => scalar(escapeReferences(element)));
  return text(key, sequence, 0);
}

function print(key: string, value: PrintedValue, indent: number): string {
  if (value === unset) return text(key, tagged('!unset'), indent).replace(/(?<! ) +$/m, '');
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
/** Only block scalars are folded: line breaks within quotes are hard to read. */
const style = {
  doubleQuotedAsJSON: true,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  indentSeq: true,
} as const;

/** The maximum length of a value on the line of its key, if it can be folded. */
const longestOnLine = 80;

function scalar(value: string): Scalar<string> {
  const node = new Scalar(value);
  const isHostile = toPrintable(value) !== value || /[\t\r]/.test(value) || !value.isWellFormed();
  // Line breaks at the end of a block would include the blank line after it.
  const endsBlank = /(?:^|\n)\n$/.test(value);
  if (isHostile || endsBlank) node.type = 'QUOTE_DOUBLE';
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

/** The elements of a long comma-separated list of plain words. */
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
