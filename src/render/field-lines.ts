import { count } from '../model/count.ts';
import type { FieldView } from '../model/plan-view.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { DiffLine } from './diff-line.ts';
import { listLines } from './list-lines.ts';
import { printedValue } from './printed-value.ts';

/** Values up to this many characters are shown as they are. */
const longestWhole = 100;
/** The length shown of a longer text without parts, and the length shown around a difference. */
const longestCut = 300;
const surroundings = 24;

/**
 * The difference of one key. Short values are shown in full; of long lists and multi-line texts only the differing
 * elements or lines, of other long texts the differing part.
 */
export function fieldLines(field: FieldView): DiffLine[] {
  const parts = field.sensitive || field.wasNull ? undefined : partsOf(field);
  if (parts) return listLines(toPrintableLine(field.key), parts);
  const [before, after] = field.sensitive ? [field.before, field.after] : cutAlike(field.before, field.after);
  const beforeLine = field.wasNull ? '(null)' : before;
  return [...line('-', field, beforeLine), ...line('+', field, after)];
}

function line(sign: '-' | '+', field: FieldView, text: string | null): DiffLine[] {
  const { key, sensitive, wasNull, references = [] } = field;
  if (text === null) return [];
  const value = sign === '-' && wasNull ? text : printedValue(text, { sensitive });
  const from =
    sign === '+' && references.length > 0 ? ` from ${references.map(toPrintableLine).join(', ')}` : '';
  return [{ sign, text: `${toPrintableLine(key)}: ${value}${from}` }];
}

/** Both sides as lines or as elements of a comma-separated list, if that is more readable than one long line. */
function partsOf({ before, after }: FieldView) {
  const texts = [before, after].filter((text) => text !== null);
  const split = (separator: string) => ({
    before: before?.split(separator) ?? [],
    after: after?.split(separator) ?? [],
  });
  if (texts.some((text) => text.includes('\n'))) return { noun: 'line', ...split('\n') };
  const isLong = texts.some((text) => text.length > longestWhole);
  const isList = texts.some((text) => /^(?:[^,\s]+\s*,\s*){3,}/.test(text));
  return isLong && isList ? { noun: 'element', ...split(',') } : undefined;
}

/** Cuts the equal start and end of two long texts, or the rest of a single long text. */
function cutAlike(before: string | null, after: string | null): [string | null, string | null] {
  if (before === null || after === null) return [cut(before), cut(after)];
  if (Math.max(before.length, after.length) <= longestWhole) return [before, after];
  const start = commonStart(before, after);
  const end = commonEnd(before.slice(start), after.slice(start));
  return [cut(middle(before, start, end)), cut(middle(after, start, end))];
}

function middle(text: string, start: number, end: number): string {
  const from = Math.max(0, start - surroundings);
  const to = Math.min(text.length, text.length - end + surroundings);
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`.toWellFormed();
}

function cut<Text extends string | null>(text: Text): Text | string {
  if (text === null || text.length <= longestCut) return text;
  const rest = text.length - longestCut;
  return `${text.slice(0, longestCut).toWellFormed()}… (${count(rest, 'more character')}; -f diff shows all)`;
}

function commonStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

function commonEnd(one: string, other: string): number {
  let length = 0;
  const longest = Math.min(one.length, other.length);
  while (length < longest && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}
