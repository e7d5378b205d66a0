import type { PluginSet, PluginSnapshot } from '../model/plugin-snapshot.ts';
import { compareVersions } from '../model/plugin-version.ts';
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
  const version = versionInUse(plugin, versions, isListed);
  return version && described.find((snapshot) => snapshot.version === version.text);
}

function latestFirst(one: string | undefined, other: string | undefined): number {
  return compareVersions(other ?? '', one ?? '');
}

function versionInUse(
  { version }: LookedUpPlugin,
  versions: readonly (string | undefined)[],
  isInstalled: boolean,
): { readonly text: string | undefined } | undefined {
  const [latest, ...others] = versions;
  const pinned = version?.trim();
  if (versions.length === 0) return undefined;
  if (pinned === undefined || pinned === '') {
    // Several snapshots do not tell which version is installed.
    return isInstalled || others.length === 0 ? { text: latest } : undefined;
  }
  if (versions.includes(pinned)) return { text: pinned };
  // Which versions a range allows, the worker decides.
  return /^[[(]/.test(pinned) && others.length === 0 ? { text: latest } : undefined;
}
