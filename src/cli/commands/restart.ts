import type { RestartParts } from '../../model/change.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { selectNames } from '../../project/select-names.ts';
import type { AddCommand } from '../command.ts';
import { type ManualOptions, runManualCommand } from '../manual-command.ts';
import { count, duration, withCommonOptions } from '../options/project-options.ts';

interface RestartOptions extends ManualOptions {
  readonly withTasks?: boolean;
  readonly failed?: boolean;
  readonly task?: number;
}

/** `restart`: the connector alone, with its tasks, what is FAILED, or one task; waits and shows what came of it. */
export const addRestartCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('restart')
      .argument('<name...>', 'names or globs')
      .description(
        'restart connectors, without their tasks unless that is asked for, and wait until it shows',
      ),
    ['text', 'json'],
  )
    .option('--with-tasks', 'restart all their tasks too')
    .option('--failed', 'restart what is FAILED of them, connector or tasks, and nothing else')
    .option('--task <n>', 'restart this task alone', count)
    .option('--no-wait', 'do not wait until they are healthy')
    .option('--stable-for <duration>', 'how long they must stay healthy', duration, 3_000)
    .addHelpText(
      'after',
      "\nExample:\n  connect-sync restart --cluster prod 'orders-*' --failed\n  connect-sync restart --cluster prod orders --task 0",
    )
    .action(async (names: string[], options: RestartOptions) =>
      finish(
        await runManualCommand(host, options, async () => ({
          asked: { kind: 'restart', parts: partsOf(options) },
          select: (live, where) => selectNames(names, live, where),
          command: 'restart',
          again: [...names, ...partsArguments(options)],
        })),
      ),
    );
};

/** @throws ConnectSyncError (usage) where two of them are asked for that exclude each other */
function partsOf({ withTasks, failed, task }: RestartOptions): RestartParts {
  if (task !== undefined && (withTasks || failed)) {
    throw new ConnectSyncError({
      code: 'restart-usage',
      message: '--task restarts one task: it cannot be combined with --with-tasks or --failed',
      category: 'usage',
    });
  }
  if (task !== undefined) return { task };
  // What is FAILED is looked for among the tasks as well; together the two mean the same.
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
