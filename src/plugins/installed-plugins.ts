import type { Config } from '../model/config.ts';
import type { Plugin } from '../model/plugin.ts';
import { versionKey } from '../model/plugin-choice-keys.ts';
import { isClassAlias, namesOfClass, PluginClasses } from '../model/plugin-classes.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { compareVersions } from '../model/plugin-version.ts';
import type { UsedPlugin } from '../model/redaction/password-keys.ts';
import { parseWorkerVersion, supports } from '../model/worker-version.ts';
import { latestAccepted, parseVersionRange } from './version-range.ts';

/** The plugins of one kind among all that a worker lists. */
export function installedOfKind(installed: readonly Plugin[], kind: UsedPlugin['kind']): readonly Plugin[] {
  return installed.filter(({ type }) => typesOf[kind].includes(type));
}

const typesOf: Readonly<Record<UsedPlugin['kind'], readonly string[]>> = {
  connector: ['source', 'sink'],
  transformation: ['transformation'],
  predicate: ['predicate'],
  converter: ['converter', 'header_converter'],
};

/** Which classes of a kind a cluster has installed is known, unless its worker lists connectors only (before 3.2). */
export function listsKind({ installed = [] }: PluginSet, kind: UsedPlugin['kind']): boolean {
  return installedOfKind(installed, kind).length > 0;
}

/** What a list of plugins says about a class: a worker before 3.2 lists connectors only. */
export function findInstalled(
  installed: readonly Plugin[],
  { kind, className }: Pick<UsedPlugin, 'kind' | 'className'>,
): 'installed' | 'missing' | 'unknown' {
  const known = installedOfKind(installed, kind);
  if (known.length === 0 && kind !== 'connector') return 'unknown';
  const classes = known.map((plugin) => plugin.className);
  if (new PluginClasses(classes).resolve(className) !== undefined && !isClassAlias(className))
    return classes.includes(className) ? 'installed' : 'missing';
  const named = classes.filter((full) => namesOfClass(full).includes(className));
  return named.length > 0 ? 'installed' : 'missing';
}

/** The versions of a class that are installed, latest first; of an alias, those of its class. */
export function installedVersions(
  installed: readonly Plugin[],
  { kind, className }: Pick<UsedPlugin, 'kind' | 'className'>,
): readonly string[] {
  const known = installedOfKind(installed, kind);
  const full = new PluginClasses(known.map((plugin) => plugin.className)).resolve(className);
  const versions = known.flatMap((plugin) => (plugin.className === full ? (plugin.version ?? []) : []));
  return [...new Set(versions)].sort((one, other) => compareVersions(other, one));
}

/**
 * The version that the workers of a set load for a plugin of a config: the latest one that its key for the version
 * accepts. Workers before 4.1 ignore the key. `none`: no installed version fits; undefined: not known.
 */
export function loadedVersion(
  { installed, kafkaConnect }: Pick<PluginSet, 'installed' | 'kafkaConnect'>,
  plugin: UsedPlugin,
  config: Config,
): string | 'none' | undefined {
  if (!installed) return undefined;
  const versions = installedVersions(installed, plugin);
  const wanted = config.get(versionKey(plugin));
  const isIgnored = !supports(parseWorkerVersion(kafkaConnect ?? ''), 'pluginVersions');
  if (wanted === undefined || isIgnored) return versions[0];
  const range = parseVersionRange(wanted);
  return (range && latestAccepted(range, versions)) ?? 'none';
}
