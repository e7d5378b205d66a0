import { compareText } from '../../model/config.ts';
import type { Plugin } from '../../model/plugin.ts';
import { namesOfClass } from '../../model/plugin-classes.ts';
import type { PluginSnapshot, SnapshotKey, SnapshotType } from '../../model/plugin-snapshot.ts';
import { compareVersions } from '../../model/plugin-version.ts';

/** A plugin as editors know it: all its versions that a cluster has, as one. */
export interface EditorClass {
  readonly className: string;
  readonly type: SnapshotType;
  /** For people: `MySqlConnector 2.7.4.Final`. */
  readonly label: string;
  /** The values that name it in a config: the full name, and the aliases that name no other known plugin. */
  readonly names: readonly string[];
  /** Sorted by name. */
  readonly keys: readonly EditorKey[];
}

/** A key of it. */
export interface EditorKey {
  /** As the latest version defines it. */
  readonly definition: SnapshotKey;
  /** The versions that define it; undefined if all of them do. */
  readonly onlyIn: readonly string[] | undefined;
  /** Undefined where the versions do not agree: then no value is wrong in all of them. */
  readonly type: string | undefined;
  /** The only values that some version accepts; undefined if one accepts others too. */
  readonly values: readonly string[] | undefined;
  /** Whether every version that defines it says that it is deprecated. */
  readonly isDeprecated: boolean;
}

/**
 * The plugins of snapshots, sorted by class. Clusters may have several versions of one, and a file does not tell to which
 * cluster it goes: a key that one version knows is known. A version that no cluster has counts only if no cluster is
 * known to have any.
 */
export function editorClasses(
  snapshots: readonly PluginSnapshot[],
  installed: readonly Plugin[],
): readonly EditorClass[] {
  const classNames = [...new Set(snapshots.map(({ className }) => className))].sort(compareText);
  const known = [...new Set([...classNames, ...installed.map(({ className }) => className)])];
  return classNames.map((className) => {
    const versions = versionsOf(className, snapshots, installed);
    const [latest] = versions as readonly [PluginSnapshot, ...PluginSnapshot[]];
    return {
      className,
      type: latest.type,
      label: labelOf(className, versions),
      names: namesOf(className, known),
      keys: keysOf(versions),
    };
  });
}

/** The name of a class for people: without its package. */
export function shortName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1);
}

/** The same of the class that a nested one is in: `Flatten` of `Flatten$Value`. */
export function outerName(className: string): string {
  return shortName(className).split('$')[0] ?? '';
}

/** Latest first. */
function versionsOf(
  className: string,
  snapshots: readonly PluginSnapshot[],
  installed: readonly Plugin[],
): readonly PluginSnapshot[] {
  const all = snapshots
    .filter((snapshot) => snapshot.className === className)
    .sort((one, other) => compareVersions(other.version ?? '', one.version ?? ''));
  const present = new Set(
    installed.flatMap((plugin) => (plugin.className === className ? [plugin.version] : [])),
  );
  const inUse = all.filter(({ version }) => present.has(version));
  return inUse.length > 0 ? inUse : all;
}

function labelOf(className: string, versions: readonly PluginSnapshot[]): string {
  const known = versions.flatMap(({ version }) => version ?? []);
  return [shortName(className), known.join(' and ')].filter((part) => part !== '').join(' ');
}

/** A class that is nested in another one has no alias. */
function namesOf(className: string, known: readonly string[]): readonly string[] {
  if (className.includes('$')) return [className];
  const aliases = aliasesOf(className).filter((alias) =>
    known.every((other) => other === className || !aliasesOf(other).includes(alias)),
  );
  return [className, ...aliases];
}

function aliasesOf(className: string): readonly string[] {
  if (className.includes('$')) return [];
  const [, simple, pruned] = namesOfClass(className);
  const withoutSuffix = simple.replace(/(?:HeaderConverter|Converter|Transformation|Predicate)$/, '');
  return [...new Set([simple, pruned, withoutSuffix])].filter((name) => name !== '' && name !== className);
}

function keysOf(versions: readonly PluginSnapshot[]): readonly EditorKey[] {
  const byName = new Map<string, { key: SnapshotKey; version: string }[]>();
  for (const { version = 'unknown', keys } of versions) {
    for (const key of keys) byName.set(key.name, [...(byName.get(key.name) ?? []), { key, version }]);
  }
  return [...byName.values()]
    .map((found) => mergedKey(found, versions.length))
    .sort((one, other) => compareText(one.definition.name, other.definition.name));
}

function mergedKey(found: readonly { key: SnapshotKey; version: string }[], versions: number): EditorKey {
  const keys = found.map(({ key }) => key);
  const [definition] = keys as [SnapshotKey, ...SnapshotKey[]];
  const types = new Set(keys.map(({ type }) => type));
  const values = keys.map((key) => key.values);
  return {
    definition,
    onlyIn: found.length === versions ? undefined : found.map(({ version }) => version),
    type: types.size === 1 ? definition.type : undefined,
    values: values.includes(undefined) ? undefined : [...new Set(values.flatMap((some) => some ?? []))],
    isDeprecated: keys.every(({ deprecation }) => deprecation !== undefined),
  };
}
