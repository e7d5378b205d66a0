import { compareText } from '../../../model/config.ts';

/** The groups of keys in a connector file, in order; all other keys come last. */
const groups: readonly RegExp[] = [
  /^(?:connector\.class|connector\.plugin\.version|tasks\.max(?:\.enforce)?)$/,
  /^(?:connection|database|hosts?|url|uri|bootstrap|jdbc|mongodb|neo4j|elasticsearch|es|aws|s3|gcs|azure|snowflake|kafka|http)(?:[._]|$)|^(?:tables?|schemas?|collections?|slot|plugin|publication)\./,
  /^(?:topics?|kafka\.topic)(?:[._]|$)/,
  /^(?:key|value|header)\.converter(?:\.|$)/,
  /^(?:transforms|predicates)(?:\.|$)/,
  /^errors\./,
  /^(?:producer|consumer|admin)\.override\./,
];

/** Keys that come first in their group, in order. */
const first = [
  'connector.class',
  'tasks.max',
  'topics',
  'topics.regex',
  'transforms',
  'predicates',
  'errors.tolerance',
];

/** The index of the group of a key. */
export function groupOf(key: string): number {
  const found = groups.findIndex((pattern) => pattern.test(key));
  return found < 0 ? groups.length : found;
}

/**
 * Sorts keys as in a connector file: by group; in a group, leading keys first, transforms and predicates in the order
 * in which they run, other keys by name.
 */
export function inFileOrder(keys: Iterable<string>, aliases: readonly string[]): readonly string[] {
  const rank = (key: string): readonly (number | string)[] => {
    const leading = first.indexOf(key);
    const [, list, alias] = /^(transforms|predicates)\.(.*?)(?:\.|$)/.exec(key) ?? [];
    const isType = /^(?:transforms|predicates)\.[^.]+\.type$/.test(key);
    return [
      groupOf(key),
      list === 'predicates' || key === 'predicates' ? 1 : 0,
      leading < 0 ? first.length : leading,
      alias === undefined ? -1 : (aliases.indexOf(alias) + aliases.length + 1) % (aliases.length + 1),
      alias ?? '',
      isType ? 0 : 1,
    ];
  };
  const ranked = [...keys].map((key) => [key, rank(key)] as const);
  return ranked
    .sort(([one, before], [other, after]) => compareRanks(before, after) || compareText(one, other))
    .map(([key]) => key);
}

function compareRanks(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  for (const [index, before] of one.entries()) {
    const after = other[index];
    if (typeof before === 'number' && typeof after === 'number' && before !== after) return before - after;
    if (typeof before === 'string' && typeof after === 'string' && before !== after)
      return compareText(before, after);
  }
  return 0;
}
