import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ClusterReading, WorkerInfo } from '../model/worker-info.ts';
import { joinStatuses, readLive } from './read-live.ts';

/** What a cluster is expected to be. */
export interface ExpectedCluster {
  /** How it is called in messages. */
  readonly label: string;
  /** Refused where the worker reports another; undefined: any will do. */
  readonly kafkaClusterId: string | undefined;
}

/**
 * Reads a cluster as a whole, with four requests however many connectors it has: who the worker is, whether it has
 * started, every configuration, every status. A fifth one only where some connector has no status yet.
 *
 * @throws WorkerFailure where a request fails
 * @throws ConnectSyncError `other-cluster` where the worker belongs to another Kafka cluster
 */
export async function readCluster(
  cluster: ConnectCluster,
  expected: ExpectedCluster,
): Promise<ClusterReading> {
  // Both at once, as they are answered at once nearly always. A worker that is busy is asked in turn, with patience.
  const started = cluster.awaitStarted({ budgetMilliseconds: 0 }).then(
    () => true,
    () => false,
  );
  const worker = await cluster.readWorker();
  checkIdentity(worker, expected);
  if (!(await started)) await cluster.awaitStarted();
  return { worker, url: cluster.url, connectors: await readSettled(cluster) };
}

/**
 * Holds a reading against the plain list, for plans that create or delete: an answer that lacks a connector by
 * accident would have it created again, or forgotten when pruning (Connect REST contract 4.2, 11). Where the two
 * disagree both are read once more: what is just being created or deleted shows in one and not in the other for a
 * moment.
 *
 * @throws WorkerFailure where a request fails
 * @throws ConnectSyncError `cluster-unsettled` where they still disagree
 */
export async function confirmReading(
  cluster: ConnectCluster,
  reading: ClusterReading,
  expected: ExpectedCluster,
): Promise<ClusterReading> {
  if (disagreement(await cluster.listNames(), reading).length === 0) return reading;
  const [names, connectors] = await Promise.all([cluster.listNames(), readSettled(cluster)]);
  const second = { ...reading, connectors };
  const differing = disagreement(names, second);
  if (differing.length === 0) return second;
  throw new ConnectSyncError({
    code: 'cluster-unsettled',
    message: `${expected.label} contradicts itself: its list and its configurations differ in ${differing.join(', ')}`,
    hint: 'connectors may be changing right now: try again in a moment',
    category: 'unread-cluster',
  });
}

/** A connector without a status passes for running: that is believed at the second look. */
async function readSettled(cluster: ConnectCluster): Promise<ReadonlyMap<string, LiveConnector>> {
  const connectors = await readLive(cluster);
  const isComplete = [...connectors.values()].every(({ status }) => status);
  return isComplete ? connectors : joinStatuses(connectors, await cluster.readStatuses());
}

/** @throws ConnectSyncError `other-cluster` where the worker belongs to another Kafka cluster than expected */
export function checkIdentity(worker: WorkerInfo, expected: ExpectedCluster): void {
  if (expected.kafkaClusterId === undefined || expected.kafkaClusterId === worker.kafkaClusterId) return;
  throw new ConnectSyncError({
    code: 'other-cluster',
    message:
      `${expected.label} shall be Kafka cluster ${expected.kafkaClusterId}, ` +
      `but its worker reports ${worker.kafkaClusterId ?? 'none'}`,
    hint: 'check the url and the kafkaClusterId of this cluster in the project file',
    category: 'unread-cluster',
  });
}

function disagreement(names: readonly string[], { connectors }: ClusterReading): readonly string[] {
  const listed = new Set(names);
  const missing = names.filter((name) => !connectors.has(name));
  const extra = [...connectors.keys()].filter((name) => !listed.has(name));
  return [...missing, ...extra].sort();
}
