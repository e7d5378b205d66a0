import type { OperatorCluster } from '../../connect/operator-cluster.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type {
  LoggerChangeView,
  LoggersView,
  LoggerView,
  WorkerLoggersView,
} from '../../model/loggers-view.ts';
import { matchesNameGlob } from '../../model/name-glob.ts';
import { nearestName } from '../../model/nearest-name.ts';
import { poll } from '../../model/poll.ts';
import type { Ports } from '../../model/ports.ts';
import type { WorkerLogger } from '../../model/worker-details.ts';
import { WorkerFailure } from '../../model/worker-failure.ts';
import { supports } from '../../model/worker-version.ts';
import { loadProject } from '../../project/load-project.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import { onEachUrl, type UrlResult } from '../../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters } from '../../project/resolve-clusters.ts';
import { renderLoggersPage } from '../../render/loggers-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

const levels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'] as const;
/** A change for the whole cluster goes through its config topic. */
const patienceMilliseconds = 10_000;
const settlingMilliseconds = 2_000;

interface LoggerChoice {
  readonly logger: string | undefined;
  readonly level: string | undefined;
}

/** `loggers`: the log levels of the workers; sets one, on all workers where they can. */
export const addLoggersCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('loggers')
      .argument('[logger]', 'a logger, or a glob')
      .argument('[level]', `the level to set it to: ${levels.join(', ')}`)
      .description('show log levels; set one, on every worker of the cluster from 3.7 on'),
    ['text', 'json'],
  )
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync loggers --cluster prod\n' +
        '  connect-sync loggers org.apache.kafka.connect.runtime.WorkerSinkTask DEBUG',
    )
    .action(async (logger: string | undefined, level: string | undefined, options: CommonOptions) =>
      finish(await runCommand(host, options, () => runLoggers(host, options, { logger, level }))),
    );
};

async function runLoggers(host: Host, options: CommonOptions, choice: LoggerChoice): Promise<ExitCode> {
  const level = choice.level?.toUpperCase();
  if (level !== undefined) checkChange(choice.logger ?? '', level);
  const project = await loadProject(projectInput(host, options));
  const looks = await chooseClusters(project, clusterChoice(host, options));
  const results = await Promise.all(
    looks.map((look) => onOne(look, { ...choice, level, ports: portsOf(host, options) })),
  );
  const color = useColor(host, host.stdout, options.color);
  return reportResults({ host, options }, results, {
    json: (view) => view,
    text: (views) => views.map((view) => renderLoggersPage(view, { color })).join('\n'),
    exitCode: exitCodeOf,
  });
}

/** @throws ConnectSyncError (usage) */
function checkChange(logger: string, level: string): void {
  const isLevel = levels.some((known) => known === level);
  if (isLevel && !/[*?]/.test(logger)) return;
  throw new ConnectSyncError({
    code: 'logger-usage',
    message: isLevel
      ? `"${logger}" is a glob, and a level is set on one logger`
      : `"${level}" is no log level`,
    hint: isLevel ? 'what is below a logger is set with it' : `levels are ${levels.join(', ')}`,
    category: 'usage',
  });
}

async function onOne(
  look: ClusterContext,
  { logger, level, ports }: LoggerChoice & { readonly ports: Ports },
): Promise<ClusterResult<LoggersView>> {
  const { label } = look;
  const base = { format: 'connect-sync/loggers', version: 1, cluster: label } as const;
  try {
    if (logger === undefined || level === undefined) {
      const workers = await readAll(look, logger, ports);
      return { cluster: label, ok: true, value: { ...base, workers, change: null } };
    }
    const change = await setEverywhere(look, { logger, level }, ports);
    const workers = (
      await onEachUrl(look, ports, (cluster) => seeLevel(cluster, { logger, level }, ports))
    ).map(view);
    return { cluster: label, ok: true, value: { ...base, workers, change } };
  } catch (error) {
    if (error instanceof ConnectSyncError) return { cluster: label, ok: false, error };
    throw error;
  }
}

async function readAll(
  look: ClusterContext,
  wanted: string | undefined,
  ports: Ports,
): Promise<readonly WorkerLoggersView[]> {
  const asked = await onEachUrl(look, ports, (cluster) =>
    cluster.readLoggers().then((all) => pick(cluster, all, wanted)),
  );
  const isFound = asked.some((one) => one.ok && one.value.length > 0);
  if (wanted !== undefined && !isFound && asked.every(({ ok }) => ok))
    throw await unknownLogger(look, wanted, ports);
  return asked.map(view);
}

