import { toPrintableLine } from '../model/printable.ts';

/**
 * A value on one line: unquoted if it is unambiguous, otherwise quoted as in JSON. Quoted are empty values, leading or
 * trailing spaces, line feeds, control characters, and text that looks like a mask of connect-sync or like its word for `null`.
 */
export function printedValue(text: string, { sensitive }: { readonly sensitive: boolean }): string {
  const isEvident = text !== '' && text.trim() === text && toPrintableLine(text) === text;
  const isMistakable = /^["']|\(sensitive|^\(null\)$/.test(text);
  return isEvident && (sensitive || !isMistakable) ? text : toPrintableLine(JSON.stringify(text));
}
