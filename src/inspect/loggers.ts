import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { LoggersView, WorkerLoggersView } from '../model/loggers-view.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Ports } from '../model/ports.ts';
import type { WorkerLogger } from '../model/worker-details.ts';
import { loadProject } from '../project/load-project.ts';
import { type ClusterResult, onEachUrl, resultOf } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import { readLogger, viewWorkerLoggers } from '../project/worker-loggers.ts';
import type { InspectInput } from './read-clusters.ts';

/**
 * The log levels of the worker at each URL of each cluster.
 *
 * @param input `logger`: a name or glob; left out: all
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export async function readLoggers(
  input: InspectInput & { readonly logger: string | undefined },
  ports: Ports,
): Promise<readonly ClusterResult<LoggersView>[]> {
  const clusters = await chooseClusters(await loadProject(input.project), input.clusters);
  return Promise.all(
    clusters.map((cluster) =>
      resultOf(cluster, async (): Promise<LoggersView> => {
        const workers = await readWorkers(cluster, input.logger, ports);
        return { format: 'connect-sync/loggers', version: 1, cluster: cluster.label, workers, change: null };
      }),
    ),
  );
}

async function readWorkers(
  cluster: ClusterContext,
  wanted: string | undefined,
  ports: Ports,
): Promise<readonly WorkerLoggersView[]> {
  const results = await onEachUrl(cluster, ports, async (connection) =>
    selectLoggers(connection, await connection.readLoggers(), wanted),
  );
  const isFound = results.some((one) => one.ok && one.value.length > 0);
  if (wanted !== undefined && !isFound && results.every(({ ok }) => ok))
    throw await unknownLogger(cluster, wanted, ports);
  return results.map((result) => viewWorkerLoggers(result, cluster.project.scrub));
}

/** The list of a worker lacks loggers without a level of their own, so a name is looked up by itself. */
async function selectLoggers(
  connection: ConnectCluster,
  all: readonly WorkerLogger[],
  wanted: string | undefined,
): Promise<readonly WorkerLogger[]> {
  const found = all.filter(({ name }) => wanted === undefined || matchesNameGlob(wanted, name));
  if (found.length > 0 || wanted === undefined || /[*?]/.test(wanted)) return found;
  const own = await readLogger(connection, wanted);
  return own ? [own] : [];
}

async function unknownLogger(
  cluster: ClusterContext,
  wanted: string,
  ports: Ports,
): Promise<ConnectSyncError> {
  const results = await onEachUrl(cluster, ports, (connection) => connection.readLoggers());
  const names = results.flatMap((one) => (one.ok ? one.value.map(({ name }) => name) : []));
  const near = nearestName(wanted, [...new Set(names)]);
  return new ConnectSyncError({
    code: 'unknown-logger',
    message: `no logger ${/[*?]/.test(wanted) ? 'matches' : 'is called'} "${wanted}" on ${cluster.label}`,
    hint: near
      ? `did you mean "${near}"?`
      : 'connect-sync loggers lists loggers that have a level; setting a level creates a logger',
    category: 'failure',
  });
}
