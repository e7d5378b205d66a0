import path from 'node:path';
import { kindOfPath, readTextIfPossible } from '../files/read-file.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { writeError } from '../files/write-error.ts';
import { fileExists, writeNewFile } from '../files/write-new-file.ts';
import type { ProjectFile } from './project-files.ts';

/** One file of a new project. */
export interface NewFileView {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly purpose: string;
  /** `kept`: it existed before and was not changed. `extended`: lines were added to it. `updated`: it was out of date. */
  readonly outcome: 'written' | 'kept' | 'extended' | 'updated';
  /** What to add to a file that was kept. */
  readonly note: string | null;
}

/**
 * Writes the files that do not exist yet, one after another. Existing files are kept, whatever they contain; some get
 * lines that they lack, and schemas that connect-sync wrote are written anew.
 *
 * @throws ConnectSyncError `file-not-written`; the files before it are written by then
 */
export async function writeNewFiles(
  directory: string,
  files: readonly ProjectFile[],
): Promise<readonly NewFileView[]> {
  const views: NewFileView[] = [];
  for (const file of files) views.push(await writeNew(directory, file));
  return views;
}

async function writeNew(directory: string, file: ProjectFile): Promise<NewFileView> {
  const target = path.join(directory, file.path);
  const view = { path: file.path, purpose: file.purpose };
  try {
    await writeNewFile(target, file.text, file.path.endsWith('.sh') ? 0o777 : 0o666);
    return { ...view, outcome: 'written', note: null };
  } catch (error) {
    if (!fileExists(error)) throw notWritten(error, file);
  }
  if (await rewrite(target, file, file.extended)) return { ...view, outcome: 'extended', note: null };
  if (await rewrite(target, file, file.updated)) return { ...view, outcome: 'updated', note: null };
  return { ...view, outcome: 'kept', note: (await missingIn(target, file)) ?? null };
}

function notWritten(error: unknown, file: ProjectFile): unknown {
  return writeError(error, {
    code: 'file-not-written',
    message: (reason) => `${file.path} cannot be written: ${reason}`,
    hint: 'fix this and run init again; existing files are kept',
  });
}

/** Changes a regular file as needed, and returns whether it was needed. A link may lead out of the project. */
async function rewrite(target: string, file: ProjectFile, change: ProjectFile['extended']): Promise<boolean> {
  const isFile = ['file', 'empty-file'].includes(await kindOfPath(target));
  const before = change && isFile ? await readTextIfPossible(target) : undefined;
  const after = before === undefined ? undefined : change?.(before);
  if (after === undefined) return false;
  try {
    await writeAtomically(target, after, 'kept');
    return true;
  } catch (error) {
    throw notWritten(error, file);
  }
}

/** What an existing file lacks that the new one would have. */
async function missingIn(target: string, { lacks }: ProjectFile): Promise<string | undefined> {
  if (!lacks) return undefined;
  const text = await readTextIfPossible(target);
  return text === undefined ? 'it cannot be read' : lacks(text);
}
