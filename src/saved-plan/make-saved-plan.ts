import { planDigest, plansDigest, savedPlanDigest } from '../model/digest.ts';
import { defaultRestarts } from '../model/restart-limit.ts';
import type { SavedClusterPlan, SavedOptions, SavedPlan } from '../model/saved-plan.ts';
import { viewError } from '../model/view-error.ts';
import type { ProjectInput } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import type { PlanSettings } from '../reconcile/plan-options.ts';
import { type Sealing, sealingFor } from './fingerprint.ts';
import { fingerprintChange } from './saved-change.ts';
import { sealOf } from './seal.ts';

/** What a plan was made of, beside the clusters. */
export interface SavingContext {
  readonly project: ProjectInput;
  readonly plan: PlanSettings;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly planKey: string | undefined;
}

/** What can be saved of a run of `plan`, however it ended. */
export function makeSavedPlan(
  results: readonly ClusterResult<PlannedCluster>[],
  context: SavingContext,
): SavedPlan {
  const createdAt = timeOf(context);
  const problems = results.flatMap((one) => (one.ok ? [] : [viewError(one.error)]));
  const made = results.flatMap((one) => (one.ok ? [one] : []));
  const isRefused = made.some(({ value }) => value.blockedBy !== undefined);
  const clusters = made.map(({ cluster, value }) =>
    clusterPlan(cluster, value, sealingFor(value.view, createdAt, context.planKey)),
  );
  const reason = problems.length > 0 ? 'unread' : isRefused ? 'refused' : null;
  return assemble({ createdAt, reason, clusters, problems }, context);
}

/** What there is to save where the files have errors: why there is no plan. */
export function makeSavedProblems(problems: SavedPlan['problems'], context: SavingContext): SavedPlan {
  return assemble({ createdAt: timeOf(context), reason: 'invalid', clusters: [], problems }, context);
}

function timeOf({ now }: SavingContext): string {
  return new Date(now).toISOString();
}

function clusterPlan(
  label: string,
  { plan, view, selected }: PlannedCluster,
  sealing: Sealing | undefined,
): SavedClusterPlan {
  const shown = new Map(view.changes.map((change) => [change.name, change]));
  return {
    label,
    digest: planDigest(view),
    selected: selected ? [...selected].sort() : null,
    plan: view,
    fingerprints: plan.steps.map(({ change }) =>
      fingerprintChange(change, shown.get(change.name) ?? { before: null, after: null }, sealing),
    ),
  };
}

function assemble(
  parts: Pick<SavedPlan, 'createdAt' | 'reason' | 'clusters' | 'problems'>,
  { project, plan, planKey }: SavingContext,
): SavedPlan {
  const { createdAt, reason, clusters, problems } = parts;
  const unsealed: SavedPlan = {
    format: 'connect-sync/saved-plan',
    version: 1,
    connectSyncVersion: project.version,
    createdAt,
    applicable: reason === null,
    reason,
    digest: '',
    planDigest: plansDigest(clusters.map(({ digest }) => digest)),
    seal: planKey === undefined ? null : '',
    options: savedOptions(project, plan),
    clusters,
    problems,
  };
  // The digest covers whether there is a seal, and the seal covers the digest.
  const saved = { ...unsealed, digest: savedPlanDigest(unsealed) };
  return planKey === undefined ? saved : { ...saved, seal: sealOf(saved, planKey) };
}

function savedOptions({ strict, vars }: ProjectInput, plan: PlanSettings): SavedOptions {
  return {
    prune: plan.prune === true,
    allowDeletes: plan.allowDeletes ?? null,
    allowEmpty: plan.allowEmpty === true,
    adopt: plan.adopt ?? [],
    only: plan.only ?? [],
    ...(plan.rewriteMasked?.length && { rewriteMasked: plan.rewriteMasked }),
    restart: plan.restart ?? 'failed',
    maxRestarts: plan.maxRestarts ?? defaultRestarts,
    ...(plan.rollout && { rollout: plan.rollout }),
    validate: plan.validate !== false,
    strict: strict === true,
    vars: [...(vars?.keys() ?? [])].sort(),
  };
}
