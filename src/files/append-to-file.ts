import { appendFileSync, statSync } from 'node:fs';

/**
 * Appends text and a line feed to a file. Returns why not, instead of throwing, if the file would get larger than the
 * limit or cannot be written: for output that must not make a run fail.
 */
export function appendToFile(
  file: string,
  text: string,
  limitBytes: number,
): { readonly kind: 'appended' | 'too-large' } | { readonly kind: 'failed'; readonly code: string } {
  try {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size + Buffer.byteLength(text) > limitBytes) return { kind: 'too-large' };
    appendFileSync(file, `${text}\n`);
    return { kind: 'appended' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { kind: 'failed', code };
  }
}
