import { ConnectSyncError } from '../model/error.ts';

/** How a failed write is reported. */
export interface WriteProblem {
  readonly code: string;
  readonly message: (reason: string) => string;
  readonly hint: string;
}

/** Turns an error of the file system into a coded error; any other error, which is a bug, is returned as it is. */
export function writeError(error: unknown, problem: WriteProblem): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (error instanceof ConnectSyncError || code === undefined) return error;
  return new ConnectSyncError({
    code: problem.code,
    message: problem.message(reasons[code] ?? `the system reports ${code}`),
    hint: problem.hint,
    category: 'failure',
    cause: error,
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is exceeded',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the path is too long',
  EIO: 'the disk reports an error',
};
