import { writeAtomically } from '../files/write-atomically.ts';
import { writeError } from '../files/write-error.ts';
import { writeNewFile } from '../files/write-new-file.ts';
import type { PlannedFile } from './import-plan.ts';

/**
 * Writes the files of an import. A new file never overwrites a file that was created in the meantime; an updated file
 * is replaced atomically.
 *
 * @throws ConnectSyncError (failure) if one cannot be written; the files before it are written by then
 */
export async function writeImport(files: readonly PlannedFile[]): Promise<void> {
  for (const { absolute, file, action, text } of files) {
    if (action === 'keep') continue;
    try {
      if (action === 'create') await writeNewFile(absolute, text);
      else await writeAtomically(absolute, text, 'kept');
    } catch (error) {
      throw notWritten(error, file);
    }
  }
}

/** The coded error for a file of an import that cannot be written. */
export function notWritten(error: unknown, file: string): unknown {
  return writeError(error, {
    code: 'import-not-written',
    message: (reason) => `cannot write ${file}: ${reason}`,
    hint: 'fix the cause and import again: files that are already written are recognized',
  });
}
