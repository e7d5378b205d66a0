import type { PluginKey } from '../model/plugin.ts';

/** Values with which a validation lists the allowed values of keys, and contacts nothing. */
export interface ProbeValues {
  /**
   * For keys whose default is an address: what is none, because some plugins contact the default (Connect REST contract
   * 7.2). Every validation needs them.
   */
  readonly addresses: ReadonlyMap<string, string>;
  /** For keys that look like they have a closed set of values: a word that is in none. */
  readonly words: ReadonlyMap<string, string>;
}

/** The values for the keys of one plugin. Required keys have none, so that no plugin finds its config complete. */
export function probeValues(keys: readonly PluginKey[], prefix = ''): ProbeValues {
  const valuesFor = (probed: readonly PluginKey[]) =>
    new Map(probed.map(({ name }) => [prefix + name, impossibleValue]));
  return {
    addresses: valuesFor(keys.filter(isAddress)),
    words: valuesFor(keys.filter((key) => !isAddress(key) && mayBeClosed(key))),
  };
}

/** No key with a closed set accepts it, and it is neither an address nor a file. */
const impossibleValue = 'connect-sync: no such value';

/** For workers that list keys only in the answer to a validation: keys of plugins that are known to contact a default. */
export const knownAddresses: ReadonlyMap<string, string> = new Map([['connection.uri', impossibleValue]]);

function isAddress({ type, defaultValue = '' }: PluginKey): boolean {
  return textual.has(type) && /:\/\/|localhost|\b\d+\.\d+\.\d+\.\d+\b|^[\w.-]+:\d{2,5}$/.test(defaultValue);
}

function mayBeClosed({ name, type, required, defaultValue = '' }: PluginKey): boolean {
  if (type !== 'STRING' || required || open.test(name)) return false;
  return /^[A-Za-z][\w-]*$/.test(defaultValue) || closed.test(name);
}

const textual: ReadonlySet<string> = new Set(['STRING', 'LIST', 'PASSWORD']);

/**
 * Keys whose values a plugin may send to, open or load in its validation. `plugin.name` of Debezium is a word for the
 * server.
 */
const open =
  /(?:^|[._-])(?:hosts?|hostname|urls?|uri|address(?:es)?|servers?|endpoints?|path|dir|directory|folder|file|class|classes|(?<!plugin[._-])name)$/i;

/** Names of keys that have a closed set even where they have no default. */
const closed =
  /(?:^|[._-])(?:mode|types?|format|strategy|policy|protocol|algorithm|method|level|handling|behaviou?r|compression|codec|unit|boundary|support)$/i;
