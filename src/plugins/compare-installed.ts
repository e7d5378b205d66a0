import { compareText } from '../model/config.ts';
import type { Plugin } from '../model/plugin.ts';
import { PluginClasses } from '../model/plugin-classes.ts';
import { type ClusterPluginsDocument, installedIn } from '../model/plugin-snapshot-document.ts';
import { compareVersions } from '../model/plugin-version.ts';

/** What a cluster has now. */
export interface CurrentPlugins {
  /** The version of Kafka Connect. */
  readonly kafkaConnect: string;
  /** `listed`: everything that is installed; `running`: only the versions that connectors run. */
  readonly kind: 'listed' | 'running';
  readonly plugins: readonly Plugin[];
}

/** A plugin, or Kafka Connect itself, that is not what the snapshot of the cluster says. */
export interface InstalledDifference {
  /** In full; undefined: Kafka Connect. */
  readonly className: string | undefined;
  /** The versions in the snapshot and now, latest first; empty: none. */
  readonly saved: readonly string[];
  readonly now: readonly string[];
}

/**
 * The differences between the snapshot of a cluster and what it has now, of the plugins in use. Plugins that come with
 * Kafka Connect have its version: their differences are that of Kafka Connect.
 */
export function compareInstalled(
  snapshot: ClusterPluginsDocument,
  current: CurrentPlugins,
  used: Iterable<string>,
): readonly InstalledDifference[] {
  const saved = installedIn(snapshot);
  // Running connectors may name their class by an alias.
  const inFull = [...saved, ...(current.kind === 'listed' ? current.plugins : [])];
  const known = new PluginClasses(inFull.map(({ className }) => className));
  const resolve = (name: string) => known.resolve(name) ?? name;
  const before = versionsByClass(saved);
  const now = versionsByClass(
    current.plugins.map((plugin) => ({ ...plugin, className: resolve(plugin.className) })),
  );
  const classes = [...new Set([...used].map(resolve))].sort(compareText);
  const ofPlugins = classes.flatMap((className): InstalledDifference[] => {
    const [old = [], found = []] = [before.get(className), now.get(className)];
    if (old.length === 0 || !differs(old, found, current.kind)) return [];
    const isBundled = old.join() === snapshot.kafkaConnect && found.join() === current.kafkaConnect;
    return isBundled ? [] : [{ className, saved: old, now: found }];
  });
  if (snapshot.kafkaConnect === current.kafkaConnect) return ofPlugins;
  const worker = { className: undefined, saved: [snapshot.kafkaConnect], now: [current.kafkaConnect] };
  return [worker, ...ofPlugins];
}

/** Latest first. */
function versionsByClass(plugins: readonly Plugin[]): ReadonlyMap<string, readonly string[]> {
  const versions = new Map<string, string[]>();
  for (const { className, version } of plugins) {
    const known = versions.get(className) ?? [];
    if (version !== undefined && !known.includes(version)) known.push(version);
    versions.set(className, known);
  }
  for (const known of versions.values()) known.sort((one, other) => compareVersions(other, one));
  return versions;
}

function differs(saved: readonly string[], now: readonly string[], kind: CurrentPlugins['kind']): boolean {
  if (kind === 'running') return now.some((version) => !saved.includes(version));
  return saved.join() !== now.join();
}
