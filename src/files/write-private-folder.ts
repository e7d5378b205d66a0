import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inParallel } from '../model/in-parallel.ts';

/** A file of a backup. */
export interface BackupFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes the backups of one run into a folder of their own below the root, and returns its path. Nobody but the user
 * can read them, and Git does not see them. A file is there as a whole or not at all, also after a kill or a power
 * cut: it gets its name only when it lies on the disk.
 *
 * @throws the error of the file system; what was written so far is removed then
 */
export async function writeBackup(
  root: string,
  folderName: string,
  files: readonly BackupFile[],
): Promise<string> {
  await makeRoot(root);
  const folder = await makeFolder(root, folderName);
  try {
    // A root that was there before, with files of somebody else in it, may not be ignored as a whole.
    await writeFile(path.join(folder, '.gitignore'), '*\n', privately);
    await inParallel(files, writesAtOnce, (file) => writeWhole(folder, file));
    await syncFolder(folder);
    await syncFolder(root);
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

const privately = { mode: 0o600, flag: 'wx' } as const;
const folderMode = 0o700;
/** A disk takes its time to confirm one file, and little more to confirm several. */
const writesAtOnce = 8;

/** Only a root that is new is ours to close and to hide. The backups of several clusters may begin it together. */
async function makeRoot(root: string): Promise<void> {
  const made = await mkdir(root, { recursive: true, mode: folderMode });
  if (made === undefined) return;
  await writeFile(path.join(root, '.gitignore'), '*\n', privately).catch((error) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
}

/** Two runs may begin in the same millisecond. */
async function makeFolder(root: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const folder = path.join(root, number === 1 ? name : `${name}~${number}`);
    try {
      await mkdir(folder, { mode: folderMode });
      return folder;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number === mostFolders) throw error;
    }
  }
}

const mostFolders = 100;

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}

async function writeWhole(folder: string, { name, text }: BackupFile): Promise<void> {
  const unfinished = path.join(folder, `.${name}.partial`);
  const file = await open(unfinished, privately.flag, privately.mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path.join(folder, name));
}

/** Makes the names last as well. Not every system lets a folder be opened for that: Windows does not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
