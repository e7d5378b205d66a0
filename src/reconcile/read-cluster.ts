import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { ConnectSyncError, exitCodes } from '../model/error.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ClusterReading, WorkerInfo } from '../model/worker-info.ts';
import { joinStatuses } from './read-live.ts';

/** What a cluster is expected to be. */
export interface ExpectedCluster {
  /** How it is called in messages. */
  readonly label: string;
  /** Refused where the worker reports another; undefined: any will do. */
  readonly kafkaClusterId: string | undefined;
}

/**
 * Reads a cluster as a whole, with four requests however many connectors it has: who the worker is, the plain list,
 * every configuration, every status. The list confirms what looks absent, since an answer that lacks a connector
 * by accident would have it created again, or forgotten when pruning (contract 4.2, 11). A fifth request only where
 * some connector has no status yet, or a list is not settled.
 *
 * @throws WorkerFailure where a request fails
 * @throws ConnectSyncError `other-cluster` where the worker belongs to another Kafka cluster, `cluster-unsettled`
 * where list and configurations disagree after a second look
 */
export async function readCluster(
  cluster: ConnectCluster,
  expected: ExpectedCluster,
): Promise<ClusterReading> {
  const worker = await cluster.readWorker();
  checkIdentity(worker, expected);
  const [connectors, statuses] = await Promise.all([readSettled(cluster, expected), cluster.readStatuses()]);
  const isComplete = [...connectors.keys()].every((name) => statuses.has(name));
  // A connector without a status passes for running: that is believed at the second look.
  const settled = isComplete ? statuses : await cluster.readStatuses();
  return { worker, url: cluster.url, connectors: joinStatuses(connectors, settled) };
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
    exitCode: exitCodes.unreadCluster,
  });
}

async function readSettled(
  cluster: ConnectCluster,
  expected: ExpectedCluster,
): Promise<ReadonlyMap<string, LiveConnector>> {
  const first = await readBoth(cluster);
  if (first.disagreement.length === 0) return first.connectors;
  // A connector that is just being created or deleted shows in one and not in the other for a moment.
  const second = await readBoth(cluster);
  if (second.disagreement.length === 0) return second.connectors;
  throw new ConnectSyncError({
    code: 'cluster-unsettled',
    message: `${expected.label} contradicts itself: its list and its configurations differ in ${second.disagreement.join(', ')}`,
    hint: 'connectors may be changing right now: try again in a moment',
    exitCode: exitCodes.unreadCluster,
  });
}

async function readBoth(cluster: ConnectCluster) {
  const [names, connectors] = await Promise.all([cluster.listNames(), cluster.readConnectors()]);
  const listed = new Set(names);
  const missing = names.filter((name) => !connectors.has(name));
  const extra = [...connectors.keys()].filter((name) => !listed.has(name));
  return { connectors, disagreement: [...missing, ...extra].sort() };
}
