import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';
import type { ClusterReading, WorkerInfo } from '../model/worker-info.ts';

/** Which cluster is expected at an address. */
export interface ExpectedCluster {
  /** What messages call it. */
  readonly label: string;
  /** Another one is refused; undefined: any is accepted. */
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
  // In parallel, because workers nearly always answer both at once. Only a worker that is busy is waited for.
  const started = cluster.awaitStarted({ budgetMilliseconds: 0 }).then(
    () => true,
    () => false,
  );
  const worker = await cluster.readWorker();
  checkIdentity(worker, expected);
  if (!(await started)) await cluster.awaitStarted();
  return { worker, url: cluster.url, ...(await readSettled(cluster)) };
}

/**
 * Compares a reading with the plain list of names, for plans that create or delete: a connector that is missing in an
 * answer by accident would be created again, or overlooked when pruning (Connect REST contract 4.2, 11). Where the two differ, both
 * are read once more: a connector that is being created or deleted appears in one before the other.
 *
 * @throws WorkerFailure where a request fails
 * @throws ConnectSyncError `cluster-unsettled` where they still differ
 */
export async function confirmReading(
  cluster: ConnectCluster,
  reading: ClusterReading,
  expected: ExpectedCluster,
): Promise<ClusterReading> {
  if (disagreement(await cluster.listNames(), reading).length === 0) return reading;
  const [names, settled] = await Promise.all([cluster.listNames(), readSettled(cluster)]);
  const second = { ...reading, ...settled };
  const differing = disagreement(names, second);
  if (differing.length === 0) return second;
  throw new ConnectSyncError({
    code: 'cluster-unsettled',
    message: `${expected.label}: its list of connectors and their configurations disagree on ${differing.join(', ')}`,
    hint: 'connectors may be changing: retry in a moment',
    category: 'unread-cluster',
  });
}

/** A connector without a status counts as running, but only if a second read shows none either. */
async function readSettled(
  cluster: ConnectCluster,
): Promise<Pick<ClusterReading, 'connectors' | 'onlyInStates'>> {
  const [listed, first] = await Promise.all([cluster.readConnectors(), cluster.readStatuses()]);
  const isComplete = [...listed.keys()].every((name) => first.has(name));
  const statuses = isComplete ? first : await cluster.readStatuses();
  const onlyInStates = [...statuses.keys()].filter((name) => !listed.has(name));
  return { connectors: joinStatuses(listed, statuses), onlyInStates };
}

/**
 * Every connector with its status: two requests, joined by name. One request for both would leave out connectors that
 * have no status yet (Connect REST contract 4.2).
 *
 * @throws WorkerFailure
 */
export async function readLive(cluster: ConnectCluster): Promise<ReadonlyMap<string, LiveConnector>> {
  const [connectors, statuses] = await Promise.all([cluster.readConnectors(), cluster.readStatuses()]);
  return joinStatuses(connectors, statuses);
}

/** @throws ConnectSyncError `other-cluster` where the worker belongs to another Kafka cluster than expected */
export function checkIdentity(worker: WorkerInfo, expected: ExpectedCluster): void {
  if (expected.kafkaClusterId === undefined || expected.kafkaClusterId === worker.kafkaClusterId) return;
  throw new ConnectSyncError({
    code: 'other-cluster',
    message:
      `${expected.label} must be Kafka cluster ${expected.kafkaClusterId}, ` +
      `but its worker reports ${worker.kafkaClusterId ?? 'none'}`,
    hint: 'check the url and the kafkaClusterId of this cluster in the project file',
    category: 'unread-cluster',
  });
}

function joinStatuses(
  connectors: ReadonlyMap<string, LiveConnector>,
  statuses: ReadonlyMap<string, ConnectorStatus>,
): ReadonlyMap<string, LiveConnector> {
  const joined = new Map<string, LiveConnector>();
  for (const [name, live] of connectors) joined.set(name, { ...live, status: statuses.get(name) });
  return joined;
}

function disagreement(names: readonly string[], { connectors }: ClusterReading): readonly string[] {
  const listed = new Set(names);
  const missing = names.filter((name) => !connectors.has(name));
  const extra = [...connectors.keys()].filter((name) => !listed.has(name));
  return [...missing, ...extra].sort();
}
