import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { type Health, rootCause } from '../model/health.ts';
import { isAddressOrVersion } from '../model/known-secrets.ts';
import type { InstanceStatus } from '../model/live-connector.ts';
import { memoize } from '../model/memoize.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { viewHealth } from '../model/redaction/view-outcome.ts';
import { viewPlace } from '../model/redaction/view-plan.ts';
import type { ConnectorStatusView, InstanceView, StatusView } from '../model/status-view.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { type AssessedConnector, type AssessRequest, assessCluster, loadLazily } from './assess-cluster.ts';
import { isBroken } from './assess-live.ts';
import type { InspectInput } from './read-clusters.ts';
import { worstFirst } from './worst-first.ts';

/** Which connectors to report. */
export interface StatusSelection {
  /** Names or globs; empty means all. */
  readonly names: readonly string[];
  /** `failed`: only those are listed; all are counted. */
  readonly listed: 'all' | 'failed';
}

/**
 * Loads the project and returns a function that reads the states of connectors and tasks, and the root causes of
 * failures, as often as it is called.
 *
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export async function openStatus(
  input: InspectInput & { readonly selection: StatusSelection },
  ports: WarningPorts,
): Promise<() => Promise<readonly ClusterResult<StatusView>[]>> {
  const { project, loadFiles } = await loadLazily(input.project);
  const clusters = await chooseClusters(project, input.clusters);
  const { names, listed } = input.selection;
  // The configurations of tasks cost a request for each connector.
  const taskConfigs = names.length > 0 ? 'read' : 'left-out';
  return () =>
    onEachCluster(clusters, ports, async (connection, cluster, report) => {
      const request = { names, taskConfigs, traces: 'shown', loadFiles, ports, report } as const;
      const view = await readOne(connection, cluster, request);
      return listed === 'all' ? view : { ...view, connectors: view.connectors.filter(hasFailed) };
    });
}

/**
 * The states of connectors and tasks, and the root causes of failures.
 *
 * @param input `names`: names or globs; empty means all
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export async function readStatus(
  input: InspectInput & { readonly names: readonly string[] },
  ports: WarningPorts,
): Promise<readonly ClusterResult<StatusView>[]> {
  const { names, ...rest } = input;
  return (await openStatus({ ...rest, selection: { names, listed: 'all' } }, ports))();
}

function hasFailed({ health }: ConnectorStatusView): boolean {
  return health.kind === 'failed';
}

async function readOne(
  connection: ConnectCluster,
  cluster: ClusterContext,
  request: AssessRequest,
): Promise<StatusView> {
  const { connectors } = await assessCluster(connection, cluster, request);
  return viewStatus(connectors, cluster.label, cluster.project.scrub);
}

/** The view of connector states; `cluster` is the label of the cluster. */
export function viewStatus(
  connectors: Iterable<AssessedConnector>,
  cluster: string,
  scrub: Scrub,
): StatusView {
  // Thousands of tasks run on a few workers, in a few versions.
  const scrubMachine = memoize(scrub);
  const views = [...connectors].map((one) => viewConnector(one, scrub, scrubMachine));
  const numberOf = (kind: Health['kind']) => views.filter(({ health }) => health.kind === kind).length;
  return {
    format: 'connect-sync/status',
    version: 1,
    cluster,
    counts: {
      failed: numberOf('failed'),
      progressing: numberOf('progressing'),
      suspended: numberOf('suspended'),
      healthy: numberOf('healthy'),
    },
    connectors: worstFirst(views, ({ health }) => urgency[health.kind]),
  };
}

function viewConnector(
  { live, health, desired }: AssessedConnector,
  scrub: Scrub,
  scrubMachine: (text: string) => string,
): ConnectorStatusView {
  const { name, type, status } = live;
  const about = scrub.about(name);
  const view = (instance: InstanceStatus) =>
    viewInstance(instance, about, (text) => (isAddressOrVersion(text) ? scrubMachine(text) : about(text)));
  return {
    name,
    type,
    health: viewHealth(health, name, scrub),
    source: desired && isBroken(health) ? viewPlace(desired.source) : null,
    connector: status ? view(status.connector) : null,
    tasks: (status?.tasks ?? []).map((task) => ({ id: task.id, ...view(task) })),
  };
}

/** The order of health, worst first. */
const urgency = { failed: 0, progressing: 1, suspended: 2, healthy: 3 } as const satisfies Record<
  Health['kind'],
  number
>;

function viewInstance(
  { state, workerId, trace, version }: InstanceStatus,
  scrub: (text: string) => string,
  scrubWorker: (text: string) => string,
): InstanceView {
  const cause = trace === undefined ? '' : rootCause(scrub(trace));
  const pluginVersion = version === undefined ? null : scrubWorker(version);
  return { state, workerId: scrubWorker(workerId), pluginVersion, rootCause: cause === '' ? null : cause };
}
