import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { viewOffsets } from '../model/redaction/view-offsets.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { readSelected } from '../project/selected-connectors.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { requireFeature } from '../project/worker-support.ts';
import { type InspectInput, readClusters } from './read-clusters.ts';
import { readPart } from './read-part.ts';

/** The offsets of the selected connectors of one cluster. */
export interface OffsetsView {
  readonly format: 'connect-sync/offsets';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** By name. */
  readonly connectors: readonly ConnectorOffsetsView[];
}

/** The offsets of one connector. */
export type ConnectorOffsetsView =
  | {
      readonly name: string;
      readonly type: string;
      /** As the worker reports it; null: it has no status yet. */
      readonly state: string | null;
      /** The format of both depends on the plugin. Numbers may be `ExactNumber`s; texts are masked. */
      readonly offsets: readonly { readonly partition: unknown; readonly offset: unknown }[];
    }
  | {
      readonly name: string;
      /** Why they could not be read. */
      readonly problem: string;
    };

/** A worker reads offsets from Kafka, so fewer at a time than other reads. */
const readConcurrency = 4;

/**
 * The offsets of connectors.
 *
 * @param input `names`: names or globs
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export function readOffsets(
  input: InspectInput & { readonly names: readonly string[] },
  ports: WarningPorts,
): Promise<readonly ClusterResult<OffsetsView>[]> {
  return readClusters(input, ports, async (connection, cluster, report) => {
    const { worker, selected } = await readSelected(connection, cluster, {
      names: input.names,
      ports,
      report,
    });
    requireFeature(cluster, worker, { feature: 'offsets', what: 'report offsets' });
    return readOffsetsOf(connection, cluster, selected);
  });
}

/** The offsets of connectors of one cluster, over an open connection. */
export async function readOffsetsOf(
  connection: ConnectCluster,
  cluster: ClusterContext,
  connectors: readonly Pick<LiveConnector, 'name' | 'type' | 'status'>[],
): Promise<OffsetsView> {
  const views = await inParallel(
    connectors,
    readConcurrency,
    async ({ name, type, status }): Promise<ConnectorOffsetsView> => {
      const offsets = await readPart(cluster, name, (one) => connection.readOffsets(one));
      if (offsets.kind === 'unread') return { name, problem: offsets.why };
      const state = status?.connector.state ?? null;
      return {
        name,
        type,
        state,
        offsets: viewOffsets(offsets.value.entries, cluster.project.scrub.about(name)),
      };
    },
  );
  return { format: 'connect-sync/offsets', version: 1, cluster: cluster.label, connectors: views };
}
