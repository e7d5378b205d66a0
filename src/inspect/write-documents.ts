import path from 'node:path';
import { makeFolder, writeNewFile } from '../files/write-new-file.ts';
import { ConnectSyncError } from '../model/error.ts';
import { inParallel } from '../model/in-parallel.ts';

/** A file to write. */
export interface DocumentFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const writeConcurrency = 8;

/**
 * Writes files into a folder that is new or empty. `shown`: the folder as the user named it.
 *
 * @throws ConnectSyncError `folder-not-empty`, `folder-not-written`
 */
export async function writeDocuments(
  { folder, shown }: { readonly folder: string; readonly shown: string },
  files: readonly DocumentFile[],
): Promise<void> {
  try {
    await makeEmptyFolder(folder, shown);
    // A file system that ignores case may map two names to one file: then the second write fails.
    await inParallel(files, writeConcurrency, (file) =>
      writeNewFile(path.join(folder, file.path), file.text),
    );
  } catch (error) {
    throw notWritten(error, shown);
  }
}

async function makeEmptyFolder(folder: string, shown: string): Promise<void> {
  if ((await makeFolder(folder)) === 'empty') return;
  throw new ConnectSyncError({
    code: 'folder-not-empty',
    message: `${shown} is not empty: its content would be mixed with the connectors`,
    hint: 'name a new or an empty folder',
    category: 'failure',
  });
}

function notWritten(error: unknown, shown: string): ConnectSyncError {
  if (error instanceof ConnectSyncError) return error;
  return new ConnectSyncError({
    code: 'folder-not-written',
    message: `${shown} cannot be written: ${(error as Error).message}`,
    hint: 'name a folder with write permission',
    category: 'failure',
    cause: error,
  });
}
