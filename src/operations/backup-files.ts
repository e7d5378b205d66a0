import path from 'node:path';
import { backupFilesIn, findBackupRuns, isFolder } from '../desired/find-backups.ts';
import { count } from '../model/count.ts';
import { ConnectSyncError } from '../model/error.ts';

/**
 * The files that arguments of `restore` mean: a folder means all backups in it, which are those of one run.
 *
 * @throws ConnectSyncError (usage) where a folder holds no backups
 */
export async function backupFiles(directory: string, paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(async (given) => {
      const absolute = path.resolve(directory, given);
      return (await isFolder(absolute)) ? filesOfRun(absolute, given) : [given];
    }),
  );
  return found.flat();
}

async function filesOfRun(folder: string, given: string): Promise<readonly string[]> {
  const files = await backupFilesIn(folder);
  if (files.length > 0) return files;
  const runs = (await Promise.all((await findBackupRuns(folder)).map(backupFilesIn))).filter(
    (one) => one.length > 0,
  ).length;
  throw new ConnectSyncError({
    code: 'no-backups',
    message:
      runs > 0
        ? `${given} has the backups of ${count(runs, 'run')}: restore one of them`
        : `${given} has no backups`,
    hint: 'the command "restore" without arguments lists the backups',
    category: 'usage',
  });
}
