import type { Config } from '../model/config.ts';
import { versionKey } from '../model/plugin-choice-keys.ts';
import {
  commonClasses,
  type PluginSet,
  type PluginSnapshot,
  type SnapshotKey,
} from '../model/plugin-snapshot.ts';
import { type UsedPlugin, usedPlugins } from '../model/redaction/password-keys.ts';
import { indexOf } from './snapshot-index.ts';

/** A key as a config spells it, and the plugin that defines it. */
export interface DefinedKey {
  readonly definition: SnapshotKey;
  readonly plugin: PluginSnapshot;
  /** The plugin in the config; of a key that the worker adds, the connector. */
  readonly used: UsedPlugin;
}

/** The keys that the plugins of one config define. */
export interface DefinedKeys {
  /** By name with prefix: `transforms.route.regex`. */
  readonly keys: ReadonlyMap<string, DefinedKey>;
  /** The snapshots that were used, the connector's first. */
  readonly plugins: readonly PluginSnapshot[];
  /** The plugins of the config that the set does not describe. */
  readonly undescribed: readonly UsedPlugin[];
}

/**
 * The keys that a config may set, as far as the snapshots tell: of its connector, the keys that the worker adds to it,
 * its transformations, predicates and converters. A key that the connector and the worker define is the connector's.
 *
 * @param find chooses the snapshot of a plugin; default: the best one there is
 */
export function definedKeys(config: Config, set: PluginSet, find: FindSnapshot = findSnapshot): DefinedKeys {
  const keys = new Map<string, DefinedKey>();
  const plugins: PluginSnapshot[] = [];
  const undescribed: UsedPlugin[] = [];
  const add = (plugin: PluginSnapshot, used: UsedPlugin) => {
    plugins.push(plugin);
    for (const definition of plugin.keys) {
      const name = used.prefix + definition.name;
      if (!keys.has(name)) keys.set(name, { definition, plugin, used });
    }
  };
  for (const used of usedPlugins(config)) {
    const plugin = find(set, { ...used, version: config.get(versionKey(used)) });
    if (!plugin) {
      undescribed.push(used);
      continue;
    }
    add(plugin, used);
    if (plugin.type !== 'source' && plugin.type !== 'sink') continue;
    const common = find(set, {
      kind: 'common',
      className: commonClasses[plugin.type],
      version: set.kafkaConnect,
    });
    if (common) add(common, used);
  }
  return { keys, plugins, undescribed };
}

/** A plugin, and the version or range of versions that a config asks for, if any. */
export interface WantedPlugin {
  /** In full, or an alias. */
  readonly className: string;
  readonly version?: string | undefined;
}

/** A plugin of a config, or the common keys. */
export interface LookedUpPlugin extends WantedPlugin {
  readonly kind: UsedPlugin['kind'] | 'common';
}

/** Chooses the snapshot of a plugin; undefined if there is none. */
export type FindSnapshot = (set: PluginSet, plugin: LookedUpPlugin) => PluginSnapshot | undefined;

/**
 * The snapshot of a plugin: of the exact version that is asked for; else of the latest version that the cluster has
 * installed; else the latest one. A worker without a pinned version takes the latest too (Connect REST contract 7.2).
 */
export function findSnapshot(
  set: PluginSet,
  { className, version }: WantedPlugin,
): PluginSnapshot | undefined {
  const { classes, snapshots, installed } = indexOf(set);
  const full = classes.resolve(className) ?? className;
  const found = snapshots.get(full) ?? [];
  const exact = found.find((snapshot) => version !== undefined && snapshot.version === version);
  if (exact || !installed) return exact ?? found[0];
  return found.find((snapshot) => installed.get(full)?.has(snapshot.version)) ?? found[0];
}
