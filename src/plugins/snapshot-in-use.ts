import type { PluginSet, PluginSnapshot } from '../model/plugin-snapshot.ts';
import { compareVersions } from '../model/plugin-version.ts';
import { parseWorkerVersion, supports } from '../model/worker-version.ts';
import type { LookedUpPlugin } from './defined-keys.ts';
import { listsKind } from './installed-plugins.ts';
import { indexOf } from './snapshot-index.ts';

/**
 * The snapshot of exactly the version that the worker would load: the pinned one, else the latest installed one.
 * Undefined where the snapshots do not tell: other versions may define other keys, and would show errors that are none.
 */
export function snapshotInUse(set: PluginSet, plugin: LookedUpPlugin): PluginSnapshot | undefined {
  const { classes, snapshots, installed } = indexOf(set);
  const full = classes.resolve(plugin.className) ?? '';
  const described = snapshots.get(full) ?? [];
  const isListed = plugin.kind !== 'common' && listsKind(set, plugin.kind);
  const versions = isListed
    ? [...(installed?.get(full) ?? [])].sort(latestFirst)
    : described.map(({ version }) => version);
  const version = versionInUse(pinnedVersion(set, plugin), versions, isListed);
  return version && described.find((snapshot) => snapshot.version === version.text);
}

function latestFirst(one: string | undefined, other: string | undefined): number {
  return compareVersions(other ?? '', one ?? '');
}

/** Workers before 4.1 ignore the key for the version (Connect REST contract 7.2). */
function pinnedVersion({ kafkaConnect }: PluginSet, { kind, version }: LookedUpPlugin): string | undefined {
  const isIgnored =
    kind !== 'common' &&
    kafkaConnect !== undefined &&
    !supports(parseWorkerVersion(kafkaConnect), 'pluginVersions');
  return isIgnored ? undefined : version?.trim();
}

function versionInUse(
  pinned: string | undefined,
  versions: readonly (string | undefined)[],
  isInstalled: boolean,
): { readonly text: string | undefined } | undefined {
  const [latest, ...others] = versions;
  if (versions.length === 0) return undefined;
  if (pinned === undefined || pinned === '') {
    // Several snapshots do not tell which version is installed.
    return isInstalled || others.length === 0 ? { text: latest } : undefined;
  }
  if (versions.includes(pinned)) return { text: pinned };
  // Which versions a range allows, the worker decides.
  return /^[[(]/.test(pinned) && others.length === 0 ? { text: latest } : undefined;
}
