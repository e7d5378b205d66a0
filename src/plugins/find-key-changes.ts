import type { Config } from '../model/config.ts';
import { commonClasses, type PluginSet, type PluginSnapshot } from '../model/plugin-snapshot.ts';
import { type UsedPlugin, usedPlugins } from '../model/redaction/password-keys.ts';
import { renamedKeys } from '../model/renamed-keys.ts';
import { findSnapshot } from './defined-keys.ts';
import { describeKeyChange } from './describe-key-change.ts';
import { diffSnapshots, type KeyDifference } from './diff-snapshots.ts';
import { loadedVersion } from './installed-plugins.ts';
import type { SnapshotPair } from './snapshot-pair.ts';
import type { UpgradeFinding } from './upgrade-finding.ts';

/** Finds what the keys of plugins change for a config; the differences of a plugin are computed once. */
export type FindKeyChanges = (config: Config) => readonly UpgradeFinding[];

/**
 * Compares what the plugins of configs define on both sides. Only what concerns a config is a finding: a key that it sets
 * and that vanished, has another type or is deprecated; a key that it does not set and that became required or has
 * another default.
 */
export function makeFindKeyChanges(from: PluginSet, to: PluginSet): FindKeyChanges {
  const known = new WeakMap<PluginSnapshot, WeakMap<PluginSnapshot, readonly KeyDifference[]>>();
  const differences = ({ before, after }: SnapshotPair) => {
    const ofBefore = known.get(before) ?? new WeakMap<PluginSnapshot, readonly KeyDifference[]>();
    known.set(before, ofBefore);
    const found = ofBefore.get(after) ?? diffSnapshots(before, after);
    ofBefore.set(after, found);
    return found;
  };
  return (config) => {
    const pairs = pairsOf(config, from, to);
    const found = pairs.flatMap((pair) =>
      differences(pair).flatMap((difference) => describeKeyChange(difference, pair, config) ?? []),
    );
    return withNewNames(found, config, pairs);
  };
}

/** Removed keys with the names that are known to have replaced them. */
function withNewNames(
  findings: readonly UpgradeFinding[],
  config: Config,
  pairs: readonly SnapshotPair[],
): readonly UpgradeFinding[] {
  const removed = new Set(findings.flatMap(({ kind, keys }) => (kind === 'key-removed' ? keys : [])));
  if (removed.size === 0) return findings;
  const defined = new Set(
    pairs.flatMap(({ plugin, after }) => after.keys.map(({ name }) => plugin.prefix + name)),
  );
  return findings.map((finding) => {
    const [key = ''] = finding.keys;
    if (finding.kind !== 'key-removed' || finding.hint !== undefined) return finding;
    // Of several keys that one rule renames, only the first would be named.
    const alone = new Map([...config].filter(([each]) => each === key || !removed.has(each)));
    const { replacement } = renamedKeys(alone, defined).find((one) => one.key === key) ?? {};
    return replacement === undefined ? finding : { ...finding, hint: `use ${replacement}` };
  });
}

/** The plugins of a config that both sides describe, and the keys that the worker adds to its connector. */
export function pairsOf(config: Config, from: PluginSet, to: PluginSet): readonly SnapshotPair[] {
  return usedPlugins(config).flatMap((plugin) => {
    const [before, after] = [from, to].map((set) => snapshotOf(set, plugin, config));
    if (!before || !after) return [];
    return [{ plugin, before, after }, ...commonPair(plugin, { before, after }, { from, to })];
  });
}

function snapshotOf(set: PluginSet, plugin: UsedPlugin, config: Config): PluginSnapshot | undefined {
  const version = loadedVersion(set, plugin, config);
  if (version === 'none') return undefined;
  const found = findSnapshot(set, { className: plugin.className, version });
  // Another version says nothing about the one that runs.
  return version === undefined || found?.version === version ? found : undefined;
}

function commonPair(
  plugin: UsedPlugin,
  { before, after }: { readonly before: PluginSnapshot; readonly after: PluginSnapshot },
  { from, to }: { readonly from: PluginSet; readonly to: PluginSet },
): readonly SnapshotPair[] {
  if (plugin.kind !== 'connector' || before.type !== after.type) return [];
  if (before.type !== 'source' && before.type !== 'sink') return [];
  const className = commonClasses[before.type];
  const [old, current] = [from, to].map((set) => findSnapshot(set, { className, version: set.kafkaConnect }));
  return old && current ? [{ plugin, before: old, after: current }] : [];
}
