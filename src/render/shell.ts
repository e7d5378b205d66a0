import { toPrintableLine } from '../model/printable.ts';

/** A word quoted for a POSIX shell. */
export function quoteForShell(word: string): string {
  const printable = toPrintableLine(word);
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(printable) ? printable : `'${printable.replaceAll("'", "'\\''")}'`;
}
