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
  const { selected, missing } = matchNames(patterns, names);
  if (missing.length > 0) throw unknownConnectors(missing, names, where);
  return selected;
}

/** Receives what went wrong with a part of the work on a cluster. */
export type ReportProblem = (problem: ConnectSyncError) => void;

/** Where names are looked for, and what receives the problem if some do not exist. */
export interface NameSearch {
  readonly where: string;
  readonly report: ReportProblem;
}

/**
 * The same for commands that only read: a name that does not exist is reported, and does not keep the others from
 * being shown.
 *
 * @throws ConnectSyncError where no argument matches anything
 */
export function selectExisting(
  patterns: readonly string[],
  names: readonly string[],
  { where, report }: NameSearch,
): readonly string[] {
  const { selected, missing } = matchNames(patterns, names);
  if (missing.length === 0) return selected;
  const problem = unknownConnectors(missing, names, where);
  if (selected.length === 0) throw problem;
  report(problem);
  return selected;
}

interface MatchedNames {
  /** In the order of what there is. */
  readonly selected: readonly string[];
  /** Arguments that match nothing, each once. */
  readonly missing: readonly string[];
}

function matchNames(patterns: readonly string[], names: readonly string[]): MatchedNames {
  const known = new Set(names);
  const chosen = new Set<string>();
  const missing = new Set<string>();
  for (const pattern of patterns) {
    const matched = known.has(pattern) ? [pattern] : names.filter((name) => matchesNameGlob(pattern, name));
    for (const name of matched) chosen.add(name);
    if (matched.length === 0) missing.add(pattern);
  }
  const selected = patterns.length === 0 ? names : names.filter((name) => chosen.has(name));
  return { selected, missing: [...missing] };
}

function unknownConnectors(
  missing: readonly string[],
  names: readonly string[],
  where: string,
): ConnectSyncError {
  const near = missing.flatMap((pattern) => suggestion(pattern, names) ?? []);
  const suggested = [...new Set(near)].map((name) => `"${name}"`).join(', ');
  return new ConnectSyncError({
    code: 'unknown-connector',
    message: describeMissing(missing, where),
    hint: suggested
      ? `did you mean ${suggested}?`
      : 'to list the connectors of the cluster: connect-sync list',
    category: 'failure',
  });
}

function describeMissing([first = '', ...others]: readonly string[], where: string): string {
  if (others.length === 0)
    return `no connector ${/[*?]/.test(first) ? 'matches' : 'is called'} "${first}" ${where}`;
  const all = [first, ...others].map((pattern) => `"${pattern}"`).join(', ');
  return `no connector ${where} for ${all}`;
}

/** The nearest name, else the first that begins with what was typed, or contains it; in any case of letters. */
function suggestion(typed: string, names: readonly string[]): string | undefined {
  const lower = typed.toLowerCase();
  return (
    names.find((name) => name.toLowerCase() === lower) ??
    nearestName(typed, names) ??
    (typed.length >= shortestPart
      ? (names.find((name) => name.toLowerCase().startsWith(lower)) ??
        names.find((name) => name.toLowerCase().includes(lower)))
      : undefined)
  );
}

/** A shorter part of a name is in too many names. */
const shortestPart = 3;
