import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

/** A repository on a Git server, and a clone that people push from. */
export interface GitRepository {
  readonly url: string;
  /** Commits these files and pushes; resolves to the commit. */
  push(files: Readonly<Record<string, string>>): Promise<string>;
  /** Goes back to a commit, commits these files on it, and pushes by force. */
  forcePush(commit: string, files: Readonly<Record<string, string>>): Promise<string>;
}

/** Runs Git in a folder, without the settings of this machine; resolves to its output. */
export async function git(directory: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: directory, env: environment });
  return stdout.trim();
}

/** Creates one with a first commit on `main`; it is removed after the test. */
export async function gitRepository(files: Readonly<Record<string, string>>): Promise<GitRepository> {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-sync-git-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [bare, clone] = [path.join(folder, 'bare.git'), path.join(folder, 'clone')];
  await git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  await git(folder, 'clone', '--quiet', bare, clone);
  const push = async (changed: Readonly<Record<string, string>>, ...options: readonly string[]) => {
    for (const [file, text] of Object.entries(changed)) {
      mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
      writeFileSync(path.join(clone, file), text);
    }
    await git(clone, 'add', '--all');
    await git(clone, 'commit', '--quiet', '--message=a change');
    await git(clone, 'push', '--quiet', ...options, 'origin', 'HEAD:main');
    return git(clone, 'rev-parse', 'HEAD');
  };
  await push(files);
  return {
    url: `file://${bare}`,
    push: (changed) => push(changed),
    forcePush: async (commit, changed) => {
      await git(clone, 'reset', '--quiet', '--hard', commit);
      return push(changed, '--force');
    },
  };
}

const environment = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: 'true',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};
