import type { Ports } from '../model/ports.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import type { Project, ProjectInput } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { checkSelection, resolveForPlan } from './check-selection.ts';
import { loadWithPolicies } from './compiled-policies.ts';
import { type PlannedCluster, planCluster } from './plan-cluster.ts';
import { type PlanSettings, planOptions } from './plan-options.ts';

/** What to plan: a project, the clusters to plan it for, and how. */
export interface PlanInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  readonly plan: PlanSettings;
}

/**
 * Plans what an apply would change on each cluster. Writes nothing.
 *
 * @throws InvalidInputError with every error of the files, before anything is contacted
 * @throws ConnectSyncError (usage) where no cluster is chosen, or the options contradict each other
 */
export async function planProject(
  input: PlanInput,
  ports: Ports,
): Promise<readonly ClusterResult<PlannedCluster>[]> {
  return planClusters(await loadWithPolicies(input.project), input, ports);
}

/** The same for a project that is loaded already. */
export async function planClusters(
  project: Project,
  { clusters: choice, plan }: Pick<PlanInput, 'clusters' | 'plan'>,
  ports: Ports,
): Promise<readonly ClusterResult<PlannedCluster>[]> {
  const clusters = await resolveForPlan(project, choice, plan);
  checkSelection(clusters, plan);
  return onEachCluster(clusters, ports, async (connection, cluster) =>
    planCluster(connection, cluster, planOptions(cluster, plan), ports),
  );
}
