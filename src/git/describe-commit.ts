import { readOffline } from './read-offline.ts';
import { rootOf } from './work-trees.ts';

const patienceMilliseconds = 5_000;

/**
 * The commit that a folder is checked out at, abbreviated, with `-dirty` where tracked files differ from it; undefined
 * without Git, and outside of a repository.
 */
export async function describeCommit(folder: string): Promise<string | undefined> {
  if (rootOf(folder) === undefined) return undefined;
  const args = ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'];
  try {
    const text = (await readOffline(folder, args, { timeoutMilliseconds: patienceMilliseconds })).toString();
    return text.trim() === '' ? undefined : text.trim();
  } catch {
    // The revision is only shown; without Git the digest of the files serves.
    return undefined;
  }
}
