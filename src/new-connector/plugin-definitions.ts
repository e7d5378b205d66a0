import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { findPlugins, parseWanted } from '../inspect/find-plugins.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { PluginKey } from '../model/plugin.ts';
import { commonClasses, type PluginSet, type SnapshotKey } from '../model/plugin-snapshot.ts';
import { findSnapshot } from '../plugins/defined-keys.ts';
import { readKeyDefinitions } from '../project/password-keys.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';

/** The keys of one connector plugin. */
export interface PluginDefinition {
  readonly className: string;
  readonly type: 'source' | 'sink';
  readonly version: string | undefined;
  readonly keys: readonly PluginKey[];
}

/** Where definitions of plugins come from. */
export interface PluginDefinitions {
  /** For people: `prod`. */
  readonly from: string;
  /**
   * @param wanted a class, its simple name, or an alias
   * @throws ConnectSyncError where there is no such connector plugin, with the nearest class
   */
  find(wanted: string): Promise<PluginDefinition>;
}

/** The definitions that the worker of a cluster reports. */
export function definitionsOfCluster(
  connection: ConnectCluster,
  { label, project: { scrub } }: ClusterContext,
): PluginDefinitions {
  return {
    from: label,
    find: async (wanted) => {
      const [worker, installed] = await Promise.all([connection.readWorker(), connection.readPlugins()]);
      const connectors = installed.filter(({ type }) => type === 'source' || type === 'sink');
      const found = findPlugins(connectors, parseWanted(wanted), `on ${label}`);
      const classes = [...new Set(found.map(({ className }) => className))];
      const [plugin] = found;
      if (!plugin || classes.length > 1) throw severalPlugins(wanted, classes);
      const keys = await readKeyDefinitions(connection, worker, plugin.className);
      if (!keys) throw withoutKeys(plugin.className, label);
      return {
        className: plugin.className,
        type: plugin.type === 'sink' ? 'sink' : 'source',
        version: plugin.version,
        keys: keys.map((key) => ({
          ...key,
          documentation: scrub(key.documentation),
          defaultValue: key.defaultValue === undefined ? undefined : scrub(key.defaultValue),
        })),
      };
    },
  };
}

/** The definitions in the snapshots of a project. */
export function definitionsOfSnapshots(set: PluginSet): PluginDefinitions {
  return {
    from: set.from,
    find: async (wanted) => {
      const connectors = set.snapshots.filter(({ type }) => type === 'source' || type === 'sink');
      const asked = parseWanted(wanted);
      const found = findPlugins(connectors, asked, `among the plugins saved in ${set.from}`);
      const classes = [...new Set(found.map(({ className }) => className))];
      const [className = ''] = classes;
      const snapshot = findSnapshot(set, { className, version: asked.version });
      if (!snapshot || classes.length > 1) throw severalPlugins(wanted, classes);
      const type = snapshot.type === 'sink' ? 'sink' : 'source';
      const common = findSnapshot(set, { className: commonClasses[type], version: set.kafkaConnect });
      const own = new Set(snapshot.keys.map(({ name }) => name));
      const keys = [...snapshot.keys, ...(common?.keys ?? []).filter(({ name }) => !own.has(name))];
      return { className, type, version: snapshot.version, keys: keys.map(pluginKey) };
    },
  };
}

function pluginKey({ default: defaultValue, ...key }: SnapshotKey): PluginKey {
  return { ...key, defaultValue };
}

function severalPlugins(wanted: string, classes: readonly string[]): ConnectSyncError {
  return new ConnectSyncError({
    code: 'ambiguous-plugin',
    message: `several plugins are called "${wanted}": ${classes.join(', ')}`,
    hint: 'give the full class',
    category: 'failure',
  });
}

function withoutKeys(className: string, label: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'not-supported',
    message: `${label}: the worker cannot report the config keys of ${className}`,
    hint: 'use a cluster with a newer version of Kafka Connect, or write the file by hand',
    category: 'failure',
  });
}
