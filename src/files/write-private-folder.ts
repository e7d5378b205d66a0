import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inParallel } from '../model/in-parallel.ts';
import { makeFolders } from './make-folders.ts';
import { privateMode, writeAtomically } from './write-atomically.ts';

/** A file of a private folder. */
export interface PrivateFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Creates a folder below the root with these files and returns its path. Only the user can read the files, and Git
 * ignores them. Each file exists completely or not at all, also after a kill or a power failure. Where a folder of that
 * name exists, the new one gets a number: `name~2`.
 *
 * @throws the error of the file system; the folder is removed then
 */
export async function writePrivateFolder(
  root: string,
  folderName: string,
  files: readonly PrivateFile[],
): Promise<string> {
  await makePrivateRoot(root);
  const folder = await makeNumbered(root, folderName);
  try {
    // An existing root may hold other files, so it cannot be ignored as a whole: the new folder ignores itself.
    await writeFile(path.join(folder, '.gitignore'), '*\n', newPrivateFile);
    await inParallel(files, writeConcurrency, ({ name, text }) =>
      writeAtomically(path.join(folder, name), text, privateMode),
    );
    await syncFolder(folder);
    await syncFolder(root);
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

const newPrivateFile = { mode: privateMode, flag: 'wx' } as const;
const folderMode = 0o700;
/** Most of the time is spent waiting for fsync, and the disk confirms several files at once. */
const writeConcurrency = 8;

/**
 * Makes a folder where there is none. Only a new one becomes private and ignored by Git. Several clusters may create it
 * at the same time.
 *
 * @throws the error of the file system
 */
export async function makePrivateRoot(root: string): Promise<void> {
  const created = await makeFolders(root, folderMode);
  if (created === undefined) return;
  await writeFile(path.join(root, '.gitignore'), '*\n', newPrivateFile).catch((error) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** Two runs may start in the same millisecond and so have the same name. */
async function makeNumbered(root: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const folder = path.join(root, number === 1 ? name : `${name}~${number}`);
    try {
      await mkdir(folder, { mode: folderMode });
      return folder;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number === highestNumber) throw error;
    }
  }
}

const highestNumber = 100;

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}

/** Makes the names in a folder durable. Windows cannot open a folder for that, so errors are ignored. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
