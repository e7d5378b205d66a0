import { type PluginPageView, type PluginsView, pluginTypes, readPlugins } from '../../inspect/plugins.ts';
import { releaseOf } from '../../model/worker-version.ts';
import type { ClusterResult } from '../../project/on-each-cluster.ts';
import { renderPluginPage, renderPluginsPage } from '../../render/plugins-page.ts';
import { readSavedPlugins, type SavedInput } from '../../snapshots/saved-plugins.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { inspectInput, inspectPorts } from '../inspect-input.ts';
import { oneOf } from '../options/parsers.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';
import { addPluginsDiffCommand } from './plugins-diff.ts';
import { addPluginsPullCommand } from './plugins-pull.ts';

interface PluginsOptions extends CommonOptions {
  readonly all?: boolean;
  readonly type?: string;
  readonly offline?: boolean;
}

/** `plugins`: the plugins of a worker, or the config keys of one. */
export const addPluginsCommand: AddCommand = (program, host, finish) => {
  // Options behind a subcommand are the subcommand's: both have most of them.
  program.enablePositionalOptions();
  const plugins = withCommonOptions(
    program
      .command('plugins')
      .argument(
        '[class]',
        'class or simple class name, with @VERSION where several are installed: list its config keys; glob: list matching plugins',
      )
      .enablePositionalOptions()
      .helpCommand(false)
      .usage('[options] [class]')
      .description('list installed plugins, or the config keys of one; save them, or compare versions'),
    ['text', 'json'],
    ['strict'],
  )
    .option(
      '--all',
      `include converters, transformations and predicates (Kafka Connect ${releaseOf('pluginConfig')} or later)`,
    )
    .option('--type <type>', `only plugins of this type: ${pluginTypes.join(', ')}`, oneOf(pluginTypes))
    .option('--offline', 'show the plugins that  plugins pull  saved, and contact no cluster')
    .addHelpText(
      'after',
      '\nplugins pull saves the plugin definitions of the workers in the project; plugins diff compares two versions.\n' +
        'Both have a --help of their own.\n' +
        "\nExamples:\n  connect-sync plugins --cluster prod '*elastic*'\n" +
        '  connect-sync plugins FileStreamSource      config keys: type, default, importance, documentation\n' +
        '  connect-sync plugins PostgresConnector@3.2.0.Final',
    )
    .action(async (wanted: string | undefined, options: PluginsOptions) =>
      finish(await runCommand(host, options, () => runPlugins(host, options, wanted))),
    );
  addPluginsPullCommand(plugins, host, finish);
  addPluginsDiffCommand(plugins, host, finish);
};

async function runPlugins(
  host: Host,
  options: PluginsOptions,
  wanted: string | undefined,
): Promise<ExitCode> {
  const run = { host, options };
  const extent = options.all === true ? 'all' : 'connectors';
  const selection = { class: wanted, type: options.type, extent } as const;
  const onIncomplete = (cluster: string, notice: string) => host.stderr.write(`${cluster}: ${notice}\n`);
  const ports = { ...inspectPorts(run), onIncomplete: options.quiet === true ? undefined : onIncomplete };
  const results =
    options.offline === true
      ? [await savedResult({ project: projectInput(host, options), selection })]
      : await readPlugins({ ...inspectInput(run), selection }, ports);
  const color = useColor(host, host.stdout, options.color);
  const columns = host.stdout.isTerminal ? host.stdout.columns : undefined;
  return reportResults(run, results, {
    format: formatOf(results),
    json: (view) => view,
    text: (views) =>
      views
        .map((view) =>
          view.format === 'connect-sync/plugin'
            ? renderPluginPage(view, { color, columns })
            : renderPluginsPage(view, { color }),
        )
        .join('\n'),
    exitCode: () => exitCodes.success,
  });
}

/** Saved plugins in the place of those of a cluster. */
async function savedResult(input: SavedInput): Promise<ClusterResult<PluginsView | PluginPageView>> {
  const value = await readSavedPlugins(input);
  return { cluster: value.cluster, ok: true, value };
}

/** One plugin with its keys, or a list of plugins; each cluster has the same. */
function formatOf(results: readonly ClusterResult<PluginsView | PluginPageView>[]) {
  return results.flatMap((one) => (one.ok ? [one.value.format] : []))[0] ?? 'connect-sync/plugins';
}
