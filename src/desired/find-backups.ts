import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** The folders of the runs below the folder of backups, as paths; the newest first, as their names begin with the time. */
export async function findBackupRuns(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(ifMissing);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return folders
    .sort()
    .reverse()
    .map((name) => path.join(root, name));
}

/** The backups in the folder of one run, as paths, sorted. @throws the error of the file system */
export async function backupFilesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
  return files.map(({ name }) => path.join(folder, name)).sort();
}

/** Whether a path leads to a folder. */
export async function isFolder(absolute: string): Promise<boolean> {
  return stat(absolute).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Where nothing was backed up yet there is no folder. */
function ifMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
