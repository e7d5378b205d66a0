import type { Host } from '../cli/host.ts';
import type { PlanningOptions } from '../cli/options/project-options.ts';
import { errorView } from '../cli/report-error.ts';
import { planDigest, savedPlanDigest } from '../model/digest.ts';
import type { SavedClusterPlan, SavedOptions, SavedPlan } from '../model/saved-plan.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { type MadePlan, refusalExitCode } from '../reconcile/plan-options.ts';
import { type Sealing, sealingFor } from './fingerprint.ts';
import { fingerprintChange } from './saved-change.ts';
import { sealOf } from './seal.ts';

/** What a plan was made of, beside the clusters. */
export interface SavingContext {
  readonly host: Pick<Host, 'clock' | 'version'>;
  readonly options: PlanningOptions;
  readonly planKey: string | undefined;
}

/** A plan of one cluster with the connectors that FILE arguments narrowed it to. */
export interface SelectedPlan {
  readonly made: MadePlan;
  readonly selected: ReadonlySet<string> | undefined;
}

/** What can be saved of a run of `plan`, however it ended. */
export function makeSavedPlan(
  results: readonly ClusterResult<SelectedPlan>[],
  context: SavingContext,
): SavedPlan {
  const createdAt = timeOf(context);
  const problems = results.flatMap((one) => (one.ok ? [] : [errorView(one.error)]));
  const made = results.flatMap((one) => (one.ok ? [one] : []));
  const isRefused = made.some(({ value }) => refusalExitCode(value.made.plan) !== undefined);
  const clusters = made.map(({ cluster, value }) =>
    clusterPlan(cluster, value, sealingFor(value.made.view, createdAt, context.planKey)),
  );
  const reason = problems.length > 0 ? 'unread' : isRefused ? 'refused' : null;
  return assemble({ createdAt, reason, clusters, problems }, context);
}

/** What there is to save where the files have errors: why there is no plan. */
export function makeSavedProblems(problems: SavedPlan['problems'], context: SavingContext): SavedPlan {
  return assemble({ createdAt: timeOf(context), reason: 'invalid', clusters: [], problems }, context);
}

function timeOf({ host }: SavingContext): string {
  return new Date(host.clock.now()).toISOString();
}

function clusterPlan(
  label: string,
  { made, selected }: SelectedPlan,
  sealing: Sealing | undefined,
): SavedClusterPlan {
  const { plan, view } = made;
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
  { host, options, planKey }: SavingContext,
): SavedPlan {
  const { createdAt, reason, clusters, problems } = parts;
  const unsealed: SavedPlan = {
    format: 'connect-sync/saved-plan',
    version: 1,
    connectSyncVersion: host.version,
    createdAt,
    applicable: reason === null,
    reason,
    digest: savedPlanDigest({ clusters, problems }),
    seal: null,
    options: savedOptions(options),
    clusters,
    problems,
  };
  return planKey === undefined ? unsealed : { ...unsealed, seal: sealOf(unsealed, planKey) };
}

function savedOptions(options: PlanningOptions): SavedOptions {
  return {
    prune: options.prune === true,
    allowDeletes: options.allowDeletes ?? null,
    allowEmpty: options.allowEmpty === true,
    adopt: options.adopt,
    only: options.only,
    restart: options.restart,
    maxRestarts: options.maxRestarts,
    validate: options.validate,
    strict: options.strict === true,
    vars: [...options.var.keys()].sort(),
  };
}
