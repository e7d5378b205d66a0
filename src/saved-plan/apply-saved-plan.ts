import { ConnectSyncError } from '../model/error.ts';
import type { SavedOptions, SavedPlan } from '../model/saved-plan.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import type { ProjectInput } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { resolveForPlan, warnAllowedNothing } from '../reconcile/check-selection.ts';
import { loadWithPolicies } from '../reconcile/compiled-policies.ts';
import { planCluster } from '../reconcile/plan-cluster.ts';
import { type PlanOptions, planOptions } from '../reconcile/plan-options.ts';
import {
  type ApplySettings,
  type ReconcilePorts,
  type ReconcileResult,
  reconcile,
} from '../reconcile/reconcile.ts';
import { checkApplicable } from './check-applicable.ts';
import { DeletionRecord } from './deletion-record.ts';
import { sealingFor } from './fingerprint.ts';
import { checkSameCluster, matchClusters, type SavedCluster, selectSavedClusters } from './match-clusters.ts';
import { restrictToSaved } from './restrict-to-saved.ts';
import { checkSeal, planKeyOf } from './seal.ts';
import { undetectableRotations } from './warn-undetectable-rotation.ts';

/** A saved plan, and how to apply it. */
export interface SavedApplyInput {
  readonly saved: SavedPlan;
  readonly project: ProjectInput;
  /** Limits the plan to some of its clusters. */
  readonly clusters: ClusterChoice;
  readonly apply: ApplySettings;
  /** Milliseconds; left out: 24 h. */
  readonly maxAge?: number | undefined;
}

/** The ports of a reconciliation, and where a warning goes before it starts. */
export interface SavedApplyPorts extends ReconcilePorts {
  readonly onWarning: (message: string) => void;
}

/**
 * Applies a saved plan: makes it again from files, environment and clusters, and applies what both contain. If the plan
 * itself says that it cannot be applied, nothing is contacted.
 *
 * @throws ConnectSyncError (plan-refused) if the plan is refused
 * @throws InvalidInputError if the files that it is made again from have errors
 */
export async function applySavedPlan(
  input: SavedApplyInput,
  ports: SavedApplyPorts,
): Promise<readonly ClusterResult<ReconcileResult>[]> {
  const { saved, maxAge, apply } = input;
  const { expectDigest, ...settings } = apply;
  checkApplicable(saved, { maxAge, expectDigest }, ports.clock.wallTime());
  const selected = selectSavedClusters(saved, selectionOf(input.clusters));
  const project = await loadWithPolicies({
    ...input.project,
    strict: input.project.strict === true || saved.options.strict,
  });
  checkVariables(saved.options, project.input);
  const planKey = planKeyOf(project);
  checkSeal(saved, planKey);
  const clusters = matchClusters(saved, await resolveForPlan(project, { clusters: selected }, saved.options));
  const warning =
    planKey === undefined &&
    undetectableRotations(
      clusters.map((one) => one.saved),
      'applying',
    );
  if (warning) ports.onWarning(warning);
  const record = await DeletionRecord.open(project.files.base, saved);
  const results = await reconcile(
    {
      clusters: warnAllowedNothing(clusters.map(withoutIdentity), apply.allowUnhealthy),
      plan: async (connection, cluster) =>
        planCluster(connection, cluster, planAgain(cluster, { saved, planKey, record }), ports),
      apply: settings,
    },
    recordDeletions(record, clusters, ports),
  );
  return results.map(refusedAtOtherCluster);
}

/** A plan is for its cluster alone: where a URL leads elsewhere while it is applied, the plan is refused. */
function refusedAtOtherCluster(result: ClusterResult<ReconcileResult>): ClusterResult<ReconcileResult> {
  if (result.ok) {
    const { value } = result;
    const isOther = value.kind === 'applied' && value.verdict === 'other-cluster';
    return isOther ? { ...result, value: { ...value, verdict: 'stale' } } : result;
  }
  const { code, message, hint, cause } = result.error;
  if (code !== 'other-cluster') return result;
  return { ...result, error: new ConnectSyncError({ code, message, hint, cause, category: 'plan-refused' }) };
}

/** The record is made before the first change, and has each deletion before it is sent. */
function recordDeletions(
  record: DeletionRecord,
  clusters: readonly SavedCluster[],
  ports: SavedApplyPorts,
): ReconcilePorts {
  const savedOf = new Map(clusters.map(({ label, saved }) => [label, saved]));
  return {
    ...ports,
    confirm: async (planned) => {
      if (!(await ports.confirm(planned))) return false;
      if (planned.plan.steps.some(({ kind }) => kind === 'delete')) await record.prepare();
      return true;
    },
    onEvent: (event) => {
      const saved = savedOf.get(event.cluster);
      if (saved) record.observe(event, saved, ports.clock.wallTime());
      ports.onEvent(event);
    },
  };
}

interface SavedRun {
  readonly saved: SavedPlan;
  readonly planKey: string | undefined;
  readonly record: DeletionRecord;
}

/** The options of the saved plan; what it does not contain is left out before anything is validated. */
function planAgain(cluster: SavedCluster, run: SavedRun): PlanOptions {
  const { planKey, record } = run;
  const { options, createdAt } = run.saved;
  const { allowDeletes, ...settings } = options;
  const { policy, ...rest } = planOptions(cluster, {
    ...settings,
    ...(allowDeletes !== null && { allowDeletes }),
  });
  const { saved } = cluster;
  return {
    ...rest,
    policy: { ...policy, selected: saved.selected ? new Set(saved.selected) : undefined },
    restrict: (plan, reading, desired) => {
      checkSameCluster(cluster, reading.worker.kafkaClusterId);
      return restrictToSaved(plan, {
        saved,
        desired,
        live: reading.connectors,
        sealing: sealingFor(saved.plan, createdAt, planKey),
        whyRecreated: (name) => record.whyRecreated(saved, name),
      });
    },
  };
}

/** The values of `--var` and `--var-file` are not in the plan. Without them, the desired state differs, and every change is stale. */
function checkVariables({ vars }: SavedOptions, project: ProjectInput): void {
  const missing = vars.filter((name) => !project.vars?.has(name));
  if (missing.length === 0) return;
  throw new ConnectSyncError({
    code: 'saved-plan-vars',
    message: `the plan was made with --var ${missing.map((name) => `${name}=…`).join(' --var ')}, whose values are not in it`,
    hint: 'pass the same to apply, or the --var-file that sets them',
    category: 'usage',
  });
}

function selectionOf({ clusters, allClusters, variable }: ClusterChoice): readonly string[] {
  if (allClusters === true && clusters.length > 0) {
    throw new ConnectSyncError({
      code: 'both-cluster-options',
      message: '--cluster and --all-clusters exclude each other',
      category: 'usage',
    });
  }
  if (allClusters === true || clusters.length > 0) return clusters;
  return variable ? [variable] : [];
}

/** `checkSameCluster` compares the identity with that of the plan and of the project; no other check should. */
function withoutIdentity(cluster: SavedCluster): SavedCluster {
  return { ...cluster, target: { ...cluster.target, kafkaClusterId: undefined } };
}
