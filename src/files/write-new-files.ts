import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NewFile } from '../init/settings.ts';
import type { NewFileView } from '../model/new-project-view.ts';
import { writeError } from './write-error.ts';

/**
 * Writes the files that are not there yet, one after another; one that is there is left as it is, whatever it is.
 *
 * @throws ConnectSyncError where one cannot be written (exit 1): those before it are there then
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
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.text, { flag: 'wx', mode: file.path.endsWith('.sh') ? 0o777 : 0o666 });
    return { ...view, outcome: 'written', note: null };
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code === 'EEXIST' &&
      (error as NodeJS.ErrnoException).syscall === 'open'
    )
      return { ...view, outcome: 'left', note: (await lackOf(target, file)) ?? null };
    throw writeError(error, {
      code: 'file-not-written',
      message: (reason) => `${file.path} cannot be written: ${reason}`,
      hint: 'mend that, and run init again: what is written already is left as it is',
    });
  }
}

async function lackOf(target: string, { lacks }: NewFile): Promise<string | undefined> {
  if (!lacks) return undefined;
  try {
    return lacks(await readFile(target, 'utf8'));
  } catch {
    return 'it cannot be read';
  }
}
