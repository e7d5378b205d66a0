import path from 'node:path';
import { changesToBackUp } from '../backup/changes-to-back-up.ts';
import { environmentSecrets } from '../backup/environment-secrets.ts';
import { backupFileNames, backupFolderName } from '../backup/file-names.ts';
import { backupText, makeBackup } from '../backup/make-backup.ts';
import { workingDirectory } from '../cli/options/project-options.ts';
import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { secretReferences } from '../desired/secret-references.ts';
import { writeError } from '../files/write-error.ts';
import { writePrivateFolder } from '../files/write-private-folder.ts';
import type { Plan } from '../model/plan.ts';
import type { Reachable } from '../project/on-each-cluster.ts';
import { readOffsets } from './read-offsets.ts';

/** Where backups go without `--backup`, in the folder of the project. */
const usualFolder = path.join('.connect-sync', 'backups');

/** A backup that was taken. */
export interface TakenBackup {
  readonly connectors: number;
  /** As a person can type it: relative to the directory that the command works in, or absolute. */
  readonly folder: string;
}

/**
 * Saves everything that a plan would overwrite or delete on one cluster, before its first write; undefined where
 * there is nothing of that kind, or `--backup none` was said.
 *
 * `option` is what `--backup` says. What is written is what the plan saw: a connector that has changed since is not
 * touched by the run.
 *
 * @throws ConnectSyncError where it cannot be written: then nothing may be written to the cluster
 */
export async function takeBackup(
  cluster: ConnectCluster,
  work: Reachable,
  { plan, option }: { readonly plan: Plan; readonly option: string | undefined },
): Promise<TakenBackup | undefined> {
  const changes = changesToBackUp(plan);
  if (option === 'none' || changes.length === 0) return undefined;
  const { host, options, loaded, known } = work.session;
  const { worker } = plan.cluster;
  const references = secretReferences(loaded, { name: work.target.name, vars: options.var });
  const secrets = { references, known: [known, environmentSecrets(loaded.environment)] };
  const run = { takenAt: host.clock.now(), cluster: plan.cluster, secrets };
  const names = changes.map((change) => change.name);
  const fileNames = backupFileNames(names);
  const offsets = await readOffsets(cluster, names, {
    worker,
    clock: host.clock,
    interrupt: host.interrupt,
  });
  const files = changes.flatMap((change) => {
    const [name, saved] = [fileNames.get(change.name), offsets.get(change.name)];
    return name && saved ? [{ name, text: backupText(makeBackup(change, saved, run)) }] : [];
  });
  const directory = workingDirectory(host, options);
  const root = option === undefined ? path.join(loaded.base, usualFolder) : path.resolve(directory, option);
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
