import { memoize } from './memoize.ts';

/** Whether a connector name matches a glob of `*` (any run of characters) and `?` (one). Case-sensitive. */
export function matchesNameGlob(glob: string, name: string): boolean {
  if (!/[*?]/.test(glob)) return glob === name;
  return matchesWildcards(charactersOf(glob), [...name], {
    isRun: (one) => one === '*',
    matches: (one, character) => one === '?' || one === character,
  });
}

/** Whether any of the globs matches. */
export function matchesAnyGlob(globs: readonly string[], name: string): boolean {
  return globs.some((glob) => matchesNameGlob(glob, name));
}

const charactersOf = memoize((glob): readonly string[] => [...glob]);

/** What the elements of a pattern stand for. */
export interface Wildcards {
  /** Whether an element of the pattern stands for any run of elements, an empty one included. */
  readonly isRun: (element: string) => boolean;
  /** Whether an element of the pattern that is no run stands for an element of the subject. */
  readonly matches: (element: string, subject: string) => boolean;
}

/**
 * Whether a pattern with wildcards matches a sequence as a whole. A regular expression would take exponential time for
 * a glob such as `*a*a*a*b`; this takes the product of the two lengths at most, since only the last run of a pattern
 * ever has to be extended.
 */
export function matchesWildcards(
  pattern: readonly string[],
  subject: readonly string[],
  { isRun, matches }: Wildcards,
): boolean {
  let [at, position] = [0, 0];
  let run: { readonly at: number; position: number } | undefined;
  while (position < subject.length) {
    const element = pattern[at];
    if (element !== undefined && isRun(element)) {
      run = { at, position };
      at += 1;
    } else if (element !== undefined && matches(element, subject[position] ?? '')) {
      at += 1;
      position += 1;
    } else if (run) {
      run.position += 1;
      at = run.at + 1;
      position = run.position;
    } else return false;
  }
  return pattern.slice(at).every(isRun);
}
