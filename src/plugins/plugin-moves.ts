import { type Config, compareText } from '../model/config.ts';
import { listOf } from '../model/diagnostics/list-of.ts';
import { versionKey } from '../model/plugin-choice-keys.ts';
import { wellKnownClasses } from '../model/plugin-classes.ts';
import { type UsedPlugin, usedPlugins } from '../model/redaction/password-keys.ts';

/** A change of the version that a config asks for, of a plugin that stays the same. */
export interface PluginMove {
  readonly plugin: UsedPlugin;
  /** A version or a range as it is written; undefined: the latest installed one. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The names of the keys that two versions of a plugin define, without prefix; undefined: not known. */
export interface KeysOfVersions {
  readonly before: ReadonlySet<string> | undefined;
  readonly after: ReadonlySet<string> | undefined;
}

/**
 * The plugins whose version a change of a config moves.
 *
 * @param running the version of the connector that runs, which counts where the earlier config asks for none
 */
export function findPluginMoves(before: Config, after: Config, running?: string): readonly PluginMove[] {
  const earlier = usedPlugins(before);
  return usedPlugins(after).flatMap((plugin) => {
    const key = versionKey(plugin);
    const isSame = earlier.some(
      ({ prefix, className }) =>
        prefix === plugin.prefix && wellKnownClasses.isSame(className, plugin.className),
    );
    if (!isSame || before.get(key) === after.get(key)) return [];
    const assumed = plugin.kind === 'connector' ? running : undefined;
    return [{ plugin, before: before.get(key) ?? assumed, after: after.get(key) }];
  });
}

/**
 * The effect of a move in words: `moves the plugin 1.9.7 -> 2.4.0; 3 of its keys are unknown to the new version: a, b, c`.
 * What counts are the keys that the config sets.
 */
export function describeMove(move: PluginMove, config: Config, keys: KeysOfVersions): string {
  const { plugin, before, after } = move;
  const name = plugin.kind === 'connector' ? 'the plugin' : `the plugin of ${plugin.prefix.slice(0, -1)}`;
  if (before !== undefined && before === after) return `pins ${name} at ${after}, the version that runs`;
  const lost = lostKeys(plugin, config, keys);
  const consequence = lost.length === 0 ? '' : `; ${inWords(lost)}`;
  return `moves ${name} ${before ?? latest} -> ${after ?? latest}${consequence}`;
}

const latest = 'the latest version';

function lostKeys({ prefix }: UsedPlugin, config: Config, { before, after }: KeysOfVersions): string[] {
  if (!before || !after) return [];
  return [...before]
    .filter((name) => !after.has(name) && config.has(prefix + name))
    .map((name) => prefix + name)
    .sort(compareText);
}

const namesAtMost = 5;

function inWords(lost: readonly string[]): string {
  const are = lost.length === 1 ? 'is' : 'are';
  const more = lost.length - namesAtMost;
  const names = listOf([...lost.slice(0, namesAtMost), ...(more > 0 ? [`${more} more`] : [])], 'and');
  return `${lost.length} of its keys ${are} unknown to the new version: ${names}`;
}
