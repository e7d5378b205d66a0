import { chmod, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces a file atomically: readers see the old text or the new one, also after a crash, because the file gets its
 * name only when its contents are on the disk.
 *
 * `mode` is that of the new file. `'kept'` edits an existing file: its mode stays, and a symbolic link stays a link.
 *
 * `writer` is a part of the name of the partial file, for files that several processes write.
 *
 * @throws the error of the file system; the target is unchanged then
 */
export async function writeAtomically(
  absolute: string,
  text: string,
  mode: number | 'kept',
  writer?: string,
): Promise<void> {
  const target = mode === 'kept' ? await realpath(absolute).catch(() => absolute) : absolute;
  const name = [path.basename(target), ...(writer === undefined ? [] : [writer])].join('.');
  const partial = path.join(path.dirname(target), `.${name}.partial`);
  try {
    // A run that was killed may have left one behind, with another mode or owner.
    await rm(partial, { force: true });
    await writeToDisk(partial, text, mode === 'kept' ? privateMode : mode);
    if (mode === 'kept') await chmod(partial, (await stat(target)).mode & 0o777);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Readable and writable by the user alone. */
export const privateMode = 0o600;

async function writeToDisk(file: string, text: string, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
