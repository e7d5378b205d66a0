import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { makeLiveRedactor } from './live-redactor.ts';
import { readCluster } from './read-cluster.ts';
import type { ClusterContext } from './resolve-clusters.ts';
import { selectNames } from './select-names.ts';
import { type WarningPorts, warn } from './warnings.ts';

/** The selected connectors of a cluster, and what masks their values. */
export interface SelectedConnectors {
  readonly worker: WorkerInfo;
  /** By name. */
  readonly selected: readonly LiveConnector[];
  readonly redactor: Redactor;
}

/** Which connectors to select. */
export interface Selection {
  /** Names or globs; empty means all. */
  readonly names: readonly string[];
  readonly ports: WarningPorts;
}

/**
 * Reads a cluster and selects connectors. All secrets of the cluster are known from then on.
 *
 * @throws WorkerFailure
 * @throws ConnectSyncError `unknown-connector`
 */
export async function readSelected(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { names, ports }: Selection,
): Promise<SelectedConnectors> {
  const { label, target, project } = cluster;
  const { worker, connectors } = await readCluster(connection, {
    label,
    kafkaClusterId: target.kafkaClusterId,
  });
  const selected = selectNames(names, [...connectors.keys()].sort(), `on ${label}`);
  const live = [...connectors.values()];
  // A trace may quote the config of another connector, so the key types of all classes are needed.
  const { redactor, warnings } = await makeLiveRedactor(connection, cluster, { worker, live, shown: live });
  warn(project, ports, warnings);
  return { worker, selected: selected.flatMap((name) => connectors.get(name) ?? []), redactor };
}
