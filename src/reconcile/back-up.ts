import path from 'node:path';
import { changesToBackUp } from '../backup/changes-to-back-up.ts';
import { environmentSecrets } from '../backup/environment-secrets.ts';
import { backupFileNames, backupFolderName } from '../backup/file-names.ts';
import { backupText, makeBackup } from '../backup/make-backup.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { writeError } from '../files/write-error.ts';
import { type PrivateFile, writePrivateFolder } from '../files/write-private-folder.ts';
import { maskedKeys } from '../model/masked-value.ts';
import type { Plan } from '../model/plan.ts';
import type { Ports } from '../model/ports.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import { findFormerSecretKeys, mergeKeys } from '../project/former-secrets.ts';
import type { Project } from '../project/load-project.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readOffsets } from './read-offsets.ts';

/** The default folder for backups, below the folder of the project. */
const defaultFolder = path.join('.connect-sync', 'backups');

/** What to back up, and where. */
export interface BackupRequest {
  readonly plan: Plan;
  /** A folder, relative to the directory of the run, or `none`; undefined: the default folder of the project. */
  readonly place: string | undefined;
  readonly ports: Ports;
}

/** A backup that was written. */
export interface TakenBackup {
  readonly connectors: number;
  /** Relative to the directory of the run, or absolute. */
  readonly folder: string;
  /** Connectors that cannot be restored from it, because the worker masks values; omitted if there are none. */
  readonly masked?: readonly string[];
}

/**
 * Backs up every connector that a plan updates or deletes on one cluster, before the first write. The backup contains
 * the configurations that the plan was made from: connectors that have changed since are not written by the run.
 *
 * @returns undefined if there is nothing to back up, or backups are turned off
 * @throws ConnectSyncError (failure) if it cannot be written; then nothing may be written to the cluster
 */
export async function backUp(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { plan, place, ports }: BackupRequest,
): Promise<TakenBackup | undefined> {
  if (place === 'none' || changesToBackUp(plan).length === 0) return undefined;
  const { input } = cluster.project;
  const takenAt = ports.clock.wallTime();
  const files = await backupFiles(connection, cluster, { plan, ports, takenAt });
  const root = backupRoot(cluster.project, place);
  try {
    const folder = await writePrivateFolder(root, backupFolderName(takenAt, cluster.label), files);
    return { connectors: files.length, folder: pathFrom(input.directory, folder), ...maskedIn(plan) };
  } catch (error) {
    throw writeError(error, {
      code: 'backup-not-written',
      message: (reason) =>
        `${cluster.label}: nothing has been changed, because the backup cannot be written to ` +
        `${pathFrom(input.directory, root)}: ${reason}`,
      hint: 'make the folder writable, or use another one with --backup DIR; --backup none turns backups off',
    });
  }
}

/** The folder of the backups of all runs, absolute. `place`: one that was chosen instead of that of the project. */
export function backupRoot({ files, input }: Project, place: string | undefined): string {
  return place === undefined ? path.join(files.base, defaultFolder) : path.resolve(input.directory, place);
}

function maskedIn(plan: Plan): Pick<TakenBackup, 'masked'> {
  const masked = changesToBackUp(plan).filter(({ live }) => maskedKeys(live.config).length > 0);
  return masked.length > 0 ? { masked: masked.map(({ name }) => name) } : {};
}

interface BackupRun extends Pick<BackupRequest, 'plan' | 'ports'> {
  readonly takenAt: number;
}

async function backupFiles(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { plan, ports, takenAt }: BackupRun,
): Promise<readonly PrivateFile[]> {
  const changes = changesToBackUp(plan);
  const names = changes.map((change) => change.name);
  const { project } = cluster;
  const { byName, secretKeys } = readDesiredByName(cluster);
  const former = await findFormerSecretKeys(cluster, {
    live: changes.map(({ live }) => live),
    desired: [...byName.values()],
  });
  const references = mergeKeys(secretKeys, former);
  const known = [project.secrets, environmentSecrets(project.files.environment)];
  const run = { takenAt, cluster: plan.cluster, secrets: { references, known } };
  const fileNames = backupFileNames(names);
  const { clock, signal } = ports;
  const offsets = await readOffsets(connection, names, {
    worker: plan.cluster.worker,
    clock,
    interrupt: signal,
  });
  return changes.flatMap((change) => {
    const [name, saved] = [fileNames.get(change.name), offsets.get(change.name)];
    return name && saved ? [{ name, text: backupText(makeBackup(change, saved, run)) }] : [];
  });
}

/** On Windows there is no relative path to another drive, so the result is absolute then. */
function pathFrom(directory: string, target: string): string {
  return path.relative(directory, target) || '.';
}
