import { readTask, readTasks } from '../../inspect/tasks.ts';
import { renderTaskPage, renderTasksPage } from '../../render/tasks-page.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodeOfUnread, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts, nextCommands } from '../inspect-input.ts';
import { count } from '../options/parsers.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { chosenTraces, type RevealOption, withRevealedTraces } from '../options/reveal.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

type TasksOptions = CommonOptions & RevealOption;

/** `tasks`: the tasks of a connector, or the trace of one task. */
export const addTasksCommand: AddCommand = (program, host, finish) => {
  withRevealedTraces(
    withCommonOptions(
      program
        .command('tasks')
        .argument('<name>', 'name or glob')
        .argument('[task]', 'task number: show its complete trace', count)
        .description(
          'list the tasks of a connector and how their configs differ, or show the trace of one task',
        ),
      ['text', 'json'],
      ['strict'],
    ),
  )
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync tasks orders-elastic --cluster prod\n' +
        '  connect-sync tasks orders-elastic 0      root cause and complete trace of task 0',
    )
    .action(async (name: string, task: number | undefined, options: TasksOptions) =>
      finish(
        await runCommand(host, options, () =>
          task === undefined ? runTasks(host, options, name) : runTask(host, options, { name, task }),
        ),
      ),
    );
};

async function runTasks(host: Host, options: TasksOptions, name: string): Promise<ExitCode> {
  const run = { host, options };
  const results = await readTasks(
    { ...inspectInput(run), name, ...chosenTraces(host, options) },
    inspectPorts(run),
  );
  const color = useColor(host, host.stdout, options.color);
  const next = nextCommands(run);
  return reportResults(run, results, {
    format: 'connect-sync/tasks',
    json: (view) => view,
    text: (views) => views.map((view) => renderTasksPage(view, { color, next })).join('\n'),
    exitCode: ({ connectors }) =>
      exitCodeOfUnread(connectors.flatMap(({ name, problem }) => (problem === null ? [] : [name]))),
  });
}

async function runTask(
  host: Host,
  options: TasksOptions,
  choice: { readonly name: string; readonly task: number },
): Promise<ExitCode> {
  const run = { host, options };
  const results = await readTask(
    { ...inspectInput(run), ...choice, ...chosenTraces(host, options) },
    inspectPorts(run),
  );
  const color = useColor(host, host.stdout, options.color);
  return reportResults(run, results, {
    format: 'connect-sync/task',
    json: (view) => view,
    text: (views) => views.map((view) => renderTaskPage(view, { color })).join('\n'),
    exitCode: () => exitCodes.success,
  });
}
