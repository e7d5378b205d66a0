import type { Config } from './config.ts';
import { wellKnownClasses } from './plugin-classes.ts';
import { usedPlugins } from './redaction/password-keys.ts';

/** A key that a plugin no longer reads: it was renamed or removed in a later version. */
export interface RenamedKey {
  /** The first of the keys that one rule concerns, in the order of the config. */
  readonly key: string;
  /** How many other keys the same rule concerns: those with a common prefix. */
  readonly others: number;
  /** The new key, of several keys with `*`; undefined if there is none. */
  readonly replacement: string | undefined;
  /** Whether the config sets the new key too. */
  readonly isReplaced: boolean;
  readonly plugin: string;
  /** The version that renamed it; undefined if only the installed plugin shows it. */
  readonly since: string | undefined;
}

interface Rename {
  /** Without the prefix of a transformation. A `*` stands for the rest of the key. */
  readonly from: string;
  /** Omitted: it was removed. */
  readonly to?: string;
  /** The classes that it concerns, if not all of the plugin. */
  readonly only?: RegExp;
  /** Omitted: no published version is certain, so that only the keys of the installed plugin show it. */
  readonly since?: string;
}

interface Plugin {
  readonly name: string;
  readonly classes: RegExp;
  /** A key that only versions after the renames define: a config that sets it, or a plugin that defines it, is one. */
  readonly sign?: RegExp;
  /** Classes that exist in these versions only. */
  readonly newClasses?: RegExp;
  /** The first version that has the sign. */
  readonly version?: string;
  readonly renames: readonly Rename[];
}

/**
 * The keys that plugins renamed. To add one, add a row. Verified with the classes of Debezium 1.9.7 and 2.7.4, and with
 * the release notes of the others.
 */
const plugins: readonly Plugin[] = [
  {
    name: 'Debezium',
    classes: /^(?:io\.debezium\.connector\.(?!jdbc\.)[\w.]+|\w+CdcSourceV2)$/,
    sign: /^(?:topic\.prefix$|schema\.history\.internal(?:\.|$))/,
    newClasses: /CdcSourceV2$/,
    version: '2.0',
    renames: [
      ...['database', 'schema', 'table', 'column', 'collection'].flatMap((what) => [
        { from: `${what}.whitelist`, to: `${what}.include.list`, since: '2.0' },
        { from: `${what}.blacklist`, to: `${what}.exclude.list`, since: '2.0' },
      ]),
      { from: 'field.blacklist', to: 'field.exclude.list', since: '2.0' },
      { from: 'database.server.name', to: 'topic.prefix', since: '2.0' },
      { from: 'mongodb.name', to: 'topic.prefix', since: '2.0' },
      { from: 'database.history', to: 'schema.history.internal', since: '2.0' },
      {
        from: 'database.history.store.only.monitored.tables.ddl',
        to: 'schema.history.internal.store.only.captured.tables.ddl',
        since: '2.0',
      },
      { from: 'database.history.*', to: 'schema.history.internal.*', since: '2.0' },
      { from: 'toasted.value.placeholder', to: 'unavailable.value.placeholder', since: '2.0' },
      { from: 'database.dbname', to: 'database.names', only: /SqlServer/i, since: '2.0' },
      { from: 'snapshot.new.tables', since: '2.0' },
      { from: 'source.struct.version' },
      { from: 'transaction.topic', to: 'topic.transaction' },
      { from: 'sanitize.field.names', to: 'field.name.adjustment.mode', since: '2.2' },
      { from: 'mongodb.hosts', to: 'mongodb.connection.string' },
    ],
  },
  {
    name: 'MirrorMaker',
    classes: /^org\.apache\.kafka\.connect\.mirror\.\w+$/,
    renames: [
      { from: 'topics.blacklist', to: 'topics.exclude' },
      { from: 'groups.blacklist', to: 'groups.exclude' },
      { from: 'config.properties.blacklist', to: 'config.properties.exclude' },
    ],
  },
  {
    name: 'ReplaceField',
    classes: /^org\.apache\.kafka\.connect\.transforms\.ReplaceField\$(?:Key|Value)$/,
    renames: [
      { from: 'whitelist', to: 'include' },
      { from: 'blacklist', to: 'exclude' },
    ],
  },
];

