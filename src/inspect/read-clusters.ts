import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Ports } from '../model/ports.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import type { ReportProblem } from '../project/select-names.ts';

/** The clusters to read. */
export interface InspectInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
}

/**
 * Reads every chosen cluster in parallel. Connector files matter only for which values are secret, so errors in them are
 * ignored.
 *
 * @throws InvalidInputError if the project file has errors
 * @throws ConnectSyncError (usage) if no cluster is chosen
 */
export async function readClusters<T>(
  { project, clusters }: InspectInput,
  ports: Ports,
  read: (connection: ConnectCluster, cluster: ClusterContext, report: ReportProblem) => Promise<T>,
): Promise<readonly ClusterResult<T>[]> {
  return onEachCluster(await chooseClusters(await loadProject(project), clusters), ports, read);
}
