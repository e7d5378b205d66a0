import { loadSavedPlanFile } from '../desired/load-saved-plan.ts';
import { planDigest, savedPlanDigest } from '../model/digest.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import type { SavedPlan } from '../model/saved-plan.ts';

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
  if (!isUnaltered(read.document)) throw altered(file);
  return read.document;
}

function isUnaltered(saved: SavedPlan): boolean {
  const isEach = saved.clusters.every(({ digest, plan }) => digest === planDigest(plan));
  return isEach && saved.digest === savedPlanDigest(saved);
}

function altered(file: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'saved-plan-altered',
    message: `${file} was changed after it was saved: its digest does not match the plan`,
    hint: 'make the plan again with plan --out',
    category: 'plan-refused',
  });
}
