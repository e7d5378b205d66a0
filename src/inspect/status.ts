import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { HealthView } from '../model/apply-view.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import { type Health, rootCause } from '../model/health.ts';
import { inParallel } from '../model/in-parallel.ts';
import { type InstanceStatus, type LiveConnector, workerIdsOf } from '../model/live-connector.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { viewHealth } from '../model/redaction/view-outcome.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import { makeLiveRedactor } from '../project/live-redactor.ts';
import { loadProject, type Project } from '../project/load-project.ts';
import { type ClusterResult, onEachCluster } from '../project/on-each-cluster.ts';
import { readLive } from '../project/read-cluster.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';
import { type WarningPorts, warn } from '../project/warnings.ts';
import { assessLive, assessStates, needsItsFile } from './assess-live.ts';
import type { InspectInput } from './read-clusters.ts';
import { worstFirst } from './worst-first.ts';

/** The states of the connectors of one cluster. */
export interface StatusView {
  readonly format: 'connect-sync/status';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** Unhealthy ones first, then by name. */
  readonly connectors: readonly ConnectorStatusView[];
}

/** The state of one connector and its tasks. */
export interface ConnectorStatusView {
  readonly name: string;
  readonly type: LiveConnector['type'];
  readonly health: HealthView;
  /** null: the worker has no status for it yet. */
  readonly connector: InstanceView | null;
  readonly tasks: readonly (InstanceView & { readonly id: number })[];
}

/** The state of a connector or task instance as the worker reports it. Of the trace only the root cause, masked. */
export interface InstanceView {
  readonly state: string;
  readonly workerId: string;
  /** The version of the plugin that runs; null where the worker reports none (before 4.1, or nothing runs). */
  readonly pluginVersion: string | null;
  readonly rootCause: string | null;
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
  // Connector files are needed only to mask traces, and reading them takes time.
  const project = await loadProject({ ...input.project, connectorFiles: 'left-out' });
  let complete: Promise<Project> | undefined;
  const loadFiles = async () => {
    complete ??= loadProject(input.project);
    return { ...(await complete), secrets: project.secrets, scrub: project.scrub };
  };
  return onEachCluster(await chooseClusters(project, input.clusters), ports, (connection, cluster) =>
    readOne(connection, cluster, { names: input.names, loadFiles, ports }),
  );
}

/** Reads of single connectors in flight at a time: measured to be safe on real workers. */
const readConcurrency = 8;

interface StatusRequest {
  readonly names: readonly string[];
  readonly loadFiles: () => Promise<Project>;
  readonly ports: WarningPorts;
}

async function readOne(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { names, loadFiles, ports }: StatusRequest,
): Promise<StatusView> {
  const { project, label } = cluster;
  const connectors = await readLive(connection);
  const live = [...connectors.values()];
  const selected = new Set(selectNames(names, [...connectors.keys()], `on ${label}`));
  const shown = live.filter(({ name }) => selected.has(name));
  const failed = shown.filter(hasTrace);
  if (failed.length > 0) {
    const [complete, worker] = await Promise.all([loadFiles(), connection.readWorker()]);
    // A trace may quote any value of a config. Making the redactor adds their secrets to the known ones.
    const { warnings } = await makeLiveRedactor(
      connection,
      { ...cluster, project: complete },
      { worker, live, shown: failed },
    );
    warn(complete, ports, warnings);
  }
  const unreachable = await connection.findUnreachable(workerIdsOf(shown));
  const desired = await readDesired(shown, cluster, loadFiles);
  const assessed = await inParallel(shown, readConcurrency, async (connector) => {
    const evidence = { desired: desired.get(connector.name), refusing: unreachable };
    // Task configurations cost a request for each connector.
    const isNamed = names.length > 0;
    const health = isNamed
      ? await assessLive(connection, cluster, connector, evidence)
      : assessStates(connector, cluster, evidence);
    return { live: connector, health };
  });
  return viewStatus(assessed, label, project.scrub);
}

/** What files declare, read only where it decides about the health of a connector. */
async function readDesired(
  shown: readonly LiveConnector[],
  cluster: ClusterContext,
  loadFiles: StatusRequest['loadFiles'],
): Promise<ReadonlyMap<string, DesiredConnector>> {
  if (!shown.some(needsItsFile)) return new Map();
  return readDesiredByName({ ...cluster, project: await loadFiles() }).byName;
}

function hasTrace({ status }: LiveConnector): boolean {
  if (!status) return false;
  return status.connector.trace !== undefined || status.tasks.some(({ trace }) => trace !== undefined);
}

/** A connector with its health. */
export interface AssessedConnector {
  readonly live: LiveConnector;
  readonly health: Health;
}

/** The view of connector states; `cluster` is the label of the cluster. */
export function viewStatus(
  connectors: Iterable<AssessedConnector>,
  cluster: string,
  scrub: Scrub,
): StatusView {
  const views = [...connectors].map(({ live, health }): ConnectorStatusView => {
    const ofConnector = scrub.about(live.name);
    return {
      name: live.name,
      type: live.type,
      health: viewHealth(health, live.name, scrub),
      connector: live.status ? viewInstance(live.status.connector, ofConnector) : null,
      tasks: (live.status?.tasks ?? []).map((task) => ({ id: task.id, ...viewInstance(task, ofConnector) })),
    };
  });
  return {
    format: 'connect-sync/status',
    version: 1,
    cluster,
    connectors: worstFirst(views, ({ health }) => urgency[health.kind]),
  };
}

const urgency = { failed: 0, progressing: 1, suspended: 2, healthy: 3 } as const satisfies Record<
  Health['kind'],
  number
>;

function viewInstance(
  { state, workerId, trace, version }: InstanceStatus,
  scrub: (text: string) => string,
): InstanceView {
  const cause = trace === undefined ? '' : rootCause(scrub(trace));
  const pluginVersion = version === undefined ? null : scrub(version);
  return { state, workerId: scrub(workerId), pluginVersion, rootCause: cause === '' ? null : cause };
}
