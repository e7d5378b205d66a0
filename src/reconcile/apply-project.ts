import { typedDuration } from '../model/duration.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import type { ProjectInput } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { checkSelection, resolveForPlan, warnAllowedNothing } from './check-selection.ts';
import { loadWithPolicies } from './compiled-policies.ts';
import { planCluster } from './plan-cluster.ts';
import { type PlanOptions, type PlanSettings, planOptions } from './plan-options.ts';
import {
  type ApplySettings,
  defaultTimeoutMilliseconds,
  type ReconcilePorts,
  type ReconcileResult,
  reconcile,
} from './reconcile.ts';

/** What to apply: a project, the clusters to apply it to, and how. */
export interface ApplyInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  readonly plan: PlanSettings;
  readonly apply: ApplySettings;
}

/**
 * Applies a project to its clusters: loads the files, then for each cluster plans, validates, confirms, backs up,
 * applies and reports.
 *
 * @throws InvalidInputError with every error of the files, before anything is contacted
 * @throws ConnectSyncError (usage) where no cluster is chosen, or the options contradict each other
 */
export async function applyProject(
  input: ApplyInput,
  ports: ReconcilePorts,
): Promise<readonly ClusterResult<ReconcileResult>[]> {
  const project = await loadWithPolicies(input.project);
  const clusters = await resolveForPlan(project, input.clusters, input.plan);
  checkSelection(clusters, input.plan);
  return reconcile(
    {
      clusters: warnAllowedNothing(clusters, input.apply.allowUnhealthy),
      plan: async (connection, cluster) =>
        planCluster(connection, cluster, withoutWaiting(planOptions(cluster, input.plan), input), ports),
      apply: input.apply,
    },
    ports,
  );
}

/**
 * Without waiting for health a canary shows nothing, so that nothing is rolled out.
 *
 * @throws ConnectSyncError (usage) where a rollout is requested, or no batch could stay healthy for long enough
 */
function withoutWaiting(options: PlanOptions, { plan, apply, project }: ApplyInput): PlanOptions {
  const { rollout } = options.policy;
  const { bakeMilliseconds = 0 } = rollout ?? {};
  const limit = project.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
  if (bakeMilliseconds > limit) {
    throw contradiction(
      `a batch must stay healthy for ${typedDuration(bakeMilliseconds)}, and waiting ends after ${typedDuration(limit)}`,
      `add --timeout ${typedDuration(bakeMilliseconds * 2)}, or shorten --bake`,
    );
  }
  if (apply.wait) return options;
  if (plan.rollout !== undefined && rollout?.canary !== 0) {
    throw contradiction(
      'a rollout waits for the health of each batch, and --no-wait does not wait',
      'leave out --no-wait, or the options of the rollout',
    );
  }
  return { ...options, policy: { ...options.policy, rollout: { batch: 'all' } } };
}

function contradiction(message: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'options-contradict', message, hint, category: 'usage' });
}
