/** The reason why a file or directory could not be read. */
export function readingFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code === '' ? 'unknown reason' : `system error ${code}`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  ELOOP: 'its symbolic link is circular',
  EMFILE: 'too many files are open',
  TOO_MANY_FOLDERS: 'more than 100,000 folders are searched',
  ENAMETOOLONG: 'its path is too long',
};
