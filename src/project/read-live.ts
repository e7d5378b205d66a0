import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';

/**
 * Every connector with its status: two requests, joined by name. Asked for together in one request, a connector
 * that has no status yet would be left out (Connect REST contract 4.2).
 *
 * @throws WorkerFailure
 */
export async function readLive(cluster: ConnectCluster): Promise<ReadonlyMap<string, LiveConnector>> {
  const [connectors, statuses] = await Promise.all([cluster.readConnectors(), cluster.readStatuses()]);
  return joinStatuses(connectors, statuses);
}

/** The connectors with the statuses that belong to them. */
export function joinStatuses(
  connectors: ReadonlyMap<string, LiveConnector>,
  statuses: ReadonlyMap<string, ConnectorStatus>,
): ReadonlyMap<string, LiveConnector> {
  const joined = new Map<string, LiveConnector>();
  for (const [name, live] of connectors) joined.set(name, { ...live, status: statuses.get(name) });
  return joined;
}
