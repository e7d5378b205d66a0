import type { OperatorCluster } from '../../connect/operator-cluster.ts';
import { unsupported } from '../../inspect/inspect-connectors.ts';
import { findPlugins } from '../../inspect/plugins.ts';
import { compareText } from '../../model/config.ts';
import type { Plugin, PluginKey } from '../../model/plugin.ts';
import type { PluginKeyView, PluginPageView, PluginRow, PluginsView } from '../../model/plugins-view.ts';
import type { WorkerInfo } from '../../model/worker-info.ts';
import { releaseOf, supports } from '../../model/worker-version.ts';
import { loadProject } from '../../project/load-project.ts';
import { onEachCluster } from '../../project/on-each-cluster.ts';
import { readKeyDefinitions } from '../../project/password-keys.ts';
import { type ClusterContext, chooseClusters } from '../../project/resolve-clusters.ts';
import { renderPluginPage, renderPluginsPage } from '../../render/plugins-page.ts';
import type { AddCommand, CommandRun } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, oneOf, withCommonOptions } from '../options/project-options.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';
import { useColor } from '../use-color.ts';

const types: readonly string[] = [
  'source',
  'sink',
  'converter',
  'header_converter',
  'transformation',
  'predicate',
];

interface PluginsOptions extends CommonOptions {
  readonly all?: boolean;
  readonly type?: string;
}

/** `plugins`: what a worker has installed; or the configuration keys of one plugin. */
export const addPluginsCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('plugins')
      .argument(
        '[class]',
        'a class or its short name: shows its configuration keys; or a glob: lists what matches',
      )
      .description('list the installed plugins, or the configuration keys of one'),
    ['text', 'json'],
  )
    .option('--all', 'converters, transformations and predicates too (3.2 or later)')
    .option('--type <type>', `only plugins of this type: ${types.join(', ')}`, oneOf(types))
    .addHelpText(
      'after',
      "\nExamples:\n  connect-sync plugins --cluster prod '*elastic*'\n" +
        '  connect-sync plugins FileStreamSource      its keys: type, default, importance, what each is for',
    )
    .action(async (wanted: string | undefined, options: PluginsOptions) =>
      finish(await runCommand(host, options, () => runPlugins(host, options, wanted))),
    );
};

async function runPlugins(
  host: Host,
  options: PluginsOptions,
  wanted: string | undefined,
): Promise<ExitCode> {
  const project = await loadProject(projectInput(host, options));
  const results = await onEachCluster(
    await chooseClusters(project, clusterChoice(host, options)),
    portsOf(host, options),
    (cluster, look) => showPlugins(cluster, look, { host, options, wanted }),
  );
  const color = useColor(host, host.stdout, options.color);
  const columns = host.stdout.isTerminal ? host.stdout.columns : undefined;
  return reportResults({ host, options }, results, {
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

interface Wanted {
  readonly host: Host;
  readonly options: PluginsOptions;
  readonly wanted: string | undefined;
}

async function showPlugins(
  cluster: OperatorCluster,
  look: ClusterContext,
  { host, options, wanted }: Wanted,
): Promise<PluginsView | PluginPageView> {
  const worker = await cluster.readWorker();
  const isNamed = wanted !== undefined && !/[*?]/.test(wanted);
  const isOther = options.type !== undefined && options.type !== 'source' && options.type !== 'sink';
  const all = options.all === true || isOther || isNamed;
  if (all && !isNamed) sayWhatIsMissing({ host, options }, look, worker);
  const installed = await cluster.readPlugins({ all });
  const ofType = installed.filter(({ type }) => options.type === undefined || type === options.type);
  const found = wanted === undefined ? ofType : findPlugins(ofType, wanted, `on ${look.label}`);
  const [first] = found;
  const base = { version: 1, cluster: look.label, url: cluster.url } as const;
  if (!isNamed || !first) {
    const plugins = found.map(viewPlugin).sort(byTypeAndClass);
    return { format: 'connect-sync/plugins', ...base, plugins };
  }
  const keys = await readKeys(cluster, worker, { plugin: first, label: look.label });
  return { format: 'connect-sync/plugin', ...base, plugin: viewPlugin(first), keys: keys.map(viewKey) };
}

/** Old workers take no notice of the question, and list connectors only. */
function sayWhatIsMissing(
  { host, options }: CommandRun,
  { label }: ClusterContext,
  { version, versionText }: WorkerInfo,
): void {
  if (supports(version, 'pluginConfig') || options.quiet === true) return;
  host.stderr.write(
    `${label}: Kafka Connect ${versionText} lists connectors only; others are listed from ${releaseOf('pluginConfig')} on\n`,
  );
}

async function readKeys(
  cluster: OperatorCluster,
  worker: WorkerInfo,
  { plugin, label }: { readonly plugin: Plugin; readonly label: string },
): Promise<readonly PluginKey[]> {
  const keys = await readKeyDefinitions(cluster, worker, plugin.className);
  if (keys) return keys;
  throw unsupported(
    `${label}: Kafka Connect ${worker.versionText} does not tell the configuration keys of ${plugin.className}`,
    `that came with Kafka Connect ${releaseOf('pluginConfig')}; before, only a validation that succeeds tells`,
  );
}

function viewPlugin({ className, type, version }: Plugin): PluginRow {
  return { class: className, type, version: version ?? null };
}

function viewKey(key: PluginKey): PluginKeyView {
  const { name, type, required, importance, documentation } = key;
  return {
    name,
    type,
    group: key.group ?? null,
    importance,
    required,
    default: key.defaultValue ?? null,
    documentation,
  };
}

function byTypeAndClass(one: PluginRow, other: PluginRow): number {
  const place = (type: string) => types.indexOf(type);
  return place(one.type) - place(other.type) || compareText(one.class, other.class);
}
