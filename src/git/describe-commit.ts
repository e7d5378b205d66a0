import { realpathSync } from 'node:fs';
import path from 'node:path';
import { readOffline } from './read-offline.ts';
import { rootOf } from './work-trees.ts';

/** How a work tree stands to the commit that it is checked out at. */
export interface DescribedCommit {
  /** Abbreviated. */
  readonly commit: string;
  /** The work tree; absolute, without links. */
  readonly root: string;
  /** What differs from the commit, is not tracked, or is ignored; absolute, without links. */
  readonly differing: readonly DifferingPath[];
}

/** A file or folder that is not as the commit has it. */
export interface DifferingPath {
  readonly path: string;
  readonly isDeleted: boolean;
}

const patienceMilliseconds = 5_000;

/**
 * The commit that the work tree of a folder is checked out at, and what differs from it in the given folders; undefined
 * without Git, and outside of a repository.
 *
 * @param folders absolute, without links, the first one decides about the work tree
 */
export async function describeCommit(
  folders: readonly [string, ...string[]],
): Promise<DescribedCommit | undefined> {
  const [folder] = folders;
  const root = rootOf(folder);
  if (root === undefined) return undefined;
  const inside = folders.filter((one) => one === root || one.startsWith(root + path.sep));
  try {
    const commit = await currentCommit(folder);
    if (commit === undefined) return undefined;
    const status = await readOffline(
      root,
      [
        'status',
        '--porcelain',
        // Something is printed then, unless Git fails.
        '--branch',
        '-z',
        '--no-renames',
        '--untracked-files=all',
        '--ignored=matching',
        '--',
        ...inside,
      ],
      { timeoutMilliseconds: patienceMilliseconds },
    );
    if (status.length === 0) return undefined;
    return { commit, root: realpathSync(root), differing: parseStatus(root, status.toString()) };
  } catch {
    // The revision is only shown; without Git the digest of the files serves.
    return undefined;
  }
}

/** The commit alone, abbreviated, of an absolute folder without links; undefined as above. */
export async function currentCommit(folder: string): Promise<string | undefined> {
  if (rootOf(folder) === undefined) return undefined;
  const args = ['rev-parse', '--short=12', '--verify', 'HEAD'];
  const head = await readOffline(folder, args, { timeoutMilliseconds: patienceMilliseconds });
  return head.toString().trim() || undefined;
}

/** `## BRANCH`, then `XY PATH` for each path, each with a NUL. */
function parseStatus(root: string, status: string): readonly DifferingPath[] {
  return status.split('\0').flatMap((entry) => {
    const file = entry.slice(3);
    const isDeleted = entry.slice(0, 2).includes('D');
    return file === '' || entry.startsWith('## ')
      ? []
      : [{ path: path.join(root, file.replace(/\/$/, '')), isDeleted }];
  });
}
