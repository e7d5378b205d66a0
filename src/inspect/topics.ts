import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readSelected } from '../project/selected-connectors.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { ifEnabled, requireFeature } from '../project/worker-support.ts';
import { type InspectInput, readClusters } from './read-clusters.ts';
import { readPart } from './read-part.ts';

/** The topics of the selected connectors of one cluster. */
export interface TopicsView {
  readonly format: 'connect-sync/topics';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** By name. */
  readonly connectors: readonly ConnectorTopicsView[];
}

/** The topics that a connector has used since it was created or its topics were reset. */
export type ConnectorTopicsView =
  | { readonly name: string; readonly topics: readonly string[] }
  | {
      readonly name: string;
      /** Why they could not be read. */
      readonly problem: string;
    };

const readConcurrency = 8;

/**
 * The topics that connectors have used, as the workers track them.
 *
 * @param input `names`: names or globs
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export function readTopics(
  input: InspectInput & { readonly names: readonly string[] },
  ports: WarningPorts,
): Promise<readonly ClusterResult<TopicsView>[]> {
  return readClusters(input, ports, async (connection, cluster, report) => {
    const { worker, selected } = await readSelected(connection, cluster, {
      names: input.names,
      ports,
      report,
    });
    requireFeature(cluster, worker, { feature: 'topics', what: 'report the topics of a connector' });
    const names = selected.map(({ name }) => name);
    return readTopicsOf(connection, cluster, { names });
  });
}

/** The topics of connectors of one cluster, over an open connection; `refused`: what is reported instead, by name. */
export async function readTopicsOf(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { names, refused }: { readonly names: readonly string[]; readonly refused?: ReadonlyMap<string, string> },
): Promise<TopicsView> {
  const connectors = await inParallel(names, readConcurrency, async (name): Promise<ConnectorTopicsView> => {
    const problem = refused?.get(name);
    if (problem !== undefined) return { name, problem };
    const topics = await readPart(cluster, name, (one) =>
      ifEnabled(cluster, () => connection.readTopics(one)),
    );
    return topics.kind === 'read'
      ? { name, topics: topics.value.map(cluster.project.scrub.about(name)) }
      : { name, problem: topics.why };
  });
  return { format: 'connect-sync/topics', version: 1, cluster: cluster.label, connectors };
}
