import { readFileSync } from 'node:fs';
import { lstat, open, readFile, realpath, stat } from 'node:fs/promises';

/** The text of a file. @throws the error of the file system */
export function readText(absolute: string): Promise<string> {
  return readFile(absolute, 'utf8');
}

/** The text of a regular file of limited size. @throws an error also if it is something else, or larger */
export async function readTextUpTo(absolute: string, mostBytes: number): Promise<string> {
  const found = await stat(absolute);
  if (!found.isFile() || found.size > mostBytes) throw new Error(`${absolute} is no file, or too large`);
  return readText(absolute);
}

/** The text of a file; undefined if it cannot be read. */
export function readTextIfPossible(absolute: string): Promise<string | undefined> {
  return readText(absolute).catch(() => undefined);
}

/** The bytes of a file, for text in an unknown encoding. @throws the error of the file system */
export function readBytes(absolute: string): Promise<Uint8Array> {
  return readFile(absolute);
}

/** The same for callers that cannot wait, such as a parser that meets an include. @throws the error of the file system */
export function readBytesSync(absolute: string): Uint8Array {
  return readFileSync(absolute);
}

/** What a path leads to. A symbolic link is `other`: a caller that replaces a file must not follow one. */
export async function kindOfPath(absolute: string): Promise<'nothing' | 'empty-file' | 'file' | 'other'> {
  const found = await lstat(absolute).catch(() => undefined);
  if (!found) return 'nothing';
  if (!found.isFile()) return 'other';
  return found.size === 0 ? 'empty-file' : 'file';
}

/** Up to this many bytes from the start of a file, as text; undefined if it is not a regular file: a pipe would block. */
export async function readStart(absolute: string, bytes: number): Promise<string | undefined> {
  if (!(await stat(absolute)).isFile()) return undefined;
  const handle = await open(absolute, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The absolute path without symbolic links. @throws the error of the file system */
export function resolveLinks(absolute: string): Promise<string> {
  return realpath(absolute);
}
