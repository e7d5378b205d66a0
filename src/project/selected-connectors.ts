import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { makeLiveRedactor } from './live-redactor.ts';
import { readCluster } from './read-cluster.ts';
import type { ClusterContext } from './resolve-clusters.ts';
import { type ReportProblem, selectExisting, selectNames } from './select-names.ts';
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
  /** Takes names that do not exist, if others do; left out: each is an error, because something is to be changed. */
  readonly report?: ReportProblem;
}

/**
 * Reads a cluster and selects connectors. All secrets of the cluster are known from then on.
 *
 * @throws WorkerFailure
 * @throws ConnectSyncError `unknown-connector` where none is selected
 */
export async function readSelected(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { names, ports, report }: Selection,
): Promise<SelectedConnectors> {
  const { label, target, project } = cluster;
  const { worker, connectors } = await readCluster(connection, {
    label,
    kafkaClusterId: target.kafkaClusterId,
  });
  const where = `on ${label}`;
  const existing = [...connectors.keys()].sort();
  const selected = report
    ? selectExisting(names, existing, { where, report })
    : selectNames(names, existing, where);
  const live = [...connectors.values()];
  // A trace may quote the config of another connector, so the key types of all classes are needed.
  const { redactor, warnings } = await makeLiveRedactor(connection, cluster, { worker, live, shown: live });
  warn(project, ports, warnings);
  return { worker, selected: selected.flatMap((name) => connectors.get(name) ?? []), redactor };
}
