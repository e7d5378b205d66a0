import { execFile } from 'node:child_process';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ForgeName } from './settings.ts';

/** The forge that a folder belongs to, as far as it tells. */
export interface FoundForge {
  readonly forge: ForgeName;
  /** What tells, for people. */
  readonly because: string;
  /** Whether the folder lies within a repository, below its root: pipelines are read from there alone. */
  readonly isBelowRoot: boolean;
}

/** Looks at where the repository comes from, then at which forge's files are there. Without Git at the files alone. */
export async function findForge(directory: string): Promise<FoundForge> {
  const [root, remote] = await Promise.all([
    askGit(directory, ['rev-parse', '--show-toplevel']),
    askGit(directory, ['remote', 'get-url', 'origin']),
  ]);
  const isBelowRoot = root !== undefined && path.resolve(root) !== (await realpath(directory));
  const forge = remote === undefined ? undefined : forgeOfRemote(remote);
  if (forge) return { forge, because: 'the repository comes from there', isBelowRoot };
  for (const [file, owner] of traces) {
    if (await exists(path.join(directory, file)))
      return { forge: owner, because: `${file} is there`, isBelowRoot };
  }
  return { forge: 'none', because: 'nothing tells of GitHub or GitLab', isBelowRoot };
}

const traces = [
  ['.gitlab-ci.yml', 'gitlab'],
  ['.github', 'github'],
  ['.gitlab', 'gitlab'],
] as const;

/** By the host of a remote: `https://github.com/…`, `git@gitlab.example:…`. Names of repositories prove nothing. */
export function forgeOfRemote(remote: string): ForgeName | undefined {
  const host = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:@]+)/i.exec(remote)?.[1]?.toLowerCase() ?? '';
  return (['github', 'gitlab'] as const).find((name) => host.split(/[.-]/).includes(name));
}

/** What Git answers; undefined where there is no Git, no repository or no such thing. */
function askGit(directory: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('git', ['-C', directory, ...args], { windowsHide: true }, (error, stdout) =>
      resolve(error ? undefined : stdout.replace(/\r?\n$/, '')),
    );
  });
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
