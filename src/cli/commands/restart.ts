import type { RestartParts } from '../../model/change.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { PlannedCluster } from '../../reconcile/plan-cluster.ts';
import type { AddCommand } from '../command.ts';
import { type ManualCommand, type ManualOptions, runManualCommand } from '../manual-command.ts';
import { count, duration } from '../options/parsers.ts';
import { withCommonOptions } from '../options/project-options.ts';

interface RestartOptions extends ManualOptions {
  readonly withTasks?: boolean;
  readonly failed?: boolean;
  readonly task?: number;
}

/** `restart`: restarts connectors, their tasks, only what failed, or one task. */
export const addRestartCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('restart')
      .argument('[name...]', 'names or globs; with --failed, everything that FAILED if none is given')
      .description('restart connectors (add --with-tasks for their tasks) and wait for the result'),
    ['text', 'json'],
  )
    .option('--with-tasks', 'restart all tasks too')
    .option('--failed', 'restart only failed connectors and tasks; without a name those of the whole cluster')
    .option('--task <n>', 'restart only this task', count)
    .option('-y, --yes', 'restart everything that FAILED without asking for confirmation')
    .option('--no-wait', 'do not wait until they are healthy')
    .option('--stable-for <duration>', 'how long they must stay healthy', duration, 3_000)
    .addHelpText(
      'after',
      "\nExample:\n  connect-sync restart --cluster prod 'orders-*' --failed\n  connect-sync restart --cluster prod --failed      # everything that FAILED, after confirmation\n  connect-sync restart --cluster prod orders --task 0",
    )
    .action(async (names: string[], options: RestartOptions) =>
      finish(await runManualCommand(host, options, async () => restartOf(options, names))),
    );
};

/** @throws ConnectSyncError (usage) if no connector is selected */
function restartOf(options: RestartOptions, names: readonly string[]): ManualCommand {
  const action = { kind: 'restart', parts: partsOf(options) } as const;
  const common = { action, command: 'restart', again: [...names, ...partsArguments(options)] };
  if (names.length > 0) return { ...common, connectors: { names, match: 'glob' }, question: 'agreed' };
  if (options.failed !== true) throw noneNamed();
  return {
    ...common,
    connectors: { names, match: 'failed' },
    question: options.yes === true ? 'agreed' : question,
    nothing: 'Nothing to restart: no connector and no task has FAILED.',
  };
}

function question({ cluster, plan }: PlannedCluster): string {
  const [only, ...others] = plan.steps;
  const what = only && others.length === 0 ? only.change.name : `these ${plan.steps.length} connectors`;
  return `Restart what FAILED of ${what} on ${cluster}?`;
}

function noneNamed(): ConnectSyncError {
  return new ConnectSyncError({
    code: 'restart-usage',
    message: 'no connector is named',
    hint: 'name connectors, or add --failed to restart everything that FAILED',
    category: 'usage',
  });
}

/** @throws ConnectSyncError (usage) if options exclude each other */
function partsOf({ withTasks, failed, task }: RestartOptions): RestartParts {
  if (task !== undefined && (withTasks || failed)) {
    throw new ConnectSyncError({
      code: 'restart-usage',
      message: '--task restarts one task: it cannot be combined with --with-tasks or --failed',
      category: 'usage',
    });
  }
  if (task !== undefined) return { task };
  // --failed includes failed tasks, so --with-tasks adds nothing to it.
  if (failed) return 'failed';
  return withTasks ? 'connector-and-tasks' : 'connector';
}

function partsArguments({ withTasks, failed, task }: RestartOptions): string[] {
  return [
    ...(withTasks ? ['--with-tasks'] : []),
    ...(failed ? ['--failed'] : []),
    ...(task === undefined ? [] : ['--task', String(task)]),
  ];
}
