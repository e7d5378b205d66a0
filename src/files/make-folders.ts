import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Creates a folder, and those above it that are missing. Not by `recursive` of Node, which reports a read-only file system
 * as a folder that does not exist, and never ends below /proc.
 *
 * @returns the first folder that was created; undefined if there was nothing to create
 * @throws the error of the file system
 */
export async function makeFolders(absolute: string, mode?: number): Promise<string | undefined> {
  try {
    return await makeFolder(absolute, mode);
  } catch (error) {
    const parent = path.dirname(absolute);
    if (codeOf(error) !== 'ENOENT' || parent === absolute) throw error;
    const first = await makeFolders(parent, mode);
    const last = await makeFolder(absolute, mode);
    return first ?? last;
  }
}

/** Undefined if there is one already; another run may have created it meanwhile. */
async function makeFolder(absolute: string, mode?: number): Promise<string | undefined> {
  try {
    await mkdir(absolute, mode);
    return absolute;
  } catch (error) {
    const isThere = codeOf(error) === 'EEXIST' && (await stat(absolute)).isDirectory();
    if (!isThere) throw error;
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}
