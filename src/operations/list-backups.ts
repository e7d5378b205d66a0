import path from 'node:path';
import { backupFilesIn, findBackupRuns } from '../desired/find-backups.ts';
import { loadBackups } from '../desired/load-backups.ts';
import type { ParsedBackup } from '../desired/read-backup.ts';
import type { Backup } from '../model/backup.ts';
import { describeDiagnostic } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { backupRoot } from '../reconcile/back-up.ts';

/** The backups of a project, the newest run first. */
export interface BackupsView {
  readonly format: 'connect-sync/backups';
  readonly version: 1;
  /** The folder that was searched, relative to the directory of the run. */
  readonly folder: string;
  /** How many runs there are, listed or not. */
  readonly total: number;
  readonly runs: readonly BackupRunView[];
}

/** The backups that one run took of one cluster. */
export interface BackupRunView {
  /** Relative to the directory of the run, for `restore`. */
  readonly folder: string;
  /** ISO 8601, in UTC; null: none of its files can be read. */
  readonly takenAt: string | null;
  /** The name of the cluster in the project file, else its URL without credentials. */
  readonly cluster: string | null;
  readonly kafkaClusterId: string | null;
  /** By name of the file. */
  readonly connectors: readonly {
    readonly name: string;
    /** The change that followed. */
    readonly before: Backup['before'];
    readonly file: string;
  }[];
  /** Files that cannot be restored. */
  readonly unusable: readonly { readonly file: string; readonly problem: string }[];
}

/** Which backups to list. */
export interface ListBackupsInput {
  readonly project: ProjectInput;
  /** A folder, relative to the directory; left out: the usual one of the project. */
  readonly folder: string | undefined;
  /** How many runs to read; left out: all. */
  readonly most?: number | undefined;
}

/**
 * Lists the backups that earlier runs took, without contacting a cluster.
 *
 * @throws ConnectSyncError `backups-unread` where the folder cannot be read
 */
export async function listBackups({ project: input, folder, most }: ListBackupsInput): Promise<BackupsView> {
  const project = await loadProject({ ...input, connectorFiles: 'left-out' });
  const root = backupRoot(project, folder);
  const shown = path.relative(input.directory, root) || '.';
  try {
    const folders = await findBackupRuns(root);
    const runs: BackupRunView[] = [];
    for (const one of folders.slice(0, most)) runs.push(await readRun(one, input.directory, project.scrub));
    return { format: 'connect-sync/backups', version: 1, folder: shown, total: folders.length, runs };
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new ConnectSyncError({
      code: 'backups-unread',
      message: `the backups in ${shown} cannot be read: ${code}`,
      category: 'failure',
      cause: error,
    });
  }
}

async function readRun(folder: string, directory: string, scrub: Scrub): Promise<BackupRunView> {
  const files = (await backupFilesIn(folder)).map((file) => path.relative(directory, file));
  const { backups, diagnostics } = await loadBackups(directory, files);
  const [first] = backups;
  const cluster = first?.backup.cluster;
  return {
    folder: path.relative(directory, folder),
    takenAt: first?.backup.takenAt ?? null,
    cluster: cluster ? (cluster.name ?? scrub(cluster.url)) : null,
    kafkaClusterId: cluster?.kafkaClusterId ?? null,
    connectors: backups.map(viewBackup),
    unusable: diagnostics.map((diagnostic) => ({
      file: diagnostic.source?.file ?? '',
      problem: describeDiagnostic(diagnostic, scrub).message,
    })),
  };
}

function viewBackup({ backup, name: { file } }: ParsedBackup): BackupRunView['connectors'][number] {
  return { name: backup.name, before: backup.before, file };
}
