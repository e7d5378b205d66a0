import { toPrintableLine } from '../model/printable.ts';

/**
 * A value on one line: as it is where nothing in it can be misread, else in quotes, as JSON writes it. Empty text,
 * blanks at the ends, line feeds, control characters and what only looks like a mark of ours show themselves so.
 */
export function printedValue(text: string, { sensitive }: { readonly sensitive: boolean }): string {
  const isEvident = text !== '' && text.trim() === text && toPrintableLine(text) === text;
  const isMistakable = /^["']|\(sensitive/.test(text);
  return isEvident && (sensitive || !isMistakable) ? text : toPrintableLine(JSON.stringify(text));
}
