import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { LoggersView, LogLevelChangeView } from '../model/loggers-view.ts';
import { poll } from '../model/poll.ts';
import type { Ports } from '../model/ports.ts';
import type { WorkerLogger } from '../model/worker-details.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import { type ClusterResult, onEachUrl, resultOf, type UrlResult } from '../project/on-each-cluster.ts';
import { checkIdentity } from '../project/read-cluster.ts';
import { type ClusterContext, chooseClusters } from '../project/resolve-clusters.ts';
import { readLogger, viewWorkerLoggers } from '../project/worker-loggers.ts';

/** The log levels of Kafka Connect. */
export const logLevels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'] as const;

/** Which logger to change, where, and how. */
export interface SetLogLevelInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  readonly logger: string;
  /** In any case. */
  readonly level: string;
}

/** A change for the whole cluster travels through its config topic. */
const propagationMilliseconds = 10_000;
const settlingMilliseconds = 2_000;

/**
 * Sets the level of a logger and reads it back. From Kafka Connect 3.7 on one request changes every worker of a
 * cluster; before, only the workers at the URLs are changed.
 *
 * @throws ConnectSyncError `logger-usage`
 * @throws InvalidInputError if the project file has errors
 */
export async function setLogLevel(
  input: SetLogLevelInput,
  ports: Ports,
): Promise<readonly ClusterResult<LoggersView>[]> {
  const change = { logger: input.logger, level: input.level.toUpperCase() };
  checkChange(change);
  const clusters = await chooseClusters(await loadProject(input.project), input.clusters);
  return Promise.all(
    clusters.map((cluster) => resultOf(cluster, () => setOnCluster(cluster, change, ports))),
  );
}

interface LogLevel {
  readonly logger: string;
  readonly level: string;
}

function checkChange({ logger, level }: LogLevel): void {
  const isLevel = logLevels.some((known) => known === level);
  if (isLevel && !/[*?]/.test(logger)) return;
  throw new ConnectSyncError({
    code: 'logger-usage',
    message: isLevel
      ? `"${logger}" is a glob, but a level is set on one logger`
      : `"${level}" is not a log level`,
    hint: isLevel ? 'loggers below a logger inherit its level' : `levels are ${logLevels.join(', ')}`,
    category: 'usage',
  });
}

async function setOnCluster(cluster: ClusterContext, wanted: LogLevel, ports: Ports): Promise<LoggersView> {
  const change = await setEverywhere(cluster, wanted, ports);
  const results = await onEachUrl(cluster, ports, (connection) => awaitLevel(connection, wanted, ports));
  return {
    format: 'connect-sync/loggers',
    version: 1,
    cluster: cluster.label,
    workers: results.map((result) => viewWorkerLoggers(result, cluster.project.scrub)),
    change,
  };
}

async function setEverywhere(
  cluster: ClusterContext,
  { logger, level }: LogLevel,
  ports: Ports,
): Promise<LogLevelChangeView> {
  const workers = await readWorkers(cluster, ports);
  const capable = cluster.target.urls.find((_, index) => hasLoggerScope(workers[index]));
  const known = workers.find(({ ok }) => ok);
  const pinned = {
    ...cluster.target,
    ...(known?.ok && { kafkaClusterId: known.value.kafkaClusterId }),
    ...(capable !== undefined && { urls: [capable] as const }),
  };
  const target = { ...cluster, target: pinned };
  const results = await onEachUrl(target, ports, (connection) =>
    connection.setLogger(logger, { level, scope: capable ? 'cluster' : 'worker' }),
  );
  const failed = results.find((result) => !result.ok);
  if (failed && !failed.ok && results.every(({ ok }) => !ok)) throw failed.error;
  const isCluster = results.every((result) => result.ok && result.value === 'cluster');
  return { logger, level, reached: isCluster ? 'cluster' : 'urls' };
}

function hasLoggerScope(result: UrlResult<WorkerInfo> | undefined): boolean {
  return result?.ok === true && supports(result.value.version, 'loggerScope');
}

/** @throws ConnectSyncError (`other-cluster`) where the URLs do not lead to one Kafka cluster, the declared one */
async function readWorkers(cluster: ClusterContext, ports: Ports): Promise<readonly UrlResult<WorkerInfo>[]> {
  const results = await onEachUrl(cluster, ports, (connection) => connection.readWorker());
  const workers = results.flatMap((result) => (result.ok ? [result.value] : []));
  const kafkaClusterId = cluster.target.kafkaClusterId ?? workers[0]?.kafkaClusterId;
  for (const worker of workers) checkIdentity(worker, { label: cluster.label, kafkaClusterId });
  return results;
}

/** Reads the logger until it has the level. The last reading is the result, whatever it shows. */
async function awaitLevel(
  connection: ConnectCluster,
  { logger, level }: LogLevel,
  { clock, signal }: Ports,
): Promise<readonly WorkerLogger[]> {
  const started = clock.now();
  const remaining = () => propagationMilliseconds - (clock.now() - started);
  let last: WorkerLogger | undefined;
  await poll(
    async () => {
      last = await readLogger(connection, logger);
      // From 4.0 on, no logger is created if it would inherit the level anyway. A new logger may show with a delay.
      const isNotCreated = last === undefined && clock.now() - started > settlingMilliseconds;
      return isNotCreated || last?.level === level ? true : undefined;
    },
    { clock, signal, remaining },
  );
  return last ? [last] : [];
}
