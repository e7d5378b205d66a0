import { ConnectSyncError } from '../model/error.ts';

/** How a failure to write is told. */
export interface WritingProblem {
  readonly code: string;
  readonly message: (reason: string) => string;
  readonly hint: string;
}

/**
 * What the file system says against writing, as the reason why a run cannot go on; anything else comes back as it is:
 * it is a bug of ours.
 */
export function writeError(error: unknown, problem: WritingProblem): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  return new ConnectSyncError({
    code: problem.code,
    message: problem.message(reasons[code] ?? `the system says ${code}`),
    hint: problem.hint,
    category: 'failure',
    cause: error,
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the quota of this user is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a part of the path is no folder',
  ENAMETOOLONG: 'the path is too long',
  EIO: 'the disk reports an error',
};
