import path from 'node:path';

/** A path relative to the project's directory, with forward slashes on every platform. */
export function displayPath(directory: string, file: string): string {
  return path.relative(directory, file).split(path.sep).join('/') || '.';
}
