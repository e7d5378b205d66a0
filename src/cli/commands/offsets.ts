import { type OffsetsView, readOffsets, readOffsetsOf } from '../../inspect/offsets.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { toExactJson } from '../../model/print-json.ts';
import { changeOffsets, type OffsetsOrder, selectConnector } from '../../operations/change-offsets.ts';
import { readOffsetsFile } from '../../operations/read-offsets-file.ts';
import { loadProject } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { chooseClusters, requireOneCluster } from '../../project/resolve-clusters.ts';
import { withGracePeriod } from '../../reconcile/grace-period.ts';
import { renderOffsetsPage } from '../../render/offsets-page.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { type CommonOptions, withCommonOptions, workingDirectory } from '../options/project-options.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

interface OffsetsOptions extends CommonOptions {
  readonly reset?: boolean;
  readonly set?: string;
  readonly stop?: boolean;
  readonly yes?: boolean;
}

/** `offsets`: how far connectors have read or written; resets or sets them on request. */
export const addOffsetsCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('offsets')
      .argument('<name...>', 'names or globs; one connector where offsets are changed')
      .description(
        'show how far connectors have read or written (3.5 or later); reset or set it (3.6 or later)',
      ),
    ['text', 'json'],
  )
    .option('--reset', 'forget all offsets of the connector: it begins anew')
    .option('--set <file>', 'set the offsets of a JSON file: of offsets -f json, or a backup')
    .option('--stop', 'stop the connector around the change, and bring it back to its state afterwards')
    .option('--yes', 'do not ask before the change')
    .addHelpText(
      'after',
      '\nExamples:\n  connect-sync offsets orders-source --cluster prod -f json > offsets.json\n' +
        '  connect-sync offsets orders-source --cluster prod --set offsets.json --stop\n' +
        '  connect-sync offsets orders-source --cluster prod --reset --stop --yes',
    )
    .action(async (names: string[], options: OffsetsOptions) =>
      finish(
        await runCommand(host, options, () =>
          options.reset === true || options.set !== undefined
            ? runChange(host, options, names)
            : runOffsets(host, options, names),
        ),
      ),
    );
};

async function runOffsets(host: Host, options: OffsetsOptions, names: readonly string[]): Promise<ExitCode> {
  if (options.stop === true) throw usage('--stop goes with --reset or --set');
  const run = { host, options };
  const results = await readOffsets({ ...inspectInput(run), names }, inspectPorts(run));
  return report(run, results);
}

async function runChange(host: Host, options: OffsetsOptions, names: readonly string[]): Promise<ExitCode> {
  if (options.reset === true && options.set !== undefined)
    throw usage('--reset and --set exclude each other');
  const run = { host, options };
  const project = await loadProject(projectInput(host, options));
  const looks = await chooseClusters(project, clusterChoice(host, options));
  requireOneCluster(looks, 'offsets are changed');
  // An interrupt lets what is in flight end, and a connector that was stopped be brought back.
  const results = await withGracePeriod(portsOf(host, options), (signal) =>
    onEachCluster(looks, { ...portsOf(host, options), signal }, async (cluster, look) => {
      const live = await selectConnector(cluster, look, { names, ports: inspectPorts(run) });
      const order = await orderFrom(host, options, live.name);
      if (!(await changeOffsets(cluster, look, { live, order, run }))) return undefined;
      const statuses = await cluster.readStatuses();
      return readOffsetsOf(cluster, look, [{ ...live, status: statuses.get(live.name) }]);
    }),
  );
  return report(run, results);
}

async function orderFrom(host: Host, options: OffsetsOptions, name: string): Promise<OffsetsOrder> {
  const [stop, yes] = [options.stop === true, options.yes === true];
  if (options.set === undefined) return { wish: { kind: 'reset' }, origin: undefined, stop, yes };
  const directory = workingDirectory(host, options);
  const { entries, origin } = await readOffsetsFile(directory, options.set, name);
  return { wish: { kind: 'set', entries }, origin, stop, yes };
}

function report(
  { host, options }: CommandRun,
  results: Parameters<typeof reportResults<OffsetsView | undefined>>[1],
): ExitCode {
  const color = useColor(host, host.stdout, options.color);
  return reportResults({ host, options }, results, {
    // Where a person was asked and did not agree, there is nothing to show.
    json: (view) => view ?? { complete: false, diagnostics: [] },
    print: toExactJson,
    text: (views) => views.flatMap((view) => (view ? [renderOffsetsPage(view, { color })] : [])).join('\n'),
    exitCode: (view) => (view ? exitCodeOf(view) : exitCodes.failure),
  });
}

function exitCodeOf({ connectors }: OffsetsView): ExitCode {
  return connectors.some((connector) => 'problem' in connector) ? exitCodes.unreadCluster : exitCodes.success;
}

function usage(message: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'offsets-usage', message, category: 'usage' });
}
