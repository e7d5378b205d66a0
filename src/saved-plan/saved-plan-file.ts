import path from 'node:path';
import { largestSavedPlan } from '../desired/load-saved-plan.ts';
import { kindOfPath, readStart, readText } from '../files/read-file.ts';
import { privateMode, writeAtomically } from '../files/write-atomically.ts';
import { writeError } from '../files/write-error.ts';
import { ConnectSyncError } from '../model/error.ts';
import { toJson } from '../model/print-json.ts';
import type { SavedPlan } from '../model/saved-plan.ts';

const hint = 'name another file with --out';

/**
 * Checks that a plan may be saved in a file: it does not exist, is empty (as `mktemp` creates it), or holds an earlier
 * saved plan. Called before any cluster is contacted, and again before writing.
 *
 * @throws ConnectSyncError (failure) if anything else would be overwritten
 */
export async function checkOutFile(directory: string, file: string): Promise<void> {
  const absolute = path.resolve(directory, file);
  const kind = await kindOfPath(absolute);
  if (kind === 'nothing' || kind === 'empty-file') return;
  if (kind === 'file' && (await looksLikeSavedPlan(absolute))) return;
  throw new ConnectSyncError({
    code: 'out-in-the-way',
    message: `${file} exists and is not a saved plan: it is not overwritten`,
    hint,
    category: 'failure',
  });
}

/**
 * Writes a saved plan atomically, readable by the user alone.
 *
 * @throws ConnectSyncError (failure) if it cannot be written
 */
export async function writeSavedPlan(directory: string, file: string, saved: SavedPlan): Promise<void> {
  await checkOutFile(directory, file);
  const text = toJson(saved);
  if (Buffer.byteLength(text) > largestSavedPlan) throw tooLarge(file);
  try {
    await writeAtomically(path.resolve(directory, file), text, privateMode);
  } catch (error) {
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
    hint: 'save the plans of fewer clusters, or limit the plan with --only',
    category: 'failure',
  });
}

/** Whether a file is a saved plan or another document of connect-sync, and so not a connector file. */
export async function looksLikeOurs(absolute: string): Promise<boolean> {
  return (await formatOf(absolute))?.startsWith('connect-sync/') === true;
}

/** Whether a file is what `plan -f json` prints. */
export async function looksLikePrinted(absolute: string): Promise<boolean> {
  const format = await formatOf(absolute);
  return format === 'connect-sync/plans' || format === 'connect-sync/error';
}

/** Whether a file is a saved plan, even a truncated one or one of another version. */
async function looksLikeSavedPlan(absolute: string): Promise<boolean> {
  return (await formatOf(absolute)) === 'connect-sync/saved-plan';
}

/** The `format` of a document: we write it first, so that a truncated file has it too. Tools may sort the keys. */
async function formatOf(absolute: string): Promise<string | undefined> {
  try {
    const start = (await readStart(absolute, startBytes)) ?? '';
    const format = /^\uFEFF?\s*\{\s*"format"\s*:\s*"([^"\\]{1,100})"/.exec(start)?.[1];
    if (format !== undefined || !/^\uFEFF?\s*\{/.test(start)) return format;
    const found = (JSON.parse(await readText(absolute)) as { format?: unknown }).format;
    return typeof found === 'string' ? found : undefined;
  } catch {
    // A missing file, a folder or text that is not JSON is reported when it is read next.
    return undefined;
  }
}

const startBytes = 4096;
