import { openStatus } from '../../inspect/status.ts';
import type { StatusView } from '../../model/status-view.ts';
import { renderStatusAsMarkdown } from '../../render/markdown-status.ts';
import { renderStatusPage } from '../../render/status-page.ts';
import { statusSection } from '../../render/status-section.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts, nextCommands } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { namesBehindWatch, refuseWatch, type WatchOption, withWatchOption } from '../options/watching.ts';
import { type ResultWriter, reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface StatusOptions extends CommonOptions, WatchOption {
  readonly failed?: boolean;
  readonly all?: boolean;
}

/** `status`: health of connectors and tasks. */
export const addStatusCommand: AddCommand = (program, host, finish) => {
  withWatchOption(
    withCommonOptions(
      program
        .command('status')
        .argument('[name...]', 'names or globs (default: all connectors)')
        .description('show the health of connectors and tasks with root causes; exits with 25 if unhealthy'),
      ['text', 'json', 'markdown'],
    )
      .option('--failed', 'only connectors that FAILED, or of which a task did')
      .option(
        '--all',
        'healthy connectors one by one too; a connector that is named exactly is always shown',
      ),
  )
    .addHelpText(
      'after',
      "\nExamples:\n  connect-sync status --cluster prod 'orders-*'\n" +
        '  connect-sync status --cluster prod --failed\n' +
        '  connect-sync status --cluster prod --watch     what is not healthy, and what has changed',
    )
    .action(async (names: string[], options: StatusOptions) =>
      finish(await runCommand(host, options, () => runStatus(host, options, names))),
    );
};

async function runStatus(host: Host, options: StatusOptions, given: readonly string[]): Promise<ExitCode> {
  refuseWatch(options, 'status');
  const { names, interval } = namesBehindWatch(options, given);
  const selection = { names, listed: options.failed === true ? 'failed' : 'all' } as const;
  const open = (run: CommandRun) => openStatus({ ...inspectInput(run), selection }, inspectPorts(run));
  const run = { host, options };
  const writer = writerFor(run, options, names);
  if (interval === undefined) return reportResults(run, await (await open(run))(), writer);
  const { watch } = await import('../output/watch.ts');
  const color = useColor(host, host.stdout, options.color);
  const next = nextCommands(run);
  return watch(run, {
    interval,
    open,
    section: (view, columns) => statusSection(view, { color, next, columns }),
    page: writer.text,
    exitCode: writer.exitCode,
  });
}

function writerFor(
  run: CommandRun,
  options: StatusOptions,
  names: readonly string[],
): ResultWriter<StatusView> {
  const { host } = run;
  const color = useColor(host, host.stdout, options.color);
  const isNamed = names.length > 0 && !names.some((name) => /[*?]/.test(name));
  const detail = options.all === true || isNamed ? 'all' : 'broken';
  const next = nextCommands(run);
  return {
    format: 'connect-sync/status',
    json: (view) => view,
    text: (views) =>
      options.format === 'markdown'
        ? renderStatusAsMarkdown(views, next)
        : views.map((view) => renderStatusPage(view, { color, detail, next })).join('\n'),
    exitCode: ({ counts }) =>
      counts.failed + counts.progressing > 0 ? exitCodes.unhealthy : exitCodes.success,
  };
}
