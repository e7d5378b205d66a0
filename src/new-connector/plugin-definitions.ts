import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { findPlugins, parseWanted } from '../inspect/find-plugins.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { PluginKey } from '../model/plugin.ts';
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
