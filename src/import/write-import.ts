import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeError } from '../files/write-error.ts';
import type { PlannedFile } from './import-plan.ts';

/**
 * Writes the files of an import. What is new never takes the place of a file that came meanwhile; what is updated is
 * there as a whole or as it was.
 *
 * @throws ConnectSyncError where one cannot be written; those before it stay
 */
export async function writeImport(files: readonly PlannedFile[]): Promise<void> {
  for (const { absolute, file, action, text } of files) {
    if (action === 'keep') continue;
    try {
      await mkdir(path.dirname(absolute), { recursive: true });
      if (action === 'create') await writeFile(absolute, text, { flag: 'wx' });
      else await replaceFile(absolute, text);
    } catch (error) {
      throw notWritten(error, file);
    }
  }
}

/** Puts a text in the place of a file, as a whole: with the mode that it has, or another. */
export async function replaceFile(absolute: string, text: string, mode?: number): Promise<void> {
  // A link stays one.
  const target = await realpath(absolute).catch(() => absolute);
  const unfinished = path.join(path.dirname(target), `.${path.basename(target)}.partial`);
  try {
    await rm(unfinished, { force: true });
    await writeFile(unfinished, text, { flag: 'wx', mode: mode ?? 0o600 });
    if (mode === undefined) await chmod(unfinished, await modeOf(target));
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Why a file of an import cannot be written, for people. */
export function notWritten(error: unknown, file: string): unknown {
  return writeError(error, {
    code: 'import-not-written',
    message: (reason) => `${file} cannot be written: ${reason}`,
    hint: 'see to it that it can, and import again: what is written already is known then',
  });
}

async function modeOf(absolute: string): Promise<number> {
  return (await stat(absolute)).mode & 0o777;
}
