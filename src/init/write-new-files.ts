import path from 'node:path';
import { readTextIfPossible } from '../files/read-file.ts';
import { writeError } from '../files/write-error.ts';
import { fileExists, writeNewFile } from '../files/write-new-file.ts';
import type { NewFileView } from '../model/new-project-view.ts';
import type { NewFile } from './settings.ts';

/**
 * Writes the files that do not exist yet, one after another; existing ones are kept, whatever they hold.
 *
 * @throws ConnectSyncError (failure) if one cannot be written; the files before it are written by then
 */
export async function writeNewFiles(
  directory: string,
  files: readonly NewFile[],
): Promise<readonly NewFileView[]> {
  const views: NewFileView[] = [];
  for (const file of files) views.push(await writeNew(directory, file));
  return views;
}

async function writeNew(directory: string, file: NewFile): Promise<NewFileView> {
  const target = path.join(directory, file.path);
  const view = { path: file.path, purpose: file.purpose };
  try {
    await writeNewFile(target, file.text, file.path.endsWith('.sh') ? 0o777 : 0o666);
    return { ...view, outcome: 'written', note: null };
  } catch (error) {
    if (fileExists(error)) return { ...view, outcome: 'left', note: (await missingIn(target, file)) ?? null };
    throw writeError(error, {
      code: 'file-not-written',
      message: (reason) => `${file.path} cannot be written: ${reason}`,
      hint: 'fix that and run init again: files that exist are kept',
    });
  }
}

/** What an existing file lacks that the new one would have. */
async function missingIn(target: string, { lacks }: NewFile): Promise<string | undefined> {
  if (!lacks) return undefined;
  const text = await readTextIfPossible(target);
  return text === undefined ? 'it cannot be read' : lacks(text);
}
