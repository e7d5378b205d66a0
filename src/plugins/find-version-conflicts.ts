import type { Config } from '../model/config.ts';
import { versionKey } from '../model/plugin-choice-keys.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { usedPlugins } from '../model/redaction/password-keys.ts';
import { supports, type WorkerVersion } from '../model/worker-version.ts';
import { findInstalled, installedVersions } from './installed-plugins.ts';
import type { UpgradeFinding } from './upgrade-finding.ts';
import { latestAccepted, parseVersionRange } from './version-range.ts';

/** The versions of the workers; undefined: not known. */
export interface WorkerVersions {
  readonly from: WorkerVersion | undefined;
  readonly to: WorkerVersion | undefined;
}

/**
 * Versions and ranges of plugins in a config (KIP-891) that the target cannot fulfil, and those that have an effect for
 * the first time: workers before 4.1 ignore the keys.
 */
export function findVersionConflicts(
  config: Config,
  to: PluginSet | undefined,
  versions: WorkerVersions,
): readonly UpgradeFinding[] {
  const { installed } = to ?? {};
  if (!installed || !versions.to || !supports(versions.to, 'pluginVersions')) return [];
  return usedPlugins(config).flatMap((plugin) => {
    const key = versionKey(plugin);
    const wanted = config.get(key);
    if (wanted === undefined || findInstalled(installed, plugin) !== 'installed') return [];
    const available = installedVersions(installed, plugin);
    // A plugin without a version, or one that cannot be loaded, says nothing about ranges.
    if (available.length === 0) return [];
    return conflict({ key, wanted, className: plugin.className }, available, versions);
  });
}

function conflict(
  { key, wanted, className }: { readonly key: string; readonly wanted: string; readonly className: string },
  available: readonly string[],
  { from }: WorkerVersions,
): readonly UpgradeFinding[] {
  const range = parseVersionRange(wanted);
  const loaded = range && latestAccepted(range, available);
  const base = { kind: 'version-range', keys: [key] } as const;
  if (loaded === undefined) {
    const why = range ? 'accepts no installed version' : 'is neither a version nor a range';
    return [
      {
        ...base,
        level: 'fails',
        message: `${key} ${wanted} of ${className} ${why} (installed: ${available.join(', ')})`,
        hint: 'change the version together with the image',
        source: 'KIP-891',
      },
    ];
  }
  if (from === undefined || supports(from, 'pluginVersions') || loaded === available[0]) return [];
  return [
    {
      ...base,
      level: 'changes',
      message: `${key} is ignored today and read from 4.1 on: version ${loaded} of ${className} will run, not the latest (${available[0]})`,
      source: 'KIP-891',
    },
  ];
}
