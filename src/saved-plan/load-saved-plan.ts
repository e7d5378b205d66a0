import { loadSavedPlanFile } from '../desired/load-saved-plan.ts';
import { planDigest, savedPlanDigest } from '../model/digest.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import type { SavedPlan } from '../model/saved-plan.ts';

/**
 * Loads a saved plan for any use: to show it, to post it, to apply it. What comes back has the published shape, and
 * its digests are those of what is in it; whether it may be applied (still, here) is not judged.
 *
 * The path is relative to the directory, or absolute.
 *
 * @throws InvalidInputError with the place, where the file is no saved plan (exit 29)
 * @throws ConnectSyncError where it was altered since it was written (exit 21)
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
    message: `${file} was altered after it was saved: its digest is not that of the plan in it`,
    hint: 'make the plan again with plan --out',
    category: 'plan-refused',
  });
}
