import { ConnectSyncError } from '../model/error.ts';

/** How a failed write is reported. */
export interface WriteProblem {
  readonly code: string;
  readonly message: (reason: string) => string;
  readonly hint: string;
}

/** Turns an error of the file system into a coded error; any other error, which is a bug, is returned as it is. */
export function writeError(error: unknown, problem: WriteProblem): unknown {
  const reason = describeFileError(error);
  if (error instanceof ConnectSyncError || reason === undefined) return error;
  return new ConnectSyncError({
    code: problem.code,
    message: problem.message(reason),
    hint: problem.hint,
    category: 'failure',
    cause: error,
  });
}

/** Why the file system refused, for people; undefined for an error of something else. */
export function describeFileError(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return code === undefined ? undefined : (reasons[code] ?? `the system reports ${code}`);
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
  EISDIR: 'it is a folder',
  ESTALE: 'the shared volume has replaced it',
};
