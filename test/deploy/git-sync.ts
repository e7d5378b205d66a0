import {
  existsSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { git } from './git-repository.ts';

/** How git-sync is set up: the flags and variables of its container. */
export interface GitSyncSettings {
  readonly repository: string;
  readonly ref: string;
  /** Absolute: the volume. */
  readonly root: string;
  /** The name of the link in the root. */
  readonly link: string;
  readonly webhook: string;
  readonly successStatus: number;
}

/**
 * Does once what git-sync 4 does at each period, with the same commands of Git in the same order: it fetches the ref,
 * checks a new commit out into a folder of its own, moves the link there in one step, calls the webhook, and removes the
 * checkout before, here at once. git-sync itself is a container image, which no package registry has.
 *
 * @returns whether there was a new commit
 */
export async function syncOnce(settings: GitSyncSettings): Promise<boolean> {
  const { repository, ref, root, link, webhook, successStatus } = settings;
  if (!existsSync(path.join(root, '.git'))) await initialize(root);
  await git(root, 'fetch', repository, ref, '--no-progress', '--prune', '--no-auto-gc', '--depth', '1');
  const commit = await git(root, 'rev-parse', 'FETCH_HEAD^{}');
  if (commit === currentCommit(path.join(root, link))) return false;
  await git(root, 'reset', '--soft', commit);
  await checkOut(root, commit);
  symlinkSync(path.join('.worktrees', commit), path.join(root, 'tmp-link'));
  renameSync(path.join(root, 'tmp-link'), path.join(root, link));
  const { status } = await fetch(webhook, { method: 'POST' });
  if (status !== successStatus) throw new Error(`the webhook answered with ${status}`);
  await removeStale(root, commit);
  return true;
}

async function initialize(root: string): Promise<void> {
  for (const name of readdirSync(root)) rmSync(path.join(root, name), { recursive: true });
  await git(root, 'init', '--quiet', '-b', 'git-sync');
}

function currentCommit(link: string): string | undefined {
  return existsSync(link) ? path.basename(readlinkSync(link)) : undefined;
}

async function checkOut(root: string, commit: string): Promise<void> {
  const worktree = path.join(root, '.worktrees', commit);
  await git(root, 'worktree', 'add', '--force', '--detach', worktree, commit, '--no-checkout');
  // Relative, since the volume has another path in other containers.
  writeFileSync(path.join(worktree, '.git'), `gitdir: ../../.git/worktrees/${commit}\n`);
  await git(worktree, 'reset', '--hard', commit, '--');
}

async function removeStale(root: string, commit: string): Promise<void> {
  const stale = readdirSync(path.join(root, '.worktrees')).filter((name) => name !== commit);
  for (const name of stale) rmSync(path.join(root, '.worktrees', name), { recursive: true });
  await git(root, 'worktree', 'prune');
  await git(root, 'reflog', 'expire', '--expire-unreachable=all', '--all');
}
