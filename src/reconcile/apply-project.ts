import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { checkSelection, resolveForPlan, warnAllowedNothing } from './check-selection.ts';
import { planCluster } from './plan-cluster.ts';
import { type PlanSettings, planOptions } from './plan-options.ts';
import { type ApplySettings, type ReconcilePorts, type ReconcileResult, reconcile } from './reconcile.ts';

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
  const project = await loadProject(input.project);
  const clusters = await resolveForPlan(project, input.clusters, input.plan);
  checkSelection(clusters, input.plan);
  return reconcile(
    {
      clusters: warnAllowedNothing(clusters, input.apply.allowUnhealthy),
      plan: async (connection, cluster) =>
        planCluster(connection, cluster, planOptions(cluster, input.plan), ports),
      apply: input.apply,
    },
    ports,
  );
}
