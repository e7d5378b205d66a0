import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { compareText } from '../model/config.ts';
import type { Plugin, PluginKey } from '../model/plugin.ts';
import { compareVersions } from '../model/plugin-version.ts';
import type { Ports } from '../model/ports.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports } from '../model/worker-version.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { readKeyDefinitions } from '../project/password-keys.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { unsupported } from '../project/worker-support.ts';
import { findPlugins, parseWanted } from './find-plugins.ts';
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
  /** With the version whose keys they are. */
  readonly plugin: PluginRowView;
  /** The other versions of it that are installed, latest first. */
  readonly otherVersions: readonly string[];
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
  /**
   * A class or its simple name: shows its config keys, of the latest version or of that behind an `@`. A glob: lists
   * what matches. Left out: all.
   */
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
  const wanted = selection.class === undefined ? undefined : parseWanted(selection.class);
  const isNamed = wanted !== undefined && !/[*?]/.test(wanted.name);
  const all = isNamed || selection.extent === 'all' || isOtherType(selection.type);
  if (all && !isNamed && !supports(worker.version, 'pluginConfig'))
    ports.onIncomplete?.(label, connectorsOnly(worker));
  const installed = await connection.readPlugins({ all });
  const { type } = selection;
  const ofType = installed.filter((plugin) => type === undefined || plugin.type === type);
  const plugins = wanted === undefined ? ofType : findPlugins(ofType, wanted, `on ${label}`);
  const base = { version: 1, cluster: label, url: connection.url } as const;
  const [first] = plugins;
  if (!isNamed || !first) {
    return { format: 'connect-sync/plugins', ...base, plugins: plugins.map(viewPlugin).sort(byTypeAndClass) };
  }
  const versions = versionsOf(ofType, first);
  const plugin = versionsOf(plugins, first)[0] ?? first;
  const keys = await readKeys(connection, worker, { plugin, versions, label, scrub });
  return {
    format: 'connect-sync/plugin',
    ...base,
    plugin: viewPlugin(plugin),
    otherVersions: versions.flatMap(({ version }) => (version === plugin.version ? [] : (version ?? []))),
    keys: keys.map((key) => viewKey(key, scrub)),
  };
}

/** The installed versions of one plugin, latest first. */
function versionsOf(plugins: readonly Plugin[], { className, type }: Plugin): readonly Plugin[] {
  return plugins
    .filter((plugin) => plugin.className === className && plugin.type === type)
    .sort((one, other) => compareVersions(other.version ?? '', one.version ?? ''));
}

function isOtherType(type: string | undefined): boolean {
  return type !== undefined && type !== 'source' && type !== 'sink';
}

/** Older workers ignore the request for other types. */
function connectorsOnly({ versionText }: WorkerInfo): string {
  return `Kafka Connect ${versionText} lists connectors only; other plugins require ${releaseOf('pluginConfig')} or later`;
}

interface KeysWanted {
  readonly plugin: Plugin;
  /** Its installed versions, latest first. */
  readonly versions: readonly Plugin[];
  readonly label: string;
  readonly scrub: Scrub;
}

async function readKeys(
  connection: ConnectCluster,
  worker: WorkerInfo,
  { plugin, versions, label, scrub }: KeysWanted,
): Promise<readonly PluginKey[]> {
  const { className, version } = plugin;
  const isExact = supports(worker.version, 'pluginVersions');
  if (!isExact && version !== versions[0]?.version) {
    throw unsupported(
      `${label}: Kafka Connect ${worker.versionText} reports the config keys of the latest installed version of ${className} only`,
      `versions require Kafka Connect ${releaseOf('pluginVersions')} or later`,
    );
  }
  if (supports(worker.version, 'pluginConfig')) {
    const read = connection.readPluginKeys(className, isExact ? version : undefined);
    return read.catch((error: unknown) => {
      if (!(error instanceof WorkerFailure) || error.workerMessage === undefined) throw error;
      throw unsupported(
        `${label}: the worker cannot report the config keys of ${className}: ${scrub(error.workerMessage)}`,
      );
    });
  }
  const keys = await readKeyDefinitions(connection, worker, className);
  if (keys) return keys;
  throw unsupported(
    `${label}: Kafka Connect ${worker.versionText} cannot report the config keys of ${className}`,
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
