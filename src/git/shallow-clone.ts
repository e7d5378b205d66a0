import { runGit } from './run-git.ts';

/** How to get the commits that a shallow clone lacks. */
export const deepen =
  'fetch the history first: fetch-depth: 0 for actions/checkout, GIT_DEPTH: 0 in GitLab CI, or  git fetch --unshallow';

/** Whether a repository holds only the latest commits, as most pipelines clone it. */
export async function isShallowClone(directory: string): Promise<boolean> {
  const result = await runGit(directory, ['rev-parse', '--is-shallow-repository']);
  return result.kind === 'done' && result.output.toString().trim() === 'true';
}
