/** The reason why a file or directory could not be read. */
export function readingFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code === '' ? 'unknown reason' : `system error ${code}`);
}

/** Codes of the system, and those of `files/read-file` for what it refuses to read. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'it, or a part of its path, is not a directory',
  ELOOP: 'its symbolic link is circular',
  EFBIG: 'it is larger than 16 MiB',
  DEVICE: 'it is a device, not a file',
  HIDDEN: 'its link leads to a hidden file or folder',
  OUTSIDE: 'it leads outside of the project folder',
  NOFILE: 'it is not a regular file',
  EMFILE: 'too many files are open',
  TOO_MANY_FOLDERS: 'more than 100,000 folders are searched',
  ENAMETOOLONG: 'its path is too long',
};
