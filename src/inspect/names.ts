import type { Ports } from '../model/ports.ts';
import { loadProject } from '../project/load-project.ts';
import { declaredClusters } from '../project/resolve-clusters.ts';
import { type InspectInput, readClusters } from './read-clusters.ts';

/**
 * The names of the connectors on the chosen clusters, sorted. Clusters that cannot be read are left out.
 *
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export async function readConnectorNames(input: InspectInput, ports: Ports): Promise<readonly string[]> {
  const results = await readClusters(input, ports, (connection) => connection.listNames());
  return [...new Set(results.flatMap((one) => (one.ok ? one.value : [])))].sort();
}

/** The names of the clusters that the project file declares. */
export async function readClusterNames({
  project,
}: Pick<InspectInput, 'project'>): Promise<readonly string[]> {
  return declaredClusters(await loadProject(project));
}
