import type { Config } from '../model/config.ts';
import { usedPlugins } from '../model/redaction/password-keys.ts';
import type { UpgradeSides } from './find-missing-classes.ts';
import { findInstalled, installedVersions } from './installed-plugins.ts';
import type { UpgradeFinding } from './upgrade-finding.ts';

/**
 * The connector class of a config, if the target lists it and cannot load it: its keys could not be read for that reason,
 * or it has no version there and one on the source (Connect REST contract 14).
 */
export function findUnloadedClass(config: Config, { from, to }: UpgradeSides): readonly UpgradeFinding[] {
  const plugin = usedPlugins(config).find(({ kind }) => kind === 'connector');
  if (!plugin || !to) return [];
  const unread = to.unreadable.find(
    ({ className, reason }) => className === plugin.className && reason === 'not-loaded',
  );
  if (unread) return [unloaded(plugin.className, unread.workerMessage ?? 'the worker gives no reason')];
  if (!from?.installed || !to.installed) return [];
  const isListed = findInstalled(to.installed, plugin) === 'installed';
  const hadVersion = installedVersions(from.installed, plugin).length > 0;
  if (!isListed || !hadVersion || installedVersions(to.installed, plugin).length > 0) return [];
  return [unloaded(plugin.className, 'it is listed without a version')];
}

/** The finding about a class that the target lists and cannot load. */
export function unloaded(className: string, why: string): UpgradeFinding {
  return {
    level: 'fails',
    kind: 'not-loaded',
    message: `the class ${className} cannot be loaded: ${why}`,
    hint: 'install a release of the plugin that was built for this version of Kafka',
    keys: ['connector.class'],
  };
}
