import { ConnectSyncError } from '../model/error.ts';
import { matchesAnyGlob, matchesNameGlob } from '../model/name-glob.ts';
import { nearestName } from '../model/nearest-name.ts';

/**
 * The names that a command's arguments mean: names or globs over what there is; no argument means all.
 *
 * @throws ConnectSyncError where an argument matches nothing, with the nearest name
 */
export function selectNames(
  patterns: readonly string[],
  names: readonly string[],
  where: string,
): readonly string[] {
  for (const pattern of patterns) {
    if (names.some((name) => matchesNameGlob(pattern, name))) continue;
    const near = nearestName(pattern, names);
    throw new ConnectSyncError({
      code: 'unknown-connector',
      message: `no connector ${/[*?]/.test(pattern) ? 'matches' : 'is called'} "${pattern}" ${where}`,
      hint: near ? `did you mean "${near}"?` : 'connect-sync list shows the connectors of a cluster',
      category: 'failure',
    });
  }
  return patterns.length === 0 ? names : names.filter((name) => matchesAnyGlob(patterns, name));
}
