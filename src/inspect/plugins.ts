import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { compareText } from '../model/config.ts';
import { ConnectSyncError } from '../model/error.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Plugin, PluginKey } from '../model/plugin.ts';
import { namesOfClass } from '../model/plugin-classes.ts';
import type { Ports } from '../model/ports.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports } from '../model/worker-version.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { readKeyDefinitions } from '../project/password-keys.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { unsupported } from '../project/worker-support.ts';
import { type InspectInput, readClusters } from './read-clusters.ts';

/** The plugins of one worker of a cluster. */
export interface PluginsView {
  readonly format: 'connect-sync/plugins';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** The URL of the worker that answered: each worker has its own plugins. */
  readonly url: string;
  /** By type, then by class. */
  readonly plugins: readonly PluginRowView[];
}

/** One plugin; `version` is null if it reports none. */
export interface PluginRowView {
  readonly class: string;
  readonly type: string;
  readonly version: string | null;
}

/** The config keys of one plugin. */
export interface PluginPageView {
  readonly format: 'connect-sync/plugin';
  readonly version: 1;
  readonly cluster: string;
  readonly url: string;
  readonly plugin: PluginRowView;
  /** In the order in which the worker lists them: the plugin's own first. */
  readonly keys: readonly PluginKeyView[];
}

/** One config key. */
export interface PluginKeyView {
  readonly name: string;
  readonly type: string;
  readonly group: string | null;
  readonly importance: string;
  readonly required: boolean;
  /** null: none. */
  readonly default: string | null;
  readonly documentation: string;
}

/** Which plugins to list. */
export interface PluginSelection {
  /** A class or its simple name: shows its config keys. A glob: lists what matches. Left out: all. */
  readonly class: string | undefined;
  readonly type: string | undefined;
  /** `all`: also converters, transformations and predicates. */
  readonly extent: 'connectors' | 'all';
}

/** What `readPlugins` needs of the world around it. */
export interface PluginPorts extends Ports {
  /** Called if a worker is too old to list anything but connectors. */
  readonly onIncomplete?: ((cluster: string, notice: string) => void) | undefined;
}

/** The types of plugins, in the order in which they are listed. */
export const pluginTypes: readonly string[] = [
  'source',
  'sink',
  'converter',
  'header_converter',
  'transformation',
  'predicate',
];

/**
 * The plugins installed on a worker of each cluster, or the config keys of one plugin.
 *
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export function readPlugins(
  input: InspectInput & { readonly selection: PluginSelection },
  ports: PluginPorts,
): Promise<readonly ClusterResult<PluginsView | PluginPageView>[]> {
  return readClusters(input, ports, (connection, cluster) =>
    readOne(connection, cluster, { selection: input.selection, ports }),
  );
}

async function readOne(
  connection: ConnectCluster,
  { label, project: { scrub } }: ClusterContext,
  { selection, ports }: { readonly selection: PluginSelection; readonly ports: PluginPorts },
): Promise<PluginsView | PluginPageView> {
  const worker = await connection.readWorker();
  const isNamed = selection.class !== undefined && !/[*?]/.test(selection.class);
  const all = isNamed || selection.extent === 'all' || isOtherType(selection.type);
  if (all && !isNamed && !supports(worker.version, 'pluginConfig'))
    ports.onIncomplete?.(label, connectorsOnly(worker));
  const plugins = await selectPlugins(connection, selection, { all, label });
  const base = { version: 1, cluster: label, url: connection.url } as const;
  const [first] = plugins;
  if (!isNamed || !first) {
    return { format: 'connect-sync/plugins', ...base, plugins: plugins.map(viewPlugin).sort(byTypeAndClass) };
  }
  const keys = await readKeys(connection, worker, { plugin: first, label });
  return {
    format: 'connect-sync/plugin',
    ...base,
    plugin: viewPlugin(first),
    keys: keys.map((key) => viewKey(key, scrub)),
  };
}

async function selectPlugins(
  connection: ConnectCluster,
  { class: wanted, type }: PluginSelection,
  { all, label }: { readonly all: boolean; readonly label: string },
): Promise<readonly Plugin[]> {
  const installed = await connection.readPlugins({ all });
  const ofType = installed.filter((plugin) => type === undefined || plugin.type === type);
  return wanted === undefined ? ofType : findPlugins(ofType, wanted, `on ${label}`);
}

function isOtherType(type: string | undefined): boolean {
  return type !== undefined && type !== 'source' && type !== 'sink';
}

/** Older workers ignore the request for other types. */
function connectorsOnly({ versionText }: WorkerInfo): string {
  return `Kafka Connect ${versionText} lists connectors only; other plugins require ${releaseOf('pluginConfig')} or later`;
}

/**
 * The plugins that an argument selects: by class, by simple name with or without `Connector` (as workers accept
 * them), or by a glob over any of these.
 *
 * @throws ConnectSyncError `unknown-plugin`, with the nearest class
 */
export function findPlugins(plugins: readonly Plugin[], wanted: string, where: string): readonly Plugin[] {
  const found = plugins.filter(({ className }) =>
    namesOfClass(className).some((name) => matchesNameGlob(wanted, name)),
  );
  if (found.length > 0) return found;
  const names = new Map(
    plugins.flatMap(({ className }) => namesOfClass(className).map((name) => [name, className] as const)),
  );
  const near = names.get(nearestName(wanted, [...names.keys()]) ?? '');
  throw new ConnectSyncError({
    code: 'unknown-plugin',
    message: `no plugin ${/[*?]/.test(wanted) ? 'matches' : 'is called'} "${wanted}" ${where}`,
    hint: near ? `did you mean "${near}"?` : 'to list all plugins: connect-sync plugins --all',
    category: 'failure',
  });
}

async function readKeys(
  connection: ConnectCluster,
  worker: WorkerInfo,
  { plugin, label }: { readonly plugin: Plugin; readonly label: string },
): Promise<readonly PluginKey[]> {
  const keys = await readKeyDefinitions(connection, worker, plugin.className);
  if (keys) return keys;
  throw unsupported(
    `${label}: Kafka Connect ${worker.versionText} cannot report the config keys of ${plugin.className}`,
    `this requires Kafka Connect ${releaseOf('pluginConfig')} or later; older workers report keys only if a minimal config is valid`,
  );
}

function viewPlugin({ className, type, version }: Plugin): PluginRowView {
  return { class: className, type, version: version ?? null };
}

function viewKey(key: PluginKey, scrub: Scrub): PluginKeyView {
  const { name, type, required, importance, documentation } = key;
  return {
    name: scrub(name),
    type,
    group: key.group === undefined ? null : scrub(key.group),
    importance,
    required,
    default: key.defaultValue === undefined ? null : scrub(key.defaultValue),
    documentation: scrub(documentation),
  };
}

function byTypeAndClass(one: PluginRowView, other: PluginRowView): number {
  const place = (type: string) => pluginTypes.indexOf(type);
  return place(one.type) - place(other.type) || compareText(one.class, other.class);
}
