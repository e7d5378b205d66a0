import { resolveConnectors } from '../desired/resolve-connectors.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { ClusterInspection } from './inspect-clusters.ts';

/** What the connector files wish on one cluster. They are read leniently: a broken one must not stand in the way. */
export interface DesiredByName {
  readonly byName: ReadonlyMap<string, DesiredConnector>;
  /** Names that files limit to other clusters. */
  readonly elsewhere: ReadonlySet<string>;
  /** False where a file has an error: then nobody knows what no file describes. */
  readonly isComplete: boolean;
}

/** The wishes for a cluster that is acted on beside its files, for what the next apply would make of it. */
export function readDesiredByName({ session, target, vars }: ClusterInspection): DesiredByName {
  const offlineCluster = { name: target.name, vars: new Map([...vars, ...session.options.var]) };
  const found = resolveConnectors(session.loaded, offlineCluster, { unsetEnvironment: 'warning' });
  for (const secret of found.secrets) session.known.learn(secret);
  return {
    byName: new Map<string, DesiredConnector>(found.connectors.map((wish) => [wish.name, wish])),
    elsewhere: new Set(found.elsewhere.map(({ name }) => name)),
    isComplete: session.loaded.brokenFiles === 0,
  };
}
