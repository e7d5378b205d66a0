import { type ConnectorListView, type ListOrder, listOrders, openConnectorList } from '../../inspect/list.ts';
import { colorsFor } from '../../render/colors.ts';
import { renderConnectorTable, tableSection } from '../../render/connector-table.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts, nextCommands } from '../inspect-input.ts';
import { collect, oneOf } from '../options/parsers.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { namesBehindWatch, refuseWatch, type WatchOption, withWatchOption } from '../options/watching.ts';
import { type ResultWriter, reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface ListOptions extends CommonOptions, WatchOption {
  readonly state: readonly string[];
  readonly class: readonly string[];
  readonly type?: string;
  readonly sort: ListOrder;
  readonly wide?: boolean;
  readonly why?: boolean;
}

/**
 * `list`: all connectors of a cluster in one table. It takes two requests, however many connectors there are, and one
 * to each further URL that is a worker with connectors.
 */
export const addListCommand: AddCommand = (program, host, finish) => {
  const command = withCommonOptions(
    program
      .command('list')
      .argument('[name...]', 'names or globs (default: all connectors)')
      .description('list connectors, broken ones first'),
    ['text', 'json'],
    ['strict'],
  )
    .option(
      '--state <states>',
      'only connectors in these states, separated by commas; failed includes connectors with a failed task; may be repeated',
      collect,
      [],
    )
    .option(
      '--class <glob>',
      'only connectors of this class or simple class name; may be repeated',
      collect,
      [],
    )
    .option('--type <type>', 'only sources or sinks', oneOf(['source', 'sink']))
    .option('--sort <order>', `${listOrders.join(', ')}`, oneOf(listOrders), 'broken')
    .option(
      '-w, --wide',
      'classes with versions, and causes, in full (default: fitted to the terminal; in full into a pipe)',
    )
    .option('--why', 'the root cause at the end of each broken row');
  withWatchOption(command)
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync list --cluster prod\n  connect-sync list -q      names only\n' +
        '  connect-sync list --state failed,unassigned --why\n' +
        "  connect-sync list --class '*Debezium*' --watch",
    )
    .action(async (names: string[], options: ListOptions) =>
      finish(await runCommand(host, options, () => runList(host, options, names))),
    );
};

async function runList(host: Host, options: ListOptions, given: readonly string[]): Promise<ExitCode> {
  refuseWatch(options, 'list');
  const { names, interval } = namesBehindWatch(options, given);
  const { state: states, class: classes, type, sort, why } = options;
  const causes = why === true ? 'shown' : 'hidden';
  const versions = options.wide === true ? 'installed' : 'reported';
  const selection = { names, states, classes, type, sort, causes, versions } as const;
  const open = (run: CommandRun) => openConnectorList({ ...inspectInput(run), selection }, inspectPorts(run));
  const run = { host, options };
  const writer = writerFor(run, options);
  if (interval === undefined) return reportResults(run, await (await open(run))(), writer);
  const { watch } = await import('../output/watch.ts');
  const colors = colorsFor({ color: useColor(host, host.stdout, options.color) });
  return watch(run, {
    interval,
    open,
    section: (view, columns) =>
      tableSection(view, { colors, width: options.wide ? undefined : columns, versions: options.wide }),
    page: writer.text,
    exitCode: writer.exitCode,
  });
}

function writerFor(run: CommandRun, options: ListOptions): ResultWriter<ConnectorListView> {
  const { host } = run;
  const color = useColor(host, host.stdout, options.color);
  // A script wants whole values, and one line for each connector.
  const isFitted = host.stdout.isTerminal && options.wide !== true;
  const shown = {
    color,
    width: isFitted ? host.stdout.columns : undefined,
    next: nextCommands(run),
    versions: options.wide,
  };
  return {
    format: 'connect-sync/list',
    json: (view) => view,
    text: (views) =>
      options.quiet === true
        ? views.map(namesOf).join('')
        : views.map((view) => renderConnectorTable(view, shown)).join('\n'),
    exitCode: () => exitCodes.success,
  };
}

function namesOf(view: ConnectorListView): string {
  return view.connectors.map((connector) => `${connector.name}\n`).join('');
}
