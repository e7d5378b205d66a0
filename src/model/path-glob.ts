import { matchesNameGlob, matchesWildcards } from './name-glob.ts';

/**
 * Whether a path with slashes matches a glob: `*` and `?` stay within a folder, `**` as a part of its own stands for
 * folders of any depth, and at the end for everything below. Windows shells do not expand such arguments.
 */
export function matchesPathGlob(glob: string, path: string): boolean {
  return matchesWildcards(glob.split('/'), path.split('/'), {
    isRun: (part) => part === '**',
    matches: matchesNameGlob,
  });
}
