import { ConnectSyncError } from '../model/error.ts';
import { toPrintableLine } from '../model/printable.ts';
import { runGit } from './run-git.ts';
import { deepen, isShallowClone } from './shallow-clone.ts';

/** The commit where the current branch left the default branch, and that branch. */
export interface MergeBase {
  readonly commit: string;
  /** For people: `origin/main`. */
  readonly branch: string;
}

/**
 * The merge base of the checked-out commit and the default branch of the remote `origin`. Only what the repository
 * knows is used: nothing is fetched, and no branch is guessed by its name.
 *
 * @throws ConnectSyncError (usage) if the default branch or the merge base is not known
 */
export async function findMergeBase(directory: string): Promise<MergeBase> {
  const branch = await lineOf(directory, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  if (branch === undefined)
    throw unknown(
      'this repository does not record the default branch of origin',
      'name it: --since origin/main',
    );
  const commit = await lineOf(directory, ['merge-base', 'HEAD', branch]);
  if (commit !== undefined) return { commit, branch: toPrintableLine(branch) };
  const isShallow = await isShallowClone(directory);
  throw unknown(
    `${toPrintableLine(branch)} and the checked-out commit have no common commit${isShallow ? ' in this shallow clone' : ''}`,
    isShallow ? deepen : 'name the commit to compare with: --since REF',
  );
}

async function lineOf(directory: string, args: readonly string[]): Promise<string | undefined> {
  const result = await runGit(directory, args);
  return result.kind === 'done' ? result.output.toString().trim() || undefined : undefined;
}

function unknown(why: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'no-merge-base',
    message: `--offline compares the files with a commit, and none is given: ${why}`,
    hint,
    category: 'usage',
  });
}
