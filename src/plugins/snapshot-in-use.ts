import type { Plugin } from '../model/plugin.ts';
import type { PluginSet, PluginSnapshot } from '../model/plugin-snapshot.ts';
import { compareVersions } from '../model/plugin-version.ts';
import type { LookedUpPlugin } from './defined-keys.ts';
import { indexOf } from './snapshot-index.ts';

/**
 * The snapshot of exactly the version that the worker would load: the pinned one, else the latest installed one.
 * Undefined where the snapshots do not tell: other versions may define other keys, and would show errors that are none.
 */
export function snapshotInUse(set: PluginSet, plugin: LookedUpPlugin): PluginSnapshot | undefined {
  const { classes, snapshots, installed } = indexOf(set);
  const full = classes.resolve(plugin.className) ?? '';
  const described = snapshots.get(full) ?? [];
  const isListed = listsKind(set, plugin.kind);
  const versions = isListed
    ? [...(installed?.get(full) ?? [])].sort(latestFirst)
    : described.map(({ version }) => version);
  const version = versionInUse(plugin, versions, isListed);
  return version && described.find((snapshot) => snapshot.version === version.text);
}

/** Which classes of a kind a cluster has installed is known, unless its worker lists connectors only (before 3.2). */
export function listsKind({ installed }: PluginSet, kind: LookedUpPlugin['kind']): boolean {
  return installed?.some((plugin) => isOfKind(plugin, kind)) ?? false;
}

/** Whether an installed plugin is of the kind that a config names. */
export function isOfKind({ type }: Pick<Plugin, 'type'>, kind: LookedUpPlugin['kind']): boolean {
  if (kind === 'connector') return type === 'source' || type === 'sink';
  return type.replace('header_', '') === kind;
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
