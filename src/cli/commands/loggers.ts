import { readLoggers } from '../../inspect/loggers.ts';
import type { LoggersView } from '../../model/loggers-view.ts';
import { releaseOf } from '../../model/worker-version.ts';
import { logLevels, setLogLevel } from '../../operations/set-log-level.ts';
import { renderLoggersPage } from '../../render/loggers-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface LoggerChoice {
  readonly logger: string | undefined;
  readonly level: string | undefined;
}

/** `loggers`: shows or sets log levels. */
export const addLoggersCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('loggers')
      .argument('[logger]', 'name or glob')
      .argument('[level]', `set the logger to this level: ${logLevels.join(', ')}`)
      .description(
        `show log levels, or set one (on the whole cluster from Kafka Connect ${releaseOf('loggerScope')} on)`,
      ),
    ['text', 'json'],
    ['strict'],
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

async function runLoggers(
  host: Host,
  options: CommonOptions,
  { logger, level }: LoggerChoice,
): Promise<ExitCode> {
  const run = { host, options };
  const [input, ports] = [inspectInput(run), inspectPorts(run)];
  const results =
    logger !== undefined && level !== undefined
      ? await setLogLevel({ ...input, logger, level }, ports)
      : await readLoggers({ ...input, logger }, ports);
  const color = useColor(host, host.stdout, options.color);
  return reportResults(run, results, {
    format: 'connect-sync/loggers',
    json: (view) => view,
    text: (views) => views.map((view) => renderLoggersPage(view, { color })).join('\n'),
    exitCode: exitCodeOf,
  });
}

function exitCodeOf({ workers, change }: LoggersView): ExitCode {
  if (workers.some((worker) => 'problem' in worker)) return exitCodes.unreadCluster;
  const hasLevel = workers.every(
    (worker) =>
      'loggers' in worker && worker.loggers.every(({ level }) => change === null || level === change.level),
  );
  return hasLevel ? exitCodes.success : exitCodes.failure;
}
