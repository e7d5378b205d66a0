import { memoize } from './memoize.ts';

/** Whether a connector name matches a glob of `*` (any run of characters) and `?` (one). Case-sensitive. */
export function matchesNameGlob(glob: string, name: string): boolean {
  return patternOf(glob).test(name);
}

/** Whether any of the globs matches. */
export function matchesAnyGlob(globs: readonly string[], name: string): boolean {
  return globs.some((glob) => matchesNameGlob(glob, name));
}

const patternOf = memoize((glob) => {
  const pattern = glob.replace(/[.*+?^${}()|[\]\\]/g, (character) => {
    if (character === '*') return '.*';
    return character === '?' ? '.' : `\\${character}`;
  });
  return new RegExp(`^${pattern}$`, 's');
});
