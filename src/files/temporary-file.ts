import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { privateMode, writeAtomically } from './write-atomically.ts';

/** A file that exists as long as a run needs it. */
export interface TemporaryFile {
  /** Absolute. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Writes a file into a new folder for temporary files that only the user can read.
 *
 * @throws the error of the file system
 */
export async function temporaryFile(name: string, text: string): Promise<TemporaryFile> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-'));
  const absolute = path.join(folder, name);
  await writeAtomically(absolute, text, privateMode);
  return { path: absolute, remove: () => rm(folder, { recursive: true, force: true }) };
}
