import { diffArrays } from 'diff';
import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { DiffLine } from './diff-line.ts';
import { packLines } from './pack-lines.ts';
import { printedValue } from './printed-value.ts';

/** A value split into parts: the elements of a list or the lines of a text. An absent side has none. */
export interface Parts {
  readonly noun: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** More lines than this are counted instead of shown. */
const mostLines = 100;
/** The edit distance beyond which both sides are shown in full, because a search would be slow and find little. */
const longestSearch = 2000;

/**
 * The difference between two lists, element by element: a missing comma in a list of 84 names shows as two names
 * removed and one longer name added. Each group of differences follows the unchanged element before it.
 */
export function listLines(key: string, parts: Parts): DiffLine[] {
  const lines = differences(parts);
  const shown = lines.slice(0, mostLines);
  const rest = lines.length - shown.length;
  const more =
    rest > 0 ? [{ sign: ' ', text: `  … ${count(rest, 'more line')}; -f diff shows all` } as const] : [];
  return [headline(key, parts), ...shown, ...more];
}

function headline(key: string, { noun, before, after }: Parts): DiffLine {
  if (before.length === 0) return { sign: '+', text: `${key}: ${count(after.length, noun)}` };
  if (after.length === 0) return { sign: '-', text: `${key}: ${count(before.length, noun)}` };
  const sizes = [count(before.length, noun), count(after.length, noun)];
  return {
    sign: ' ',
    text: `${key}: ${sizes[0] === sizes[1] ? sizes[0] : sizes.join(' before, ') + ' after'}`,
  };
}

interface ListChange {
  readonly added: boolean;
  readonly removed: boolean;
  readonly value: readonly string[];
}

function differences(parts: Parts): DiffLine[] {
  const { noun, before, after } = parts;
  if (noun === 'element' && before.length === 0) return packed('+', after);
  if (noun === 'element' && after.length === 0) return packed('-', before);
  const [from, to] = [[...before], [...after]];
  const changes: readonly ListChange[] = diffArrays(from, to, { maxEditLength: longestSearch }) ?? [
    { added: false, removed: true, value: from },
    { added: true, removed: false, value: to },
  ];
  const show = printerFor(noun, changes);
  return changes.flatMap((change, index): DiffLine[] => {
    const sign = change.added ? '+' : change.removed ? '-' : ' ';
    if (sign !== ' ') return change.value.map((part) => ({ sign, text: `  ${show(part)}` }));
    const last = change.value.at(-1);
    const isBeforeDifference = index < changes.length - 1 && last !== undefined;
    return isBeforeDifference ? [{ sign, text: `  ${show(last)}` }] : [];
  });
}

/** A list that exists on one side only: several elements per line. */
function packed(sign: '-' | '+', elements: readonly string[]): DiffLine[] {
  const printed = elements.map((element) => printedValue(element.trim(), { sensitive: false }));
  return packLines(printed, { separator: ', ', width: 100 }).map((line) => ({ sign, text: `  ${line}` }));
}

/** Leading and trailing spaces of a part are shown only if they are the difference. */
function printerFor(noun: string, changes: readonly ListChange[]): (part: string) => string {
  const partsOf = (side: 'added' | 'removed') =>
    changes.filter((change) => change[side]).flatMap((change) => change.value.map((part) => part.trim()));
  const [added, removed] = [partsOf('added'), new Set(partsOf('removed'))];
  const differsInSpaces = added.some((part) => removed.has(part)) || added.includes('') || removed.has('');
  if (differsInSpaces) return (part) => toPrintableLine(JSON.stringify(part));
  return noun === 'line' ? toPrintableLine : (part) => printedValue(part.trim(), { sensitive: false });
}
