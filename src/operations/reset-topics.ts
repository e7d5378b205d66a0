import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { type ConnectorName, isConnectorName } from '../model/connector-name.ts';
import { inParallel } from '../model/in-parallel.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters, requireOneCluster } from '../project/resolve-clusters.ts';
import { readSelected } from '../project/selected-connectors.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { ifEnabled, requireFeature } from '../project/worker-support.ts';
import { refuseForeign } from './refuse-foreign.ts';

/** Which topics to reset, and what to read afterwards. */
export interface ResetTopicsInput<T> {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  /** Names or globs. */
  readonly names: readonly string[];
  /** Reads the topics of the connectors after the reset; `refused`: why those of some could not be reset. */
  readonly readBack: (
    connection: ConnectCluster,
    cluster: ClusterContext,
    topics: { readonly names: readonly string[]; readonly refused: ReadonlyMap<string, string> },
  ) => Promise<T>;
}

/** What `resetTopics` needs of the world around it. */
export interface ResetTopicsPorts extends WarningPorts {
  /** Whether to reset the topics of these connectors. `cluster` is the label of the cluster. */
  readonly confirm: (request: {
    readonly cluster: string;
    readonly names: readonly string[];
  }) => Promise<boolean>;
}

/**
 * Makes the workers forget the topics that connectors have used. The value is undefined if not confirmed.
 *
 * @throws ConnectSyncError (usage) if several clusters are chosen
 * @throws InvalidInputError if the project file has errors
 */
export async function resetTopics<T>(
  input: ResetTopicsInput<T>,
  ports: ResetTopicsPorts,
): Promise<readonly ClusterResult<T | undefined>[]> {
  const clusters = await chooseClusters(await loadProject(input.project), input.clusters);
  requireOneCluster(clusters, 'topics are reset');
  return onEachCluster(clusters, ports, async (connection, cluster) => {
    const { worker, selected } = await readSelected(connection, cluster, { names: input.names, ports });
    requireFeature(cluster, worker, { feature: 'topics', what: 'report the topics of a connector' });
    refuseForeign(selected, cluster, 'the topics are not reset');
    const names = selected.map(({ name }) => name);
    const reachable = names.filter(isConnectorName);
    if (!(await ports.confirm({ cluster: cluster.label, names: reachable }))) return undefined;
    const refused = await resetAll(connection, cluster, reachable);
    return input.readBack(connection, cluster, { names, refused });
  });
}

/** One that is refused says nothing about the others. Returns why, by name. */
async function resetAll(
  connection: ConnectCluster,
  cluster: ClusterContext,
  names: readonly ConnectorName[],
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  await inParallel(names, 1, async (name) => {
    try {
      await ifEnabled(cluster, () => connection.resetTopics(name));
    } catch (error) {
      if (!(error instanceof WorkerFailure) || error.verdict === 'unauthorised') throw error;
      const { scrub } = cluster.project;
      const said = error.workerMessage
        ? `\n  the worker says: ${scrub.about(name)(error.workerMessage)}`
        : '';
      refused.set(name, `${scrub(error.message)}${said}`);
    }
  });
  return refused;
}
