import path from 'node:path';
import { loadPrintedPlans } from '../desired/load-printed-plans.ts';
import { diagnose } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import { type PostedPlan, postedFromPrinted, postedFromSaved } from '../model/posted-plan.ts';
import { loadSavedPlan } from './load-saved-plan.ts';
import { looksLikePrinted } from './saved-plan-file.ts';

/**
 * Loads what `comment` posts: a saved plan, or what `plan --offline -f json` printed. The path is relative to the
 * directory, or absolute.
 *
 * @throws InvalidInputError with the position, if the file is neither
 * @throws ConnectSyncError (plan-refused) if a saved plan was changed after it was saved
 */
export async function loadPostedPlan(directory: string, file: string): Promise<PostedPlan> {
  if (!(await looksLikePrinted(path.resolve(directory, file)))) {
    return postedFromSaved(await loadSavedPlan(directory, file));
  }
  const read = await loadPrintedPlans(directory, file);
  if (read.kind === 'unusable') throw new InvalidInputError(read.diagnostics, 1);
  const posted = postedFromPrinted(read.document);
  if (posted) return posted;
  const source = { file, line: 1, column: 1 };
  throw new InvalidInputError([diagnose('not-a-saved-plan', { found: read.document.format }, { source })], 1);
}
