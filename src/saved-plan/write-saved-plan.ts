import { lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { largestSavedPlan } from '../desired/load-saved-plan.ts';
import { writeError } from '../files/write-error.ts';
import { ConnectSyncError } from '../model/error.ts';
import { toJson } from '../model/print-json.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { looksLikeSavedPlan } from './saved-plan-file.ts';

const hint = 'name another file with --out';

/**
 * Whether a plan may be saved there: nothing lies there, or an earlier saved plan does, or a file without contents as
 * `mktemp` makes it. Asked before a cluster is, and again before the writing.
 *
 * @throws ConnectSyncError where something else would be overwritten
 */
export async function checkOut(directory: string, file: string): Promise<void> {
  const absolute = path.resolve(directory, file);
  const found = await lstat(absolute).catch(() => undefined);
  if (!found || (found.isFile() && (found.size === 0 || (await looksLikeSavedPlan(absolute))))) return;
  throw new ConnectSyncError({
    code: 'out-in-the-way',
    message: `${file} is there and is no saved plan: it is not overwritten`,
    hint,
    category: 'failure',
  });
}

/**
 * Writes a saved plan, for the user alone (0600). It is there as a whole or not at all, and then on the disk.
 *
 * @throws ConnectSyncError where it cannot be written
 */
export async function writeSavedPlan(directory: string, file: string, saved: SavedPlan): Promise<void> {
  await checkOut(directory, file);
  const text = toJson(saved);
  if (Buffer.byteLength(text) > largestSavedPlan) throw tooLarge(file);
  const absolute = path.resolve(directory, file);
  const unfinished = path.join(path.dirname(absolute), `.${path.basename(absolute)}.partial`);
  try {
    // What a run left behind that was killed has the mode of its time, and perhaps another owner.
    await rm(unfinished, { force: true });
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, absolute);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw writeError(error, {
      code: 'plan-not-saved',
      message: (reason) => `the plan cannot be saved in ${file}: ${reason}`,
      hint,
    });
  }
}

function tooLarge(file: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'plan-not-saved',
    message: `the plan cannot be saved in ${file}: it takes more than ${largestSavedPlan / 2 ** 20} MiB`,
    hint: 'save the plans of fewer clusters, or narrow it with --only',
    category: 'failure',
  });
}
