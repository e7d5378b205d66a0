import path from 'node:path';
import { changesToBackUp } from '../backup/changes-to-back-up.ts';
import { environmentSecrets } from '../backup/environment-secrets.ts';
import { backupFileNames, backupFolderName } from '../backup/file-names.ts';
import { backupText, makeBackup } from '../backup/make-backup.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { secretReferences } from '../desired/secret-references.ts';
import { writeError } from '../files/write-error.ts';
import { writePrivateFolder } from '../files/write-private-folder.ts';
import type { Plan } from '../model/plan.ts';
import type { Ports } from '../model/ports.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readOffsets } from './read-offsets.ts';

/** Where backups go without `--backup`, in the folder of the project. */
const usualFolder = path.join('.connect-sync', 'backups');

/** What a backup is taken of. */
export interface BackupRequest {
  readonly plan: Plan;
  /** The folder, relative to the directory of the run, or `none`; undefined: the usual one of the project. */
  readonly place: string | undefined;
  readonly ports: Ports;
}

/** A backup that was taken. */
export interface TakenBackup {
  readonly connectors: number;
  /** As a person can type it: relative to the directory that the command works in, or absolute. */
  readonly folder: string;
}

/**
 * Saves everything that a plan would overwrite or delete on one cluster, before its first write; undefined where
 * there is nothing of that kind, or no backup is wanted. What is written is what the plan saw: a connector that has changed since is not
 * touched by the run.
 *
 * @throws ConnectSyncError where it cannot be written: then nothing may be written to the cluster
 */
export async function backUp(
  cluster: ConnectCluster,
  work: ClusterContext,
  { plan, place, ports }: BackupRequest,
): Promise<TakenBackup | undefined> {
  const changes = changesToBackUp(plan);
  if (place === 'none' || changes.length === 0) return undefined;
  const { input, files: loaded, secrets: known } = work.project;
  const { clock, signal: interrupt } = ports;
  const { worker } = plan.cluster;
  const references = secretReferences(loaded, { name: work.target.name, vars: work.vars });
  const secrets = { references, known: [known, environmentSecrets(loaded.environment)] };
  const run = { takenAt: clock.now(), cluster: plan.cluster, secrets };
  const names = changes.map((change) => change.name);
  const fileNames = backupFileNames(names);
  const offsets = await readOffsets(cluster, names, {
    worker,
    clock,
    interrupt,
  });
  const files = changes.flatMap((change) => {
    const [name, saved] = [fileNames.get(change.name), offsets.get(change.name)];
    return name && saved ? [{ name, text: backupText(makeBackup(change, saved, run)) }] : [];
  });
  const { directory } = input;
  const root = place === undefined ? path.join(loaded.base, usualFolder) : path.resolve(directory, place);
  try {
    const folder = await writePrivateFolder(root, backupFolderName(run.takenAt, work.label), files);
    return { connectors: files.length, folder: pathFrom(directory, folder) };
  } catch (error) {
    throw writeError(error, {
      code: 'backup-not-written',
      message: (reason) =>
        `${work.label}: nothing has been changed, because the backup cannot be written to ` +
        `${pathFrom(directory, root)}: ${reason}`,
      hint: 'make it writable, or name another folder with --backup DIR; --backup none goes without a backup',
    });
  }
}

/** On Windows there is no relative path to another drive: then it is absolute. */
function pathFrom(directory: string, target: string): string {
  return path.relative(directory, target) || '.';
}
