import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { type Config, compareText } from '../model/config.ts';
import { inParallel } from '../model/in-parallel.ts';
import type { Plugin, PluginKey } from '../model/plugin.ts';
import { PluginClasses } from '../model/plugin-classes.ts';
import type {
  PluginSet,
  PluginSnapshot,
  SnapshotKey,
  SnapshotType,
  UnreadablePlugin,
} from '../model/plugin-snapshot.ts';
import { usedPlugins } from '../model/redaction/password-keys.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { supports } from '../model/worker-version.ts';
import { findDeprecation } from '../plugins/find-deprecation.ts';

const readConcurrency = 8;

/** What to read of the plugins of a cluster. */
export interface PluginsWanted {
  /** Configs whose plugins are read: connector, transformations, predicates and converters. */
  readonly configs: readonly Config[];
  /** More classes, in full or by an alias. */
  readonly classes?: readonly string[];
  /** The name of the cluster, for people. */
  readonly label: string;
  readonly scrub: Scrub;
}

/**
 * Reads what a worker says about plugins: each class once, in the latest installed version. A class that cannot be read
 * is `unreadable`, and the others are read.
 *
 * @throws WorkerFailure if the list of plugins cannot be read
 */
export async function readPluginSet(
  connection: ConnectCluster,
  worker: WorkerInfo,
  wanted: PluginsWanted,
): Promise<PluginSet> {
  const installed = await connection.readPlugins({ all: true });
  const read = await inParallel(classesOf(wanted, installed), readConcurrency, (className) =>
    readPlugin({ connection, worker, scrub: wanted.scrub }, installed, className),
  );
  return {
    from: wanted.label,
    kafkaConnect: worker.versionText,
    installed,
    snapshots: read.flatMap((one) => ('keys' in one ? [one] : [])),
    unreadable: read.flatMap((one) => ('keys' in one ? [] : [one])),
  };
}

/** In full where the alias is known, sorted. */
function classesOf(
  { configs, classes = [] }: PluginsWanted,
  installed: readonly Plugin[],
): readonly string[] {
  const known = new PluginClasses(installed.map(({ className }) => className));
  const named = [
    ...classes,
    ...configs.flatMap((config) => usedPlugins(config).map(({ className }) => className)),
  ];
  return [...new Set(named.map((name) => known.resolve(name) ?? name))].sort(compareText);
}

interface Reader {
  readonly connection: ConnectCluster;
  readonly worker: WorkerInfo;
  readonly scrub: Scrub;
}

async function readPlugin(
  { connection, worker, scrub }: Reader,
  installed: readonly Plugin[],
  className: string,
): Promise<PluginSnapshot | UnreadablePlugin> {
  const plugin = installed.find((one) => one.className === className);
  if (!plugin) return { className, reason: 'not-installed', workerMessage: undefined };
  try {
    const keys = supports(worker.version, 'pluginConfig')
      ? await connection.readPluginKeys(className)
      : (await connection.validate('connect-sync', new Map([['connector.class', className]]))).keys;
    return {
      className,
      type: typeOf(plugin.type),
      version: plugin.version,
      keys: keys
        .map((key) => snapshotKey(key, scrub))
        .sort((one, other) => compareText(one.name, other.name)),
    };
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    const { workerMessage } = error;
    return {
      className,
      reason: 'failed',
      workerMessage: workerMessage === undefined ? undefined : scrub(workerMessage),
    };
  }
}

/** A worker that lists a class as a converter of headers only says nothing else about it. */
function typeOf(type: string): SnapshotType {
  if (type === 'header_converter') return 'converter';
  return type as SnapshotType;
}

function snapshotKey(key: PluginKey, scrub: Scrub): SnapshotKey {
  const documentation = scrub(key.documentation);
  return {
    name: key.name,
    type: key.type,
    required: key.required,
    default: key.type === 'PASSWORD' || key.defaultValue === undefined ? undefined : scrub(key.defaultValue),
    importance: key.importance,
    documentation,
    group: key.group,
    recommended: key.recommended ?? [],
    values: undefined,
    deprecation: findDeprecation(documentation),
  };
}
