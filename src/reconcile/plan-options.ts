import type { HoldView } from '../model/controller-view.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import { defaultRestarts } from '../model/restart-limit.ts';
import { mergeRollouts, parseRollout, type WrittenRollout } from '../model/rollout-settings.ts';
import type { ClusterReading } from '../model/worker-info.ts';
import { type PlanPolicy, pruneUsageProblem } from '../plan/plan-policy.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { selectFiles } from './select-files.ts';

/** What the user asks of a plan: the options that `plan` and `apply` share. */
export interface PlanSettings {
  readonly prune?: boolean | undefined;
  readonly allowDeletes?: number | undefined;
  readonly allowEmpty?: boolean | undefined;
  /** Names or globs. */
  readonly adopt?: readonly string[] | undefined;
  /** Names or globs; empty: all. */
  readonly only?: readonly string[] | undefined;
  /** Names or globs: connectors whose masked values are written, since no difference can be seen. */
  readonly rewriteMasked?: readonly string[] | undefined;
  /** Files, folders or globs that limit the plan; empty: all. */
  readonly files?: readonly string[] | undefined;
  readonly restart?: 'failed' | 'none' | undefined;
  readonly maxRestarts?: number | undefined;
  /** Wins, key by key, over what the project file declares. */
  readonly rollout?: WrittenRollout | undefined;
  /** False: the worker does not validate what changes. */
  readonly validate?: boolean | undefined;
  /** Patches show every key of a connector, so they need the key types of all; default: `changed`. */
  readonly keyTypes?: PlanOptions['keyTypes'] | undefined;
}

/** How the plan of one cluster is made. */
export interface PlanOptions {
  readonly policy: PlanPolicy;
  /** `left-out`: the worker does not validate what changes, and the plan says so. */
  readonly validation: 'done' | 'left-out';
  /** Whose key types are read to mask values: of the connectors that change, or of all. */
  readonly keyTypes: 'changed' | 'all';
  /** Whether the policies of the project are evaluated; default: they are not, as in commands that only compare. */
  readonly policies?: 'evaluated' | undefined;
  /** Leaves steps out before anything is validated; a saved plan does. */
  readonly restrict?:
    | ((plan: Plan, reading: ClusterReading, desired: readonly DesiredConnector[]) => Plan)
    | undefined;
  /**
   * Which connectors are left alone for now, by name; the controller says so. The view shows their changes, and they are
   * neither validated nor applied. With it the run waits for the health of nothing but what it changes.
   */
  readonly hold?:
    | ((
        plan: Plan,
        reading: ClusterReading,
        desired: readonly DesiredConnector[],
      ) => ReadonlyMap<string, HoldView>)
    | undefined;
  /** Adds to the finished plan; a restore does. */
  readonly refine?: ((plan: Plan) => Plan) | undefined;
}

/**
 * The options of a plan that may be applied to this cluster.
 *
 * @throws ConnectSyncError (usage) where `--prune` cannot be combined with the rest
 */
export function planOptions(cluster: DesiredCluster, settings: PlanSettings): PlanOptions {
  const policy: PlanPolicy = {
    ...comparisonPolicy(cluster, settings.files),
    prune: settings.prune === true,
    allowDeletes: settings.allowDeletes,
    allowEmpty: settings.allowEmpty === true,
    adopt: settings.adopt ?? [],
    only: settings.only ?? [],
    rewriteMasked: settings.rewriteMasked ?? [],
    restart: settings.restart ?? 'failed',
    maxRestarts: settings.maxRestarts ?? defaultRestarts,
    rollout: rolloutOn(cluster, settings),
  };
  const problem = pruneUsageProblem(policy);
  if (problem !== undefined) {
    throw new ConnectSyncError({ code: 'prune-usage', message: problem, category: 'usage' });
  }
  return {
    policy,
    validation: settings.validate === false ? 'left-out' : 'done',
    keyTypes: settings.keyTypes ?? 'changed',
    policies: 'evaluated',
  };
}

function rolloutOn({ project: { files }, target }: DesiredCluster, { rollout }: PlanSettings) {
  const ofCluster = target.name === undefined ? undefined : files.clusters.get(target.name)?.rollout;
  return mergeRollouts(files.rollout, ofCluster, rollout && parseRollout(rollout).settings);
}

/** The policy of commands that only compare: nothing is pruned, and health does not matter. */
export function comparisonPolicy(cluster: DesiredCluster, files: readonly string[] = []): PlanPolicy {
  return {
    ownership: cluster.ownership,
    prune: false,
    allowDeletes: Number.POSITIVE_INFINITY,
    allowEmpty: false,
    adopt: [],
    markers: 'respected',
    only: [],
    selected: selectFiles(cluster, files),
    restart: 'none',
    maxRestarts: 0,
    rollout: { batch: 'all' },
  };
}