/**
 * The keys of a config that its plugins no longer read. Without the keys that the installed plugins define, they are
 * reported only where the config itself shows the version: by a key that earlier versions do not have, or by
 * `connector.plugin.version`. Debezium 1 is still in use, and its keys alone are no mistake.
 *
 * @param defined the keys that a worker lists for this config; undefined: no worker was asked
 */
export function renamedKeys(config: Config, defined?: ReadonlySet<string>): readonly RenamedKey[] {
  return usedPlugins(config).flatMap(({ className, prefix }) => {
    const full = wellKnownClasses.resolve(className) ?? className;
    const plugin = plugins.find(({ classes }) => classes.test(full));
    if (!plugin) return [];
    const isCertain = certainty(plugin, full, { config, prefix, defined });
    const taken = new Set<string>();
    return plugin.renames.flatMap((rename) => {
      if (rename.only && !rename.only.test(full)) return [];
      const keys = [...config.keys()].filter(
        (key) => !taken.has(key) && matches(rename.from, key, prefix) && isCertain(rename, key),
      );
      for (const key of keys) taken.add(key);
      return found(keys, rename, { plugin, prefix, config });
    });
  });
}

function found(
  keys: readonly string[],
  { from, to, since }: Rename,
  { plugin, prefix, config }: { readonly plugin: Plugin; readonly prefix: string; readonly config: Config },
): readonly RenamedKey[] {
  const [key] = keys;
  if (key === undefined) return [];
  const rest = from.endsWith('*') ? key.slice(prefix.length + from.length - 1) : '';
  const replacement = to === undefined ? undefined : prefix + (keys.length > 1 ? to : to.replace('*', rest));
  const isReplaced = replacement !== undefined && config.has(replacement);
  return [{ key, others: keys.length - 1, replacement, isReplaced, plugin: plugin.name, since }];
}

function matches(from: string, key: string, prefix: string): boolean {
  return from.endsWith('*') ? key.startsWith(prefix + from.slice(0, -1)) : key === prefix + from;
}

/** Whether it is certain that the plugin of this config does not read a key. */
function certainty(
  plugin: Plugin,
  className: string,
  {
    config,
    prefix,
    defined,
  }: { readonly config: Config; readonly prefix: string; readonly defined: ReadonlySet<string> | undefined },
): (rename: Rename, key: string) => boolean {
  const { sign, newClasses, version } = plugin;
  if (defined) {
    // Not every version lists every key that it reads, so the sign of a version counts for more than a missing key.
    const isLater = sign === undefined || isLaterVersion(plugin, defined);
    return ({ to }, key) =>
      !defined.has(key) && isLater && (sign !== undefined || (to !== undefined && defined.has(prefix + to)));
  }
  const hasSign = [...config.keys()].some((key) => sign?.test(key)) || newClasses?.test(className) === true;
  const versions = [
    leastVersion(config.get(`${prefix === '' ? 'connector.' : prefix}plugin.version`)),
    hasSign ? version : undefined,
  ].filter((one) => one !== undefined);
  return ({ since }) => since !== undefined && versions.some((one) => isAtLeast(one, since));
}

/** Whether the keys of a plugin are those of a later version: they have its sign, and none that it renamed. */
function isLaterVersion({ sign, version, renames }: Plugin, defined: ReadonlySet<string>): boolean {
  const former = renames.filter(({ since, only }) => since !== undefined && since === version && !only);
  const keys = [...defined];
  return (
    keys.some((key) => sign?.test(key)) &&
    !keys.some((key) => former.some(({ from }) => matches(from, key, '')))
  );
}

/** The lowest version that a range allows: `2.5.4.Final`, `[2.0,3.0)`. */
function leastVersion(range: string | undefined): string | undefined {
  return /^[[(]?(\d{1,5}(?:\.\d{1,5})?)/.exec(range?.replaceAll(' ', '') ?? '')?.[1];
}

function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
