import type { Ports } from '../model/ports.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { resolveClusters } from '../project/resolve-clusters.ts';
import { attributeDrift, type OpenDriftBase } from './attribute-drift.ts';
import { type PlannedCluster, planCluster } from './plan-cluster.ts';
import { comparisonPolicy, type PlanOptions } from './plan-options.ts';

/** What to compare: a project, and the clusters to compare it with. */
export interface DriftInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  /** Files, folders or globs that limit the comparison; empty: all. */
  readonly files?: readonly string[];
  /** Whose key types are read to mask values; patches need them of all connectors. */
  readonly keyTypes?: PlanOptions['keyTypes'];
  /** An earlier desired state: then each difference says who caused it. */
  readonly base?: OpenDriftBase | undefined;
}

/**
 * Compares each cluster with the files, as a plan of which nothing is applied. Runtime state is never drift, and the
 * ownership markers of others do not hide a difference.
 *
 * @throws InvalidInputError with every error of the files, before anything is contacted
 */
export async function detectDrift(
  input: DriftInput,
  ports: Ports,
): Promise<readonly ClusterResult<PlannedCluster>[]> {
  const project = await loadProject(input.project);
  const clusters = await resolveClusters(project, input.clusters);
  const bases = await input.base?.(clusters);
  return onEachCluster(clusters, ports, async (connection, cluster) => {
    const policy = { ...comparisonPolicy(cluster, input.files), markers: 'ignored' as const };
    const options = { policy, validation: 'left-out', keyTypes: input.keyTypes ?? 'changed' } as const;
    const planned = await planCluster(connection, cluster, options, ports);
    const base = bases?.get(cluster.label);
    base?.check(planned.reading.worker.kafkaClusterId);
    return base ? { ...planned, view: attributeDrift(planned, base) } : planned;
  });
}
