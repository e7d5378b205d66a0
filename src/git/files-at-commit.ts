import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConnectSyncError } from '../model/error.ts';
import { toPrintableLine } from '../model/printable.ts';
import { runGit } from './run-git.ts';
import { deepen, isShallowClone } from './shallow-clone.ts';

/** Files of a repository at a commit, in a temporary folder. */
export interface CommittedFiles {
  /** The counterpart of the requested directory in the temporary folder; absolute. */
  readonly directory: string;
  /** The commit, abbreviated. */
  readonly commit: string;
}

/**
 * Writes the YAML and JSON files of a commit into a temporary folder, calls `use`, and removes the folder. Only objects
 * of the repository are read: the index and the working tree stay untouched, and no filter of the repository runs.
 *
 * @throws ConnectSyncError (failure) without Git, a repository or such a commit
 */
export async function withCommittedFiles<Result>(
  directory: string,
  ref: string,
  use: (files: CommittedFiles) => Promise<Result>,
): Promise<Result> {
  const git = gitIn(directory);
  const [prefix = ''] = (await git(['rev-parse', '--show-prefix'], notARepository)).toString().split('\n');
  const resolveRef = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const isShallow = await isShallowClone(directory);
  const commit = (await git(resolveRef, () => noCommit(ref, isShallow))).toString().trim();
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-ref-'));
  try {
    const inside = path.join(folder, prefix);
    await mkdir(inside, { recursive: true });
    await writeFiles(folder, await filesOf(git, commit));
    return await use({ directory: inside, commit: commit.slice(0, 12) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs Git and returns its output; `explain` makes the error for a failure from what Git printed. */
type Git = (
  args: readonly string[],
  explain: (reason: string) => ConnectSyncError,
  input?: string,
) => Promise<Buffer>;

function gitIn(directory: string): Git {
  return async (args, explain, input) => {
    const result = await runGit(directory, args, input === undefined ? {} : { input });
    if (result.kind === 'done') return result.output;
    throw result.kind === 'not-installed' ? noGit() : explain(toPrintableLine(result.reason));
  };
}

interface CommittedFile {
  readonly path: string;
  readonly contents: Buffer;
}

async function filesOf(git: Git, commit: string): Promise<readonly CommittedFile[]> {
  const listing = (await git(['ls-tree', '-r', '-z', '--full-tree', commit], unreadable)).toString();
  const entries = listing.split('\0').flatMap((line) => {
    const match = /^(\d+) blob ([0-9a-f]+)\t(.+\.(?:ya?ml|json))$/is.exec(line);
    // Of a symbolic link (mode 120000) Git stores only the target path, so the file counts as missing.
    return match && match[1] !== '120000' ? [{ id: match[2] ?? '', path: match[3] ?? '' }] : [];
  });
  const blobs = await git(['cat-file', '--batch'], unreadable, entries.map(({ id }) => `${id}\n`).join(''));
  let position = 0;
  return entries.map((entry) => {
    // `ID blob SIZE`, a line feed, the contents, a line feed.
    const start = blobs.indexOf(10, position) + 1;
    const size = Number(blobs.toString('latin1', position, start).trim().split(' ')[2]);
    position = start + size + 1;
    return { path: entry.path, contents: blobs.subarray(start, start + size) };
  });
}

async function writeFiles(folder: string, files: readonly CommittedFile[]): Promise<void> {
  for (const { path: relative, contents } of files) {
    const absolute = path.resolve(folder, relative);
    // Git rejects paths that lead out of the tree, but a crafted repository may contain one.
    if (!absolute.startsWith(folder + path.sep)) continue;
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, contents);
  }
}

function noGit(): ConnectSyncError {
  return problem('no-git', '--since needs git, which is not installed or not on the PATH');
}

function notARepository(reason: string): ConnectSyncError {
  return problem(
    'no-repository',
    `--since compares with an earlier commit, but this is not a Git repository: ${reason}`,
  );
}

function noCommit(ref: string, isShallow: boolean): ConnectSyncError {
  return problem(
    'unknown-ref',
    `--since ${toPrintableLine(ref)}: the repository has no such commit, branch or tag${isShallow ? '; it is a shallow clone' : ''}`,
    isShallow ? deepen : 'list the branches that are there with  git branch --all',
  );
}

function unreadable(reason: string): ConnectSyncError {
  return problem('ref-unread', `git cannot read the files of that commit: ${reason}`);
}

function problem(code: string, message: string, hint?: string): ConnectSyncError {
  return new ConnectSyncError({ code, message, hint, category: 'failure' });
}
