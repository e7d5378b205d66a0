import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { typedDuration } from '../model/duration.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import type { Project, ProjectInput } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
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
  return applyToClusters(await resolveToApply(project, input), input, ports);
}

/**
 * The chosen clusters of a loaded project with their desired state, as `applyProject` finds them.
 *
 * @throws InvalidInputError, ConnectSyncError as `applyProject`
 */
export async function resolveToApply(
  project: Project,
  { clusters: choice, plan, apply }: Omit<ApplyInput, 'project'>,
): Promise<readonly DesiredCluster[]> {
  const clusters = await resolveForPlan(project, choice, plan);
  checkSelection(clusters, plan);
  return warnAllowedNothing(clusters, apply.allowUnhealthy);
}

/**
 * Checks that the options can be combined on each of these clusters.
 *
 * @throws ConnectSyncError (usage) where they contradict each other
 */
export function checkApplyOptions(
  clusters: readonly DesiredCluster[],
  input: Pick<ApplyInput, 'project' | 'plan' | 'apply'>,
): void {
  for (const cluster of clusters) withoutWaiting(planOptions(cluster, input.plan), input);
}

/** The second half of `applyProject`, for clusters that are resolved already. `hold`: see `PlanOptions`. */
export async function applyToClusters(
  clusters: readonly DesiredCluster[],
  input: Pick<ApplyInput, 'project' | 'plan' | 'apply'> & {
    readonly hold?: PlanOptions['hold'];
    /** Wraps each connection; the controller remembers with it what the worker said about plugins. */
    readonly connect?: (connection: ConnectCluster) => ConnectCluster;
  },
  ports: ReconcilePorts,
): Promise<readonly ClusterResult<ReconcileResult>[]> {
  const { hold, connect = (connection) => connection } = input;
  return reconcile(
    {
      clusters,
      plan: async (connection, cluster) => {
        const options = withoutWaiting(planOptions(cluster, input.plan), input);
        return planCluster(connect(connection), cluster, hold ? { ...options, hold } : options, ports);
      },
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
function withoutWaiting(
  options: PlanOptions,
  { plan, apply, project }: Pick<ApplyInput, 'project' | 'plan' | 'apply'>,
): PlanOptions {
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
