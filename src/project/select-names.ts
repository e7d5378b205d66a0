import { ConnectSyncError } from '../model/error.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';

/**
 * The names that a command's arguments mean: names or globs over what there is; no argument means all. A name that
 * exists is meant as it is: `a?b` is not a glob where there is a connector `a?b`.
 *
 * @throws ConnectSyncError where an argument matches nothing, with the nearest name
 */
export function selectNames(
  patterns: readonly string[],
  names: readonly string[],
  where: string,
): readonly string[] {
  const known = new Set(names);
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    const matched = known.has(pattern) ? [pattern] : names.filter((name) => matchesNameGlob(pattern, name));
    for (const name of matched) chosen.add(name);
    if (matched.length > 0) continue;
    const near = nearestName(pattern, names);
    throw new ConnectSyncError({
      code: 'unknown-connector',
      message: `no connector ${/[*?]/.test(pattern) ? 'matches' : 'is called'} "${pattern}" ${where}`,
      hint: near ? `did you mean "${near}"?` : 'connect-sync list shows the connectors of a cluster',
      category: 'failure',
    });
  }
  return patterns.length === 0 ? names : names.filter((name) => chosen.has(name));
}
