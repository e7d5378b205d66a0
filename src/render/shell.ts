import { toPrintableLine } from '../model/printable.ts';

/** A word as it can be typed or pasted into a POSIX shell. */
export function quoteForShell(word: string): string {
  const printable = toPrintableLine(word);
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(printable) ? printable : `'${printable.replaceAll("'", "'\\''")}'`;
}
