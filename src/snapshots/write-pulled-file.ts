import { replaceFile } from '../files/replace-file.ts';
import { writeError } from '../files/write-error.ts';

/** A file of a pull: its text, and its path relative to the project. */
export interface PulledFile {
  readonly text: string;
  readonly file: string;
}

/**
 * Writes a file of a pull as a whole.
 *
 * @throws ConnectSyncError `file-not-written`
 */
export async function writePulledFile(absolute: string, { text, file }: PulledFile): Promise<void> {
  try {
    await replaceFile(absolute, text);
  } catch (error) {
    throw writeError(error, {
      code: 'file-not-written',
      message: (reason) => `${file} cannot be written: ${reason}`,
      hint: 'fix the cause and run it again: files that were written are complete',
    });
  }
}
