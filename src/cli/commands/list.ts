import type { ConnectCluster } from '../../connect/connect-cluster.ts';
import {
  arrangeRows,
  checkStates,
  type ListOrder,
  type ListRequest,
  listOrders,
} from '../../inspect/list.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { workerIdsOf } from '../../model/live-connector.ts';
import { viewConnectorList } from '../../model/redaction/view-status.ts';
import type { ConnectorListView } from '../../model/status-view.ts';
import { loadProject } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { readLive } from '../../project/read-cluster.ts';
import { type ClusterContext, chooseClusters } from '../../project/resolve-clusters.ts';
import { selectNames } from '../../project/select-names.ts';
import { renderConnectorTable } from '../../render/connector-table.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import {
  type CommonOptions,
  collect,
  duration,
  oneOf,
  withCommonOptions,
} from '../options/project-options.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { type ResultWriter, reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';
import { watch } from '../watch.ts';

interface ListOptions extends CommonOptions {
  readonly state: readonly string[];
  readonly class: readonly string[];
  readonly type?: string;
  readonly sort: ListOrder;
  /** Milliseconds; true: as often as is good. */
  readonly watch?: number | true;
}

/**
 * `list`: every connector of a cluster in one table, broken ones first. Two requests, however many there are, and one
 * to each further URL that is a worker with connectors.
 */
export const addListCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('list')
      .argument('[name...]', 'names or globs; all connectors where left out')
      .description('list the connectors of a cluster, broken ones first'),
    ['text', 'json'],
  )
    .option(
      '--state <state>',
      'only those in this state (FAILED: or with a FAILED task); may be repeated',
      collect,
      [],
    )
    .option('--class <glob>', 'only those of this class, in full or in short; may be repeated', collect, [])
    .option('--type <type>', 'only sources or sinks', oneOf(['source', 'sink']))
    .option('--sort <order>', `${listOrders.join(', ')}`, oneOf(listOrders), 'broken')
    .option('--watch [interval]', 'show it again and again, every 5s or so often', duration)
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync list --cluster prod\n  connect-sync list -q      names alone\n' +
        "  connect-sync list --state failed --class '*Debezium*' --watch",
    )
    .action(async (names: string[], options: ListOptions) =>
      finish(await runCommand(host, options, () => runList(host, options, names))),
    );
};

async function runList(host: Host, options: ListOptions, names: readonly string[]): Promise<ExitCode> {
  const { state, class: classes, type, sort } = options;
  const wish = { states: checkStates(state), classes, type, sort };
  const input = projectInput(host, options);
  const project = await loadProject({ ...input, connectorFiles: 'left-out' });
  const looks = await chooseClusters(project, clusterChoice(host, options));
  const look = () =>
    onEachCluster(looks, portsOf(host, options), (cluster, one) =>
      listConnectors(cluster, one, { names, wish }),
    );
  const writer = writerFor({ host, options });
  if (options.watch === undefined) return reportResults({ host, options }, await look(), writer);
  if (options.format === 'json') throw noJson();
  return watch(host, options.watch === true ? undefined : options.watch, async (output) =>
    reportResults({ options, host: { ...host, stdout: output } }, await look(), writer),
  );
}

interface Wanted {
  readonly names: readonly string[];
  readonly wish: ListRequest;
}

async function listConnectors(
  cluster: ConnectCluster,
  { label }: ClusterContext,
  { names, wish }: Wanted,
): Promise<ConnectorListView> {
  const live = await readLive(cluster);
  const chosen = new Set(selectNames(names, [...live.keys()], `on ${label}`));
  const refusing = await cluster.findUnreachable(workerIdsOf(live.values()));
  const view = viewConnectorList(live.values(), label, refusing);
  const named = view.connectors.filter(({ name }) => chosen.has(name));
  return { ...view, connectors: arrangeRows(named, wish) };
}

function writerFor({ host, options }: CommandRun): ResultWriter<ConnectorListView> {
  const color = useColor(host, host.stdout, options.color);
  return {
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
    message: '--watch shows a page again and again, which is no JSON document',
    hint: 'call  connect-sync list -f json  as often as you need it',
    category: 'usage',
  });
}
