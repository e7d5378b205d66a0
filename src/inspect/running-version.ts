import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { Plugin } from '../model/plugin.ts';
import { PluginClasses } from '../model/plugin-classes.ts';
import { compareVersions } from '../model/plugin-version.ts';
import { WorkerFailure } from '../model/worker-failure.ts';

/**
 * The plugins that the worker lists; undefined where every connector reports its version, so that nothing is asked, or
 * the credentials may not list them.
 */
export async function readInstalled(
  { readPlugins }: Pick<ConnectCluster, 'readPlugins'>,
  connectors: readonly { readonly live: LiveConnector }[],
): Promise<readonly Plugin[] | undefined> {
  if (connectors.every(({ live }) => live.status?.connector.version !== undefined)) return undefined;
  try {
    return await readPlugins();
  } catch (error) {
    if (error instanceof WorkerFailure) return undefined;
    throw error;
  }
}

/**
 * The version that runs, as the worker reports it; else the latest installed one, unless the config pins a version
 * (Connect REST contract 7.2).
 */
export function versionOf(
  { config, status }: LiveConnector,
  installed: readonly Plugin[] = [],
): string | undefined {
  const reported = status?.connector.version;
  if (reported !== undefined || config.has('connector.plugin.version')) return reported;
  const className = config.get('connector.class') ?? '';
  const full = new PluginClasses(installed.map((plugin) => plugin.className)).resolve(className);
  return installed
    .flatMap((plugin) => (plugin.className === full ? (plugin.version ?? []) : []))
    .sort((one, other) => compareVersions(other, one))[0];
}
