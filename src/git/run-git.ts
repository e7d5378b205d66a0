import { execFile } from 'node:child_process';

/** What Git printed, or why it did not run: `reason` is the first line of its standard error. */
export type GitResult =
  | { readonly kind: 'done'; readonly output: Buffer }
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'failed'; readonly reason: string };

/** What else a run of Git needs. */
export interface GitOptions {
  readonly input?: string;
  /** Git is stopped after this time, which counts as a failure; left out: never. */
  readonly timeoutMilliseconds?: number;
}

/** Runs Git in a directory. Nothing else in connect-sync starts a process. */
export function runGit(
  directory: string,
  args: readonly string[],
  { input = '', timeoutMilliseconds = 0 }: GitOptions = {},
): Promise<GitResult> {
  return new Promise((resolve) => {
    const child = execFile(
      'git',
      ['-C', directory, ...args],
      { encoding: 'buffer', maxBuffer: limitBytes, windowsHide: true, timeout: timeoutMilliseconds },
      (error, output, errors) => {
        if (!error) resolve({ kind: 'done', output });
        else if (error.code === 'ENOENT') resolve({ kind: 'not-installed' });
        else resolve({ kind: 'failed', reason: errors.toString().trim().split('\n')[0] ?? '' });
      },
    );
    // Git may exit before it has read its input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

const limitBytes = 512 * 1024 * 1024;
