import path from 'node:path';
import { loadSavedPlanFile } from '../desired/load-saved-plan.ts';
import { hasOwnDigests } from '../model/digest.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { looksLikeOurs } from './saved-plan-file.ts';

/**
 * Loads a saved plan to show, post or apply it: checks it against the schema and verifies its digests. Whether it may be
 * applied is checked by `checkApplicable`. The path is relative to the directory, or absolute.
 *
 * @throws InvalidInputError with the position, if the file is not a saved plan
 * @throws ConnectSyncError (plan-refused) if it was changed after it was saved
 */
export async function loadSavedPlan(directory: string, file: string): Promise<SavedPlan> {
  const read = await loadSavedPlanFile(directory, file);
  if (read.kind === 'unusable') throw new InvalidInputError(read.diagnostics, 1);
  if (!hasOwnDigests(read.document)) throw altered(file);
  return read.document;
}

/**
 * The saved plan among the arguments of `apply`; undefined if they are connector files, or empty.
 *
 * @throws ConnectSyncError (usage) for a saved plan together with other files
 */
export async function findSavedPlan(
  directory: string,
  files: readonly string[],
): Promise<string | undefined> {
  for (const file of files) {
    if (!(await looksLikeOurs(path.resolve(directory, file)))) continue;
    if (files.length === 1) return file;
    throw new ConnectSyncError({
      code: 'saved-plan-usage',
      message: `${file} is a saved plan, which cannot be combined with other files`,
      hint: 'pass only the plan, or only connector files',
      category: 'usage',
    });
  }
  return undefined;
}

function altered(file: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'saved-plan-altered',
    message: `${file} was changed after it was saved: its digest does not match the plan`,
    hint: 'make the plan again with plan --out',
    category: 'plan-refused',
  });
}
