import type { RestartParts } from '../../model/change.ts';
import { ConnectSyncError } from '../../model/error.ts';
import type { AddCommand } from '../command.ts';
import { type ManualOptions, runManualCommand } from '../manual-command.ts';
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
      .argument('<name...>', 'names or globs')
      .description('restart connectors (add --with-tasks for their tasks) and wait for the result'),
    ['text', 'json'],
  )
    .option('--with-tasks', 'restart all tasks too')
    .option('--failed', 'restart only failed connectors and tasks')
    .option('--task <n>', 'restart only this task', count)
    .option('--no-wait', 'do not wait until they are healthy')
    .option('--stable-for <duration>', 'how long they must stay healthy', duration, 3_000)
    .addHelpText(
      'after',
      "\nExample:\n  connect-sync restart --cluster prod 'orders-*' --failed\n  connect-sync restart --cluster prod orders --task 0",
    )
    .action(async (names: string[], options: RestartOptions) =>
      finish(
        await runManualCommand(host, options, async () => ({
          action: { kind: 'restart', parts: partsOf(options) },
          connectors: { names, match: 'glob' },
          command: 'restart',
          again: [...names, ...partsArguments(options)],
          question: 'agreed',
        })),
      ),
    );
};

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