/** A logger without a level of its own is in no list, and yet there may be one. */
async function pick(
  cluster: OperatorCluster,
  all: readonly WorkerLogger[],
  wanted: string | undefined,
): Promise<readonly WorkerLogger[]> {
  const found = all.filter(({ name }) => wanted === undefined || matchesNameGlob(wanted, name));
  if (found.length > 0 || wanted === undefined || /[*?]/.test(wanted)) return found;
  const own = await readIfThere(cluster, wanted);
  return own ? [own] : [];
}

async function readIfThere(cluster: OperatorCluster, logger: string): Promise<WorkerLogger | undefined> {
  try {
    return await cluster.readLogger(logger);
  } catch (error) {
    if (error instanceof WorkerFailure && error.verdict === 'absent') return undefined;
    throw error;
  }
}

async function unknownLogger(look: ClusterContext, wanted: string, ports: Ports): Promise<ConnectSyncError> {
  const asked = await onEachUrl(look, ports, (cluster) => cluster.readLoggers());
  const names = asked.flatMap((one) => (one.ok ? one.value.map(({ name }) => name) : []));
  const near = nearestName(wanted, [...new Set(names)]);
  return new ConnectSyncError({
    code: 'unknown-logger',
    message: `no logger ${/[*?]/.test(wanted) ? 'matches' : 'is called'} "${wanted}" on ${look.label}`,
    hint: near
      ? `did you mean "${near}"?`
      : 'connect-sync loggers lists those that have a level; setting a level makes a logger',
    category: 'failure',
  });
}

interface Change {
  readonly logger: string;
  readonly level: string;
}

/** One request tells every worker from 3.7 on; before, each URL is told by itself. */
async function setEverywhere(
  look: ClusterContext,
  { logger, level }: Change,
  ports: Ports,
): Promise<LoggerChangeView> {
  const tried = await onEachUrl(look, ports, async (cluster) => {
    const worker = await cluster.readWorker();
    return supports(worker.version, 'loggerScope');
  });
  const one = tried.find((result) => result.ok && result.value);
  const targets = one ? { ...look, target: { ...look.target, urls: [one.url] as const } } : look;
  const told = await onEachUrl(targets, ports, (cluster) =>
    cluster.setLogger(logger, { level, scope: one ? 'cluster' : 'worker' }),
  );
  const failed = told.find((result) => !result.ok);
  if (failed && !failed.ok && told.every(({ ok }) => !ok)) throw failed.error;
  const isCluster = told.every((result) => result.ok && result.value === 'cluster');
  return { logger, level, reached: isCluster ? 'cluster' : 'urls' };
}

/** Reads the logger back until it shows the level; what it shows last is what counts. */
async function seeLevel(
  cluster: OperatorCluster,
  { logger, level }: Change,
  { clock, signal }: Ports,
): Promise<readonly WorkerLogger[]> {
  const started = clock.now();
  const remaining = () => patienceMilliseconds - (clock.now() - started);
  let last: WorkerLogger | undefined;
  await poll(
    async () => {
      last = await readIfThere(cluster, logger);
      // From 4.0 on a logger that inherits the level is not made; one that was made may take a moment to show.
      const isNotMade = last === undefined && clock.now() - started > settlingMilliseconds;
      return isNotMade || last?.level === level ? true : undefined;
    },
    { clock, signal, remaining },
  );
  return last ? [last] : [];
}

function view(asked: UrlResult<readonly WorkerLogger[]>): WorkerLoggersView {
  const { url } = asked;
  return asked.ok ? { url, loggers: asked.value.map(viewLogger) } : { url, problem: asked.error.message };
}

function viewLogger({ name, level, lastModified }: WorkerLogger): LoggerView {
  return {
    name,
    level,
    lastModified: lastModified === undefined ? null : new Date(lastModified).toISOString(),
  };
}

function exitCodeOf({ workers, change }: LoggersView): ExitCode {
  if (workers.some((worker) => 'problem' in worker)) return exitCodes.unreadCluster;
  const isAsDesired = workers.every(
    (worker) =>
      'loggers' in worker && worker.loggers.every(({ level }) => change === null || level === change.level),
  );
  return isAsDesired ? exitCodes.success : exitCodes.failure;
}
