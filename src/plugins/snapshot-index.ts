import { PluginClasses } from '../model/plugin-classes.ts';
import type { PluginSet, PluginSnapshot } from '../model/plugin-snapshot.ts';
import { compareVersions } from '../model/plugin-version.ts';

/** A set of plugins by class. */
export interface SnapshotIndex {
  /** All classes that the set knows, described or only installed, and their aliases. */
  readonly classes: PluginClasses;
  /** The snapshots of a class, the latest version first. */
  readonly snapshots: ReadonlyMap<string, readonly PluginSnapshot[]>;
  /** The installed versions of a class; undefined if it is not known what is installed. */
  readonly installed: ReadonlyMap<string, ReadonlySet<string | undefined>> | undefined;
}

const indexes = new WeakMap<PluginSet, SnapshotIndex>();

/** The index of a set, made once: thousands of configs are looked up in the same one. */
export function indexOf(set: PluginSet): SnapshotIndex {
  const known = indexes.get(set);
  if (known) return known;
  const index = makeIndex(set);
  indexes.set(set, index);
  return index;
}

function makeIndex({ snapshots, installed }: PluginSet): SnapshotIndex {
  const byClass = new Map<string, PluginSnapshot[]>();
  for (const snapshot of snapshots) {
    const same = byClass.get(snapshot.className);
    if (same) same.push(snapshot);
    else byClass.set(snapshot.className, [snapshot]);
  }
  for (const same of byClass.values())
    same.sort((one, other) => compareVersions(other.version ?? '', one.version ?? ''));
  const versions = new Map<string, Set<string | undefined>>();
  for (const { className, version } of installed ?? []) {
    const same = versions.get(className);
    if (same) same.add(version);
    else versions.set(className, new Set([version]));
  }
  return {
    classes: new PluginClasses([...byClass.keys(), ...versions.keys()]),
    snapshots: byClass,
    installed: installed && versions,
  };
}
