import type { PlanView } from '../model/plan-view.ts';
import type { WrittenRollout } from '../model/rollout-settings.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { checkSelection } from '../reconcile/check-selection.ts';
import { detectDrift as detect } from '../reconcile/detect-drift.ts';
import { planCluster as plan } from '../reconcile/plan-cluster.ts';
import { planOptions } from '../reconcile/plan-options.ts';
import { type Cluster, type ClusterChoice, type ProjectOptions, projectInput } from './load-project.ts';
import { portsOf, type RunOptions } from './run-options.ts';

/** A plan for one cluster. `applyPlan` takes it; the rest of its content is internal. */
export interface ClusterPlan {
  /** The label of the cluster. */
  readonly cluster: string;
  /** The plan as data, with secrets masked; `renderPlan` prints it. */
  readonly view: PlanView;
  /** Why the plan must not be applied; undefined: it may be. */
  readonly blockedBy: 'safety-check' | 'policy' | 'worker-validation' | undefined;
}

/** How to plan. The names and defaults are those of the command line. */
export interface PlanClusterOptions extends RunOptions {
  /** Delete owned connectors that no file declares. */
  readonly prune?: boolean;
  /** How many connectors pruning may delete. Default: a share of the owned connectors, at most 10. */
  readonly allowDeletes?: number;
  /** Allow a project that declares no connector. */
  readonly allowEmpty?: boolean;
  /** Names or globs of connectors to take over from another owner. */
  readonly adopt?: readonly string[];
  /** Names or globs that limit the plan; empty: all connectors. */
  readonly only?: readonly string[];
  /** Names or globs: write the declared values over those that the worker masks. */
  readonly rewriteMasked?: readonly string[];
  /** Files, folders or globs that limit the plan; empty: all files. */
  readonly files?: readonly string[];
  /** Whether to restart what has FAILED. Default `failed`. */
  readonly restart?: 'failed' | 'none';
  /** Restart at most this many connectors. Default 10. */
  readonly maxRestarts?: number;
  /** How a change that connectors share is rolled out, as the options are written: `{ canary: '1', batch: '10%' }`. */
  readonly rollout?: WrittenRollout;
  /** False: the worker does not validate what changes. */
  readonly validate?: boolean;
}

/** Which clusters to compare with their files. */
export interface DriftOptions extends RunOptions {
  readonly project: ProjectOptions;
  readonly clusters: ClusterChoice;
  /** Files, folders or globs that limit the comparison. */
  readonly files?: readonly string[];
}

/** The drift of one cluster, or why the cluster could not be read. */
export type DriftResult = ClusterResult<ClusterPlan>;

/**
 * Reads a cluster, compares it with its desired state, plans the changes and has the worker validate them. Nothing is
 * changed.
 *
 * @throws ConnectSyncError (usage) where options contradict each other
 * @throws ConnectSyncError (unread-cluster) where the cluster cannot be read
 */
export async function planCluster(cluster: Cluster, options: PlanClusterOptions = {}): Promise<ClusterPlan> {
  const desired = cluster as DesiredCluster;
  checkSelection([desired], options);
  const ports = portsOf(options);
  const settings = planOptions(desired, options);
  const [result] = await onEachCluster([desired], ports, (connection) =>
    plan(connection, desired, settings, ports),
  );
  if (!result?.ok) throw result?.error;
  return result.value;
}

/**
 * Compares clusters with their files: every difference is drift. Nothing is changed. A cluster that cannot be read does
 * not keep the others from being compared.
 *
 * @throws ConnectSyncError (invalid-input) with every error in the files
 */
export function detectDrift(options: DriftOptions): Promise<readonly DriftResult[]> {
  const { project, clusters, files = [] } = options;
  return detect({ project: projectInput(project), clusters, files }, portsOf(options));
}
