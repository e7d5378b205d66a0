import { readTopics, readTopicsOf, type TopicsView } from '../../inspect/topics.ts';
import { releaseOf } from '../../model/worker-version.ts';
import { resetTopics } from '../../operations/reset-topics.ts';
import { renderTopicsPage } from '../../render/topics-page.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { isConfirmed } from '../confirm.ts';
import { type ExitCode, exitCodeOfUnread, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface TopicsOptions extends CommonOptions {
  readonly reset?: boolean;
  readonly yes?: boolean;
}

/** `topics`: the topics that connectors have used. */
export const addTopicsCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('topics')
      .argument('<name...>', 'names or globs')
      .description(
        `show the topics that connectors have used (Kafka Connect ${releaseOf('topics')} or later)`,
      ),
    ['text', 'json'],
    ['strict'],
  )
    .option('--reset', 'reset the list of used topics; the topics themselves are not changed')
    .option('-y, --yes', 'reset without asking for confirmation')
    .addHelpText('after', "\nExample:\n  connect-sync topics --cluster prod 'orders-*'")
    .action(async (names: string[], options: TopicsOptions) =>
      finish(await runCommand(host, options, () => runTopics(host, options, names))),
    );
};

async function runTopics(host: Host, options: TopicsOptions, names: readonly string[]): Promise<ExitCode> {
  const run = { host, options };
  const input = { ...inspectInput(run), names };
  const results =
    options.reset === true
      ? await resetTopics({ ...input, readBack: readTopicsOf }, resetPorts(run, options.yes === true))
      : await readTopics(input, inspectPorts(run));
  const color = useColor(host, host.stdout, options.color);
  return reportResults<TopicsView | undefined>(run, results, {
    // Without a confirmation there is nothing to show.
    format: 'connect-sync/topics',
    json: (view) => view,
    text: (views) => views.flatMap((view) => (view ? [renderTopicsPage(view, { color })] : [])).join('\n'),
    exitCode: (view) => (view ? exitCodeOf(view) : exitCodes.failure),
  });
}

function resetPorts(run: CommandRun, yes: boolean) {
  return {
    ...inspectPorts(run),
    confirm: ({ cluster, names }: { readonly cluster: string; readonly names: readonly string[] }) =>
      isConfirmed(run.host, {
        label: cluster,
        yes,
        question: `Reset the topics of ${names.join(', ')} on ${cluster}?`,
      }),
  };
}

function exitCodeOf({ connectors }: TopicsView): ExitCode {
  return exitCodeOfUnread(connectors.flatMap((one) => ('problem' in one ? [one.name] : [])));
}
