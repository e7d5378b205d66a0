import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConnectSyncError } from '../model/error.ts';
import { toPrintableLine } from '../model/printable.ts';

/** Files of a repository as they were in a commit, in a folder that is gone afterwards. */
export interface CommittedFiles {
  /** Where the directory lies in it that was asked from; absolute. */
  readonly directory: string;
  /** The commit, abbreviated. */
  readonly commit: string;
}

/**
 * Lays the YAML and JSON files of a commit into a temporary folder for as long as they are worked with. Only objects
 * of the repository are read: neither its index nor its working tree is touched, and no filter of it is run.
 *
 * @throws ConnectSyncError where there is no Git, no repository, or no such commit (exit 1)
 */
export async function withCommittedFiles<Result>(
  directory: string,
  ref: string,
  use: (files: CommittedFiles) => Promise<Result>,
): Promise<Result> {
  const git = gitIn(directory);
  const [prefix = ''] = (await git(['rev-parse', '--show-prefix'], notARepository)).toString().split('\n');
  const commit = (
    await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], () =>
      noCommit(ref),
    )
  )
    .toString()
    .trim();
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-ref-'));
  try {
    const inside = path.join(folder, prefix);
    await mkdir(inside, { recursive: true });
    await layOut(folder, await filesOf(git, commit));
    return await use({ directory: inside, commit: commit.slice(0, 12) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs Git; `explain` says what its refusal means. */
type Git = (args: readonly string[], explain: Explain, input?: string) => Promise<Buffer>;
type Explain = (said: string) => ConnectSyncError;

const mostBytes = 512 * 1024 * 1024;

function gitIn(directory: string): Git {
  return (args, explain, input) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        'git',
        ['-C', directory, ...args],
        { encoding: 'buffer', maxBuffer: mostBytes, windowsHide: true },
        (error, stdout, stderr) => {
          if (!error) resolve(stdout);
          else if (error.code === 'ENOENT') reject(noGit());
          else reject(explain(toPrintableLine(stderr.toString().trim().split('\n')[0] ?? '')));
        },
      );
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input ?? '');
    });
}

interface CommittedFile {
  readonly path: string;
  readonly contents: Buffer;
}

async function filesOf(git: Git, commit: string): Promise<readonly CommittedFile[]> {
  const listing = (await git(['ls-tree', '-r', '-z', '--full-tree', commit], unreadable)).toString();
  const entries = listing.split('\0').flatMap((line) => {
    const match = /^(\d+) blob ([0-9a-f]+)\t(.+\.(?:ya?ml|json))$/is.exec(line);
    // Of a symbolic link only its target is stored: such a file counts as missing.
    return match && match[1] !== '120000' ? [{ id: match[2] ?? '', path: match[3] ?? '' }] : [];
  });
  const blobs = await git(['cat-file', '--batch'], unreadable, entries.map(({ id }) => `${id}\n`).join(''));
  let at = 0;
  return entries.map((entry) => {
    // `ID blob SIZE`, a line feed, the contents, a line feed.
    const start = blobs.indexOf(10, at) + 1;
    const size = Number(blobs.toString('latin1', at, start).trim().split(' ')[2]);
    at = start + size + 1;
    return { path: entry.path, contents: blobs.subarray(start, start + size) };
  });
}

async function layOut(folder: string, files: readonly CommittedFile[]): Promise<void> {
  for (const { path: relative, contents } of files) {
    const absolute = path.resolve(folder, relative);
    // Git itself allows no path that leads out; a repository made by hand may.
    if (!absolute.startsWith(folder + path.sep)) continue;
    await mkdir(path.dirname(absolute), { recursive: true });
    await writeFile(absolute, contents);
  }
}

function noGit(): ConnectSyncError {
  return problem('no-git', '--since needs git, and it is not installed, or not on the PATH');
}

function notARepository(said: string): ConnectSyncError {
  return problem(
    'no-repository',
    `--since compares with an earlier commit, and there is no Git repository here: ${said}`,
  );
}

function noCommit(ref: string): ConnectSyncError {
  return problem(
    'unknown-ref',
    `--since ${toPrintableLine(ref)}: the repository has no such commit, branch or tag`,
    'a shallow clone may lack it: fetch it first (git fetch --depth …, or fetch-depth: 0 in a pipeline)',
  );
}

function unreadable(said: string): ConnectSyncError {
  return problem('ref-unread', `git cannot read the files of that commit: ${said}`);
}

function problem(code: string, message: string, hint?: string): ConnectSyncError {
  return new ConnectSyncError({ code, message, hint, category: 'failure' });
}
