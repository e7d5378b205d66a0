/** Why a file or folder could not be read, in words. */
export function readingFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code === '' ? 'an unknown reason' : `the system says ${code}`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is no directory',
  ELOOP: 'its link leads back to itself',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its path is too long',
};
