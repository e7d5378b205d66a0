import { readFileSync, type Stats, statSync } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { noteRead } from './noted-reads.ts';

/** Larger than any file that people write, and small enough to parse safely. */
export const defaultLimitBytes = 16 * 1024 * 1024;

/** The text of a file, in UTF-8. @throws as `readBytes` */
export async function readText(absolute: string): Promise<string> {
  return (await readBytes(absolute)).toString('utf8');
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

/**
 * The bytes of a file or pipe, up to a limit: a link to `/dev/zero` or a pipe that never ends must not fill the memory.
 *
 * @throws the error of the file system; with code `DEVICE` for a device, `EFBIG` for more bytes than the limit
 */
export async function readBytes(absolute: string, mostBytes: number = defaultLimitBytes): Promise<Buffer> {
  noteRead('file', absolute);
  refuse(await stat(absolute), mostBytes);
  const handle = await open(absolute, 'r');
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
      if (bytesRead === 0) return Buffer.concat(chunks);
      size += bytesRead;
      if (size > mostBytes) throw refusal('EFBIG', mostBytes);
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

const chunkBytes = 64 * 1024;

/**
 * The same for files that a person names or a search finds. A pipe in a folder is refused, because its writer may never
 * come; pipes that the shell makes are below `/dev` or `/proc`.
 *
 * @throws as `readBytes`; with code `NOFILE` for a pipe or a socket
 */
export async function readFoundBytes(
  absolute: string,
  mostBytes: number = defaultLimitBytes,
): Promise<Buffer> {
  noteRead('file', absolute);
  const found = await stat(absolute);
  const isPipe = found.isFIFO() && !/^\/(?:dev|proc)\//.test(absolute);
  if (isPipe || found.isSocket()) throw refusal('NOFILE', mostBytes);
  return readBytes(absolute, mostBytes);
}

/**
 * The same for callers that cannot wait, such as a parser that meets an include, and for thousands of small files: of
 * regular files alone.
 *
 * @throws as `readBytes`; with code `NOFILE` for what is no regular file
 */
export function readBytesSync(absolute: string, mostBytes: number = defaultLimitBytes): Buffer {
  refuseUnlessFile(absolute, mostBytes);
  return readFileSync(absolute);
}

/** The same as text, in UTF-8. @throws as `readBytesSync` */
export function readTextSync(absolute: string, mostBytes: number = defaultLimitBytes): string {
  refuseUnlessFile(absolute, mostBytes);
  return readFileSync(absolute, 'utf8');
}

function refuseUnlessFile(absolute: string, mostBytes: number): void {
  noteRead('file', absolute);
  const found = statSync(absolute);
  refuse(found, mostBytes);
  if (!found.isFile()) throw refusal(found.isDirectory() ? 'EISDIR' : 'NOFILE', mostBytes);
}

function refuse(found: Stats, mostBytes: number): void {
  if (found.isCharacterDevice() || found.isBlockDevice()) throw refusal('DEVICE', mostBytes);
  if (found.size > mostBytes && !found.isDirectory()) throw refusal('EFBIG', mostBytes);
}

function refusal(code: 'DEVICE' | 'NOFILE' | 'EISDIR' | 'EFBIG', mostBytes: number): Error {
  return Object.assign(new Error(code), { code, mostBytes });
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

/** The number of entries of a folder. @throws the error of the file system */
export async function countEntries(folder: string): Promise<number> {
  return (await readdir(folder)).length;
}

/** The absolute path without symbolic links. @throws the error of the file system */
export function resolveLinks(absolute: string): Promise<string> {
  return realpath(absolute);
}
