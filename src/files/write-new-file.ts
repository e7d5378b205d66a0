import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolders } from './make-folders.ts';

/**
 * Writes a file that does not exist yet, and the folders above it.
 *
 * @throws the error of the file system; `fileExists` recognizes the one for a file that exists already, which is kept
 */
export async function writeNewFile(absolute: string, text: string, mode = 0o666): Promise<void> {
  await makeFolders(path.dirname(absolute));
  await writeFile(absolute, text, { flag: 'wx', mode });
}

/** Whether `writeNewFile` failed because the file exists. A file in the place of a folder above it is another error. */
export function fileExists(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code === 'EEXIST' && syscall === 'open';
}

/** Creates a folder unless it exists, and returns whether it is empty. */
export async function makeFolder(absolute: string): Promise<'empty' | 'not-empty'> {
  await makeFolders(absolute);
  return (await readdir(absolute)).length === 0 ? 'empty' : 'not-empty';
}
