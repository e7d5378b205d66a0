import type { PluginDefinition, PluginKey } from '../../../src/sandbox/plugins/plugin-definition.ts';

/** The plugins of one worker. */
export interface Recording {
  /** The Kafka release of the worker, `3.9.1`. */
  readonly release: string;
  readonly plugins: readonly PluginDefinition[];
}

/**
 * One definition per plugin from the recordings of several releases, oldest first: `since` and `until` say where they
 * differ in what validation shows or accepts, and texts are those of the newest release that agrees.
 */
export function mergeReleases(recordings: readonly Recording[]): readonly PluginDefinition[] {
  const identities = new Set(recordings.flatMap(({ plugins }) => plugins.map(identityOf)));
  return [...identities].toSorted().map((identity) => {
    const found = recordings.flatMap(({ release, plugins }) => {
      const plugin = plugins.find((candidate) => identityOf(candidate) === identity);
      return plugin ? [{ release, plugin }] : [];
    });
    return mergePlugin(found, recordings);
  });
}

interface Found {
  readonly release: string;
  readonly plugin: PluginDefinition;
}

function mergePlugin(found: readonly Found[], recordings: readonly Recording[]): PluginDefinition {
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last) throw new Error('a plugin that no release has');
  const names = [
    ...new Set(found.toReversed().flatMap(({ plugin }) => keysOf(plugin).map(({ name }) => name))),
  ];
  const { class: className, type } = last.plugin;
  return {
    class: className,
    type,
    ...(first.release !== recordings[0]?.release && { since: first.release }),
    keys: names.flatMap((name) => mergeKey(name, found)),
  };
}

function mergeKey(name: string, found: readonly Found[]): readonly PluginKey[] {
  const meaningOf = isConverter(found) ? shownMeaning : checkedMeaning;
  const runs: { key: PluginKey | undefined; since: string }[] = [];
  for (const { release, plugin } of found) {
    const key = keysOf(plugin).find((candidate) => candidate.name === name);
    const run = runs.at(-1);
    if (run && meaningOf(run.key) === meaningOf(key)) run.key = key;
    else runs.push({ key, since: release });
  }
  return runs.flatMap(({ key, since }, index) => {
    const until = runs[index + 1]?.since;
    return key ? [{ ...key, ...(index > 0 && { since }), ...(until !== undefined && { until }) }] : [];
  });
}

// Kafka before 3.8 does not validate the keys of converters, so it shows no rules for them.
function isConverter(found: readonly Found[]): boolean {
  return found.some(({ plugin }) => plugin.type.endsWith('converter'));
}

function checkedMeaning(key: PluginKey | undefined): string {
  return JSON.stringify(key && [shownMeaning(key), key.accepts]);
}

function shownMeaning(key: PluginKey | undefined): string {
  return JSON.stringify(key && [key.type, key.required, key.default_value]);
}

function keysOf(plugin: PluginDefinition): readonly PluginKey[] {
  return plugin.keys ?? [];
}

/** A converter of Apache's serialises headers too, and is listed as both. */
function identityOf({ class: className, type }: PluginDefinition): string {
  return `${className} ${type}`;
}
