import { runGit } from './run-git.ts';

/** A file that Git has, or would add; `path` is relative to the directory. */
export interface ListedFile {
  readonly path: string;
  readonly state: 'tracked' | 'untracked';
}

/** `kind`: why nothing is listed. */
export type FileListing =
  | { readonly kind: 'listed'; readonly files: readonly ListedFile[] }
  | { readonly kind: 'no-git' }
  | { readonly kind: 'no-repository' };

/** The files that match pathspecs of Git and that are tracked, or neither tracked nor ignored. */
export async function listFiles(directory: string, pathspecs: readonly string[]): Promise<FileListing> {
  const list = (...args: string[]) => runGit(directory, ['ls-files', '-z', ...args, '--', ...pathspecs]);
  const [tracked, untracked] = await Promise.all([list(), list('--others', '--exclude-standard')]);
  if (tracked.kind === 'not-installed' || untracked.kind === 'not-installed') return { kind: 'no-git' };
  if (tracked.kind === 'failed' || untracked.kind === 'failed') return { kind: 'no-repository' };
  const paths = ({ output }: { readonly output: Buffer }) => output.toString().split('\0').filter(Boolean);
  return {
    kind: 'listed',
    files: [
      ...paths(tracked).map((path) => ({ path, state: 'tracked' }) as const),
      ...paths(untracked).map((path) => ({ path, state: 'untracked' }) as const),
    ],
  };
}
