import { compareText } from '../model/config.ts';
import type { PluginSnapshot, SnapshotKey } from '../model/plugin-snapshot.ts';
import {
  type ClusterPluginsDocument,
  clusterPluginsDocument,
  clusterPluginsFile,
  printClusterPlugins,
  printSnapshot,
  snapshotFile,
} from '../model/plugin-snapshot-document.ts';
import type { PluginReading } from '../project/read-plugin-set.ts';
import type { UnresolvedView } from './pull-view.ts';

/** What was read from one cluster. */
export interface ReadCluster {
  /** Undefined for one that is only a URL. */
  readonly name: string | undefined;
  readonly label: string;
  readonly reading: PluginReading;
  readonly unresolved: readonly UnresolvedView[];
}

/** A file of a pull, as it is to be. */
export type WantedFile = {
  /** Relative to the folder of the snapshots. */
  readonly file: string;
  readonly text: string;
  /** The label of the cluster that it was read from. */
  readonly from: string;
  /** Clusters that describe the same version of the plugin in another way. */
  readonly contradictedBy: readonly string[];
} & (
  | { readonly kind: 'snapshot'; readonly snapshot: PluginSnapshot }
  | { readonly kind: 'cluster'; readonly document: ClusterPluginsDocument }
);

/**
 * The files for what was read, each once. Of two clusters that describe one version of a plugin differently, the first
 * that could be read in full decides.
 *
 * @param existing the snapshot in a file, if there is one
 */
export function wantedFiles(
  clusters: readonly ReadCluster[],
  existing: (file: string) => PluginSnapshot | undefined,
): readonly WantedFile[] {
  const snapshots = new Map<string, WantedFile & { readonly kind: 'snapshot' }>();
  for (const { snapshot, from, isComplete } of [...allSnapshots(clusters)].sort(byCompleteness)) {
    const file = snapshotFile(snapshot);
    const before = snapshots.get(file);
    const whole = isComplete ? snapshot : completed(snapshot, before?.snapshot ?? existing(file));
    const text = printSnapshot(whole);
    if (!before)
      snapshots.set(file, { kind: 'snapshot', file, text, from, snapshot: whole, contradictedBy: [] });
    else if (before.text !== text)
      snapshots.set(file, { ...before, contradictedBy: [...before.contradictedBy, from] });
  }
  const ofClusters = clusters.map(({ name, label, reading }): WantedFile => {
    const document = clusterPluginsDocument(name, reading.kafkaConnect, reading.installed);
    const file = clusterPluginsFile(name);
    return {
      kind: 'cluster',
      file,
      text: printClusterPlugins(document),
      from: label,
      document,
      contradictedBy: [],
    };
  });
  return [...snapshots.values(), ...ofClusters].sort((one, other) => compareText(one.file, other.file));
}

interface ReadSnapshot {
  readonly snapshot: PluginSnapshot;
  readonly from: string;
  readonly isComplete: boolean;
}

function allSnapshots(clusters: readonly ReadCluster[]): readonly ReadSnapshot[] {
  return clusters.flatMap(({ label, reading }) => {
    const incomplete = new Set(reading.incomplete.map(({ className }) => className));
    return reading.snapshots.map((snapshot) => ({
      snapshot,
      from: label,
      isComplete: !incomplete.has(snapshot.className),
    }));
  });
}

function byCompleteness(one: ReadSnapshot, other: ReadSnapshot): number {
  return Number(other.isComplete) - Number(one.isComplete);
}

/** Without a validation, the values that are known already are kept: they belong to the same version. */
function completed(snapshot: PluginSnapshot, known: PluginSnapshot | undefined): PluginSnapshot {
  const before = new Map(known?.keys.map((key) => [key.name, key]));
  const keep = (key: SnapshotKey) => {
    const old = before.get(key.name);
    return old ? { ...key, values: old.values, recommended: old.recommended } : key;
  };
  return { ...snapshot, keys: snapshot.keys.map(keep) };
}
