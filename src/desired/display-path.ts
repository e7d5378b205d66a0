import path from 'node:path';

/** A path relative to the project's directory, with forward slashes on every platform. */
export function displayPath(directory: string, file: string): string {
  return withSlashes(relativePath(directory, file)) || '.';
}

/** A path with forward slashes, as Git writes it. */
export function withSlashes(file: string): string {
  return file.split(path.sep).join('/');
}

/** A fast path for the common case: there are thousands of files, and almost all are below the directory. */
function relativePath(directory: string, file: string): string {
  const start = directory + path.sep;
  const isPlain =
    path.normalize(file) === file && !file.endsWith(path.sep) && path.normalize(start) === start;
  const isBelow = isPlain && file.startsWith(start);
  return isBelow ? file.slice(start.length) : path.relative(directory, file);
}
