import { type ConnectorListView, type ListOrder, listOrders, openConnectorList } from '../../inspect/list.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { renderConnectorTable } from '../../render/connector-table.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { collect, duration, oneOf } from '../options/parsers.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { type ResultWriter, reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';
import { watch } from '../watch.ts';

interface ListOptions extends CommonOptions {
  readonly state: readonly string[];
  readonly class: readonly string[];
  readonly type?: string;
  readonly sort: ListOrder;
  /** Milliseconds; true: the default interval. */
  readonly watch?: number | true;
}

/**
 * `list`: all connectors of a cluster in one table. It takes two requests, however many connectors there are, and one
 * to each further URL that is a worker with connectors.
 */
export const addListCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('list')
      .argument('[name...]', 'names or globs (default: all connectors)')
      .description('list connectors, broken ones first'),
    ['text', 'json'],
  )
    .option(
      '--state <state>',
      'only connectors in this state; failed includes connectors with a failed task; may be repeated',
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
    .option('--watch [interval]', 'refresh the list repeatedly (default: every 5s)', duration)
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync list --cluster prod\n  connect-sync list -q      names only\n' +
        "  connect-sync list --state failed --class '*Debezium*' --watch",
    )
    .action(async (names: string[], options: ListOptions) =>
      finish(await runCommand(host, options, () => runList(host, options, names))),
    );
};

async function runList(host: Host, options: ListOptions, names: readonly string[]): Promise<ExitCode> {
  const run = { host, options };
  const { state: states, class: classes, type, sort } = options;
  const selection = { names, states, classes, type, sort };
  const readList = await openConnectorList({ ...inspectInput(run), selection }, inspectPorts(run));
  const writer = writerFor(host, options);
  if (options.watch === undefined) return reportResults(run, await readList(), writer);
  if (options.format === 'json') throw noJson();
  return watch(host, options.watch === true ? undefined : options.watch, async (output) =>
    reportResults({ host: { ...host, stdout: output }, options }, await readList(), writer),
  );
}

function writerFor(host: Host, options: ListOptions): ResultWriter<ConnectorListView> {
  const color = useColor(host, host.stdout, options.color);
  return {
    format: 'connect-sync/list',
    json: (view) => view,
    text: (views) =>
      options.quiet === true
        ? views.map(namesOf).join('')
        : views.map((view) => renderConnectorTable(view, { color })).join('\n'),
    exitCode: () => exitCodes.success,
  };
}

function namesOf(view: ConnectorListView): string {
  return view.connectors.map((connector) => `${connector.name}\n`).join('');
}

function noJson(): ConnectSyncError {
  return new ConnectSyncError({
    code: 'watch-is-for-people',
    message: '--watch cannot be combined with --format json',
    hint: 'run  connect-sync list -f json  repeatedly',
    category: 'usage',
  });
}
