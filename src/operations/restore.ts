import { desiredFromBackup } from '../desired/desired-from-backup.ts';
import { loadBackups } from '../desired/load-backups.ts';
import type { ParsedBackup } from '../desired/read-backup.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { type DesiredByName, readDesiredByName } from '../project/desired-by-name.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import {
  type ClusterContext,
  chooseClusters,
  type DesiredCluster,
  requireOneCluster,
} from '../project/resolve-clusters.ts';
import { checkAdoption, warnAllowedNothing } from '../reconcile/check-selection.ts';
import { planCluster } from '../reconcile/plan-cluster.ts';
import { type PlanOptions, planOptions } from '../reconcile/plan-options.ts';
import {
  type ApplySettings,
  type ReconcilePorts,
  type ReconcileResult,
  reconcile,
} from '../reconcile/reconcile.ts';
import { backupFiles } from './backup-files.ts';
import { refineRestore } from './refine-restore.ts';

/** Which backups to restore, and how. */
export interface RestoreInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  /** Backups, or folders of them; relative to the directory of the project, or absolute. */
  readonly files: readonly string[];
  /** Names or globs of connectors to take over. */
  readonly adopt: readonly string[];
  /** Whether the worker validates the configs. */
  readonly validate: boolean;
  /** Whether backups of another Kafka cluster may be restored. */
  readonly otherCluster: 'refuse' | 'allow';
  readonly apply: ApplySettings;
}

/**
 * Restores connectors from backups: they are the desired state of one cluster, and planned, confirmed, applied and
 * reported like those of an apply.
 *
 * @throws InvalidInputError with every error of the backups, or if `ownership.names` excludes one of them
 * @throws ConnectSyncError (usage) if not exactly one cluster is chosen
 */
export async function restore(
  input: RestoreInput,
  ports: ReconcilePorts,
): Promise<readonly ClusterResult<ReconcileResult>[]> {
  const project = await loadProject(input.project);
  const backups = await readBackups(input);
  const contexts = await chooseClusters(project, input.clusters);
  requireOneCluster(contexts, 'backups are restored');
  const clusters = contexts.map((context) => desiredFromBackups(context, backups));
  checkAdoption(clusters, input.adopt);
  return reconcile(
    {
      clusters: warnAllowedNothing(clusters, input.apply.allowUnhealthy),
      plan: (connection, cluster) =>
        planCluster(connection, cluster, planOptionsOf(cluster, backups, input), ports),
      apply: input.apply,
    },
    ports,
  );
}

async function readBackups({ project, files }: RestoreInput): Promise<readonly ParsedBackup[]> {
  const all = await backupFiles(project.directory, files);
  const { backups, diagnostics } = await loadBackups(project.directory, all);
  if (diagnostics.length > 0) throw new InvalidInputError(diagnostics, all.length);
  return backups;
}

/** A cluster whose desired state are backups. */
interface RestoredCluster extends DesiredCluster {
  /** What the connector files declare. */
  readonly declared: DesiredByName;
}

function desiredFromBackups(context: ClusterContext, backups: readonly ParsedBackup[]): RestoredCluster {
  checkOwnership(context, backups);
  const declared = readDesiredByName(context);
  const fingerprintKey = context.project.files.fingerprint?.key;
  const connectors = backups.map((located) => {
    const { name } = located.backup;
    const inFile = declared.byName.get(name);
    const { ignoreKeys, changeWhile, allowNoTasks } = inFile?.kind === 'present' ? inFile : {};
    return desiredFromBackup(located, {
      secretKeys: declared.secretKeys.get(name) ?? new Set(),
      // The fingerprint of a backup belongs to the secrets in it.
      ...(ignoreKeys && { ignoreKeys: ignoreKeys.filter((key) => key !== fingerprintKey) }),
      ...(changeWhile && { changeWhile }),
      ...(allowNoTasks && { allowNoTasks }),
    });
  });
  const desired = {
    connectors,
    elsewhere: [],
    diagnostics: [],
    secrets: [],
    needsClasses: false,
    unclearAliases: [],
    get secretKeys() {
      return declared.secretKeys;
    },
    get referenceKeys() {
      return declared.referenceKeys;
    },
  };
  return { ...context, desired, warnings: [], declared };
}

function checkOwnership({ ownership }: ClusterContext, backups: readonly ParsedBackup[]): void {
  const { names: owned } = ownership;
  if (!owned) return;
  const foreign: readonly Diagnostic[] = backups
    .filter(({ backup }) => !matchesAnyGlob(owned, backup.name))
    .map(({ backup, name: source }) => diagnose('not-owned', { name: backup.name, owned }, { source }));
  if (foreign.length > 0) throw new InvalidInputError(foreign, backups.length);
}

function planOptionsOf(
  cluster: RestoredCluster,
  backups: readonly ParsedBackup[],
  { adopt, validate, otherCluster }: RestoreInput,
): PlanOptions {
  const { ownership } = cluster;
  return {
    ...planOptions(cluster, { adopt, validate }),
    // An emergency must not wait for the owners of a policy: the next plan evaluates it.
    policies: undefined,
    refine: (plan) => refineRestore(plan, { backups, declared: cluster.declared, ownership, otherCluster }),
  };
}
