import { ConnectSyncError } from '../model/error.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Plugin } from '../model/plugin.ts';
import { namesOfClass } from '../model/plugin-classes.ts';

/** Which plugins an argument selects: `CLASS`, `CLASS@VERSION` or globs of them. */
export interface WantedPlugins {
  /** A class, its simple name, or a glob. */
  readonly name: string;
  readonly version: string | undefined;
}

/** Parses the argument; no class contains an `@`. */
export function parseWanted(text: string): WantedPlugins {
  const at = text.lastIndexOf('@');
  return at > 0
    ? { name: text.slice(0, at), version: text.slice(at + 1) }
    : { name: text, version: undefined };
}

/**
 * The plugins that an argument selects: by class, by simple name with or without `Connector` (as workers accept
 * them), or by a glob over any of these; and by version.
 *
 * @throws ConnectSyncError `unknown-plugin`, with the nearest class or the installed versions
 */
export function findPlugins(
  plugins: readonly Plugin[],
  { name: wanted, version }: WantedPlugins,
  where: string,
): readonly Plugin[] {
  const found = plugins.filter(({ className }) =>
    namesOfClass(className).some((name) => matchesNameGlob(wanted, name)),
  );
  if (found.length === 0) throw unknownPlugin(plugins, wanted, where);
  if (version === undefined) return found;
  const fitting = found.filter((plugin) => matchesNameGlob(version, plugin.version ?? ''));
  if (fitting.length > 0) return fitting;
  const installed = [...new Set(found.flatMap((plugin) => plugin.version ?? []))].sort(compareVersions);
  throw new ConnectSyncError({
    code: 'unknown-plugin',
    message: `"${wanted}" is not installed in version "${version}" ${where}`,
    hint: installed.length > 0 ? `installed: ${installed.join(', ')}` : 'the worker reports no version of it',
    category: 'failure',
  });
}

function unknownPlugin(plugins: readonly Plugin[], wanted: string, where: string): ConnectSyncError {
  const names = new Map(
    plugins.flatMap(({ className }) => namesOfClass(className).map((name) => [name, className] as const)),
  );
  const near = names.get(nearestName(wanted, [...names.keys()]) ?? '');
  return new ConnectSyncError({
    code: 'unknown-plugin',
    message: `no plugin ${/[*?]/.test(wanted) ? 'matches' : 'is called'} "${wanted}" ${where}`,
    hint: near ? `did you mean "${near}"?` : 'to list all plugins: connect-sync plugins --all',
    category: 'failure',
  });
}

/**
 * Compares two versions as workers do, in the order of Maven: numbers by value, `alpha` to `snapshot` before the
 * release, anything else after it.
 */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [partsOf(one), partsOf(other)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = rankOf(left[index]) - rankOf(right[index]);
    if (difference !== 0) return difference;
    const [text = '', otherText = ''] = [left[index], right[index]];
    if (rankOf(text) === unknownWord && text !== otherText) return text < otherText ? -1 : 1;
  }
  return 0;
}

const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const spellings: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  m: 'milestone',
  cr: 'rc',
  ga: '',
  final: '',
  release: '',
};
const unknownWord = 0.5;

/** `2.7.4.Final` is `2`, `7`, `4`, nothing; zeros and words for a release at the end count as missing. */
function partsOf(version: string): readonly string[] {
  const parts = version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const plain = parts.map((part) => spellings[part] ?? part);
  while (plain.length > 0 && /^0*$/.test(plain.at(-1) ?? '')) plain.pop();
  return plain;
}

/** Words before a release are negative, other words are between a release and a number. */
function rankOf(part = ''): number {
  if (/^\d+$/.test(part)) return Number(part) + (Number(part) === 0 ? 0 : 1);
  const place = qualifiers.indexOf(part);
  return place < 0 ? unknownWord : (place - qualifiers.indexOf('')) / 10;
}
