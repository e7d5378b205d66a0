import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolders } from './make-folders.ts';
import { kindOfPath } from './read-file.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * Writes a file that people commit, and the folders above it. An existing one is replaced atomically and keeps its mode.
 *
 * @throws the error of the file system
 */
export async function replaceFile(absolute: string, text: string): Promise<void> {
  await replace(absolute, text);
}

/**
 * The same for a file that several processes write: each prepares its text in a partial file of its own.
 *
 * @throws the error of the file system
 */
export async function replaceSharedFile(absolute: string, text: string, writer: string): Promise<void> {
  await replace(absolute, text, writer);
}

/** Deletes a file; one that is gone already is no error. @throws the error of the file system */
export async function removeFile(absolute: string): Promise<void> {
  await rm(absolute, { force: true });
}

async function replace(absolute: string, text: string, writer?: string): Promise<void> {
  await makeFolders(path.dirname(absolute));
  const mode = (await kindOfPath(absolute)) === 'nothing' ? 0o666 : 'kept';
  await writeAtomically(absolute, text, mode, writer);
}
