import { desiredFromBackup } from '../desired/desired-from-backup.ts';
import { loadBackups } from '../desired/load-backups.ts';
import type { ParsedBackup } from '../desired/read-backup.ts';
import { secretReferences } from '../desired/secret-references.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { Plan } from '../model/plan.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { type DesiredByName, readDesiredByName } from '../project/desired-by-name.ts';
import { loadProject, type Project, type ProjectInput } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters, type DesiredCluster } from '../project/resolve-clusters.ts';
import { checkAdoption } from '../reconcile/check-selection.ts';
import { planCluster } from '../reconcile/plan-cluster.ts';
import { planOptions } from '../reconcile/plan-options.ts';
import {
  type ApplySettings,
  type ReconcilePorts,
  type ReconcileResult,
  reconcile,
} from '../reconcile/reconcile.ts';
import { type RestorationFacts, refineRestore } from './refine-restore.ts';

/** What to restore, and on which cluster. */
export interface RestoreInput {
  readonly project: ProjectInput;
  /** Must mean one cluster: backups are of one. */
  readonly clusters: ClusterChoice;
  /** Backup files, relative to the directory of the project. */
  readonly files: readonly string[];
  /** Names or globs of connectors to adopt. */
  readonly adopt?: readonly string[];
  /** False: the worker does not validate what changes. */
  readonly validate?: boolean;
  /** Allow backups of another Kafka cluster. */
  readonly allowOtherCluster?: boolean;
  readonly apply: ApplySettings;
}

/**
 * Restores connectors from backups as a planned change, like an apply.
 *
 * @throws InvalidInputError with everything that is wrong with the backups
 * @throws ConnectSyncError (usage) where several clusters are chosen
 */
export async function restore(
  input: RestoreInput,
  ports: ReconcilePorts,
): Promise<readonly ClusterResult<ReconcileResult>[]> {
  const project = await loadProject(input.project);
  const backups = await readBackups(project, input.files);
  const cluster = restorationOn(onlyOne(await chooseClusters(project, input.clusters)), backups);
  const { adopt, validate } = input;
  checkAdoption([cluster], adopt ?? []);
  const facts: RestorationFacts = {
    backups,
    files: cluster.files,
    ownership: project.files.project.ownership,
    otherCluster: input.allowOtherCluster === true ? 'meant' : 'refused',
  };
  const options = {
    ...planOptions(cluster, { adopt, validate }),
    refine: (plan: Plan) => refineRestore(plan, facts),
  };
  return reconcile(
    {
      clusters: [cluster],
      plan: (connection) => planCluster(connection, cluster, options, ports),
      apply: input.apply,
    },
    ports,
  );
}

/** @throws InvalidInputError with everything that is wrong with any of them */
async function readBackups({ input }: Project, files: readonly string[]): Promise<readonly ParsedBackup[]> {
  const { backups, diagnostics } = await loadBackups(input.directory, files);
  if (diagnostics.length > 0) throw new InvalidInputError(diagnostics, files.length);
  return backups;
}

/** @throws ConnectSyncError (usage) where several clusters are chosen: a backup is of one */
function onlyOne([cluster, ...others]: readonly ClusterContext[]): ClusterContext {
  if (cluster && others.length === 0) return cluster;
  throw new ConnectSyncError({
    code: 'several-clusters',
    message: 'a backup is of one cluster, and several are chosen to restore it on',
    hint: 'name one with --cluster',
    category: 'usage',
  });
}

/** Backups as wishes for one cluster, with what the project's own files say about the same connectors. */
interface Restoration extends DesiredCluster {
  readonly backups: readonly ParsedBackup[];
  readonly files: DesiredByName;
}

/**
 * The work of bringing connectors back on one cluster.
 *
 * @throws InvalidInputError where `ownership.names` leaves one of them out
 */
function restorationOn(look: ClusterContext, backups: readonly ParsedBackup[]): Restoration {
  const { project, target, label, vars } = look;
  refuseForeign(look, backups);
  const files = readDesiredByName(look);
  const references = secretReferences(project.files, { name: target.name, vars });
  const connectors = backups.map((located) => {
    const { name } = located.backup;
    const inFile = files.byName.get(name);
    const { ignoreKeys, changeWhile } = inFile?.kind === 'present' ? inFile : {};
    return desiredFromBackup(located, {
      secretKeys: references.get(name) ?? new Set(),
      ...(ignoreKeys && { ignoreKeys }),
      ...(changeWhile && { changeWhile }),
    });
  });
  return {
    project,
    target,
    label,
    vars,
    desired: { connectors, elsewhere: [], diagnostics: [], secrets: [] },
    warnings: [],
    backups,
    files,
  };
}

/** A restore is a write like any other: what is not owned here is not touched. */
function refuseForeign({ project }: ClusterContext, backups: readonly ParsedBackup[]): void {
  const { names: owned } = project.files.project.ownership;
  if (!owned) return;
  const foreign: readonly Diagnostic[] = backups
    .filter(({ backup }) => !matchesAnyGlob(owned, backup.name))
    .map(({ backup, name: source }) => diagnose('not-owned', { name: backup.name, owned }, { source }));
  if (foreign.length > 0) throw new InvalidInputError(foreign, backups.length);
}
