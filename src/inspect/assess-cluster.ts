import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { DesiredConnector } from '../model/desired-connector.ts';
import type { Health } from '../model/health.ts';
import { inParallel } from '../model/in-parallel.ts';
import { type LiveConnector, workerIdsOf } from '../model/live-connector.ts';
import { readDesiredByName } from '../project/desired-by-name.ts';
import { makeLiveRedactor } from '../project/live-redactor.ts';
import { loadProject, type Project, type ProjectInput } from '../project/load-project.ts';
import { readLive } from '../project/read-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { type ReportProblem, selectExisting } from '../project/select-names.ts';
import { type WarningPorts, warn } from '../project/warnings.ts';
import { assessLive, assessStates, type Evidence, needsItsFile } from './assess-live.ts';

/** A connector with its health. */
export interface AssessedConnector {
  readonly live: LiveConnector;
  readonly health: Health;
  /** What its file declares, where the files were read. */
  readonly desired?: DesiredConnector | undefined;
}

/** The selected connectors of one cluster with their health. */
export interface AssessedCluster {
  /** How many connectors the cluster has. */
  readonly total: number;
  readonly connectors: readonly AssessedConnector[];
  /** Workers that refuse connections, as `worker_id`. */
  readonly refusing: ReadonlySet<string>;
}

/** What to read of a cluster. */
export interface AssessRequest {
  /** Names or globs; empty means all. */
  readonly names: readonly string[];
  /** Whether traces are shown: then the secrets that they may quote must be known. */
  readonly traces: 'shown' | 'hidden';
  /** Whether the configurations that tasks run are read: a request for each connector. */
  readonly taskConfigs: 'read' | 'left-out';
  /** Loads the project with its connector files. */
  readonly loadFiles: () => Promise<Project>;
  readonly ports: WarningPorts;
  readonly report: ReportProblem;
}

/** Reads of single connectors in flight at a time: measured to be safe on real workers. */
const readConcurrency = 8;

/**
 * Reads the connectors of a cluster and assesses their health, with two requests where all are healthy.
 *
 * @throws WorkerFailure
 * @throws ConnectSyncError `unknown-connector` where no name exists
 */
export async function assessCluster(
  connection: ConnectCluster,
  cluster: ClusterContext,
  request: AssessRequest,
): Promise<AssessedCluster> {
  const connectors = await readLive(connection);
  const live = [...connectors.values()];
  const where = `on ${cluster.label}`;
  const { names, report } = request;
  const selected = new Set(selectExisting(names, [...connectors.keys()], { where, report }));
  const shown = live.filter(({ name }) => selected.has(name));
  if (request.traces === 'shown') await learnSecrets(connection, cluster, { live, shown, request });
  const refusing = await connection.findUnreachable(workerIdsOf(shown));
  const desired = await readDesired(shown, cluster, request);
  const assessed = await inParallel(shown, readConcurrency, async (one): Promise<AssessedConnector> => {
    const evidence: Evidence = { desired: desired.get(one.name), refusing };
    const health =
      request.taskConfigs === 'read'
        ? await assessLive(connection, cluster, one, evidence)
        : assessStates(one, cluster, evidence);
    return { live: one, health, desired: evidence.desired };
  });
  return { total: live.length, connectors: assessed, refusing };
}

/** A trace may quote any value of a config. Making the redactor adds the secrets among them to the known ones. */
async function learnSecrets(
  connection: ConnectCluster,
  cluster: ClusterContext,
  { live, shown, request }: Record<'live' | 'shown', readonly LiveConnector[]> & { request: AssessRequest },
): Promise<void> {
  const failed = shown.filter(hasTrace);
  if (failed.length === 0) return;
  const [project, worker] = await Promise.all([request.loadFiles(), connection.readWorker()]);
  const { warnings } = await makeLiveRedactor(
    connection,
    { ...cluster, project },
    { worker, live, shown: failed },
  );
  warn(project, request.ports, warnings);
}

/** What files declare, read only where it decides about the health of a connector, or about what to do next. */
async function readDesired(
  shown: readonly LiveConnector[],
  cluster: ClusterContext,
  { traces, loadFiles }: AssessRequest,
): Promise<ReadonlyMap<string, DesiredConnector>> {
  const isNeeded = shown.some((one) => needsItsFile(one) || (traces === 'shown' && hasTrace(one)));
  return isNeeded ? readDesiredByName({ ...cluster, project: await loadFiles() }).byName : new Map();
}

function hasTrace({ status }: LiveConnector): boolean {
  if (!status) return false;
  return status.connector.trace !== undefined || status.tasks.some(({ trace }) => trace !== undefined);
}

/**
 * Loads the project without its connector files, which are needed only where something is broken, and reading them
 * takes time; and a function that loads them once. Both share the known secrets.
 */
export async function loadLazily(
  input: ProjectInput,
): Promise<{ readonly project: Project; readonly loadFiles: () => Promise<Project> }> {
  const project = await loadProject({ ...input, connectorFiles: 'left-out' });
  let complete: Promise<Project> | undefined;
  const loadFiles = async () => {
    complete ??= loadProject(input);
    return { ...(await complete), secrets: project.secrets, scrub: project.scrub };
  };
  return { project, loadFiles };
}
