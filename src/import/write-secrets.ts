import path from 'node:path';
import { kindOfPath, readText, readTextIfPossible } from '../files/read-file.ts';
import { privateMode, writeAtomically } from '../files/write-atomically.ts';
import { makeFolder, writeNewFile } from '../files/write-new-file.ts';
import { ConnectSyncError } from '../model/error.ts';
import { notWritten } from './write-import.ts';

/**
 * Whether secrets may be added to a file: nothing lies there, or a dotenv file does that is no example. Asked before a
 * cluster is.
 *
 * @throws ConnectSyncError (usage) where something else would get secrets into it
 */
export async function checkSecretsFile(directory: string, file: string): Promise<void> {
  const absolute = path.resolve(directory, file);
  const isExample = /example|sample|template/i.test(path.basename(file));
  if (!isExample && (await mayHoldSecrets(absolute))) return;
  throw new ConnectSyncError({
    code: 'secrets-in-the-way',
    message: isExample
      ? `${file} sounds like an example, which everybody may read: no secret is written into it`
      : `${file} is there and is no file of variables: no secret is written into it`,
    hint: 'name another file with --secrets, such as .env',
    category: 'usage',
  });
}

async function mayHoldSecrets(absolute: string): Promise<boolean> {
  const kind = await kindOfPath(absolute);
  return kind === 'nothing' || (kind !== 'other' && isDotenv(await readText(absolute)));
}

/** Decided by the first line that is neither blank nor a comment. */
function isDotenv(text: string): boolean {
  const first = text.split('\n').find((line) => !/^\s*(?:#|$)/.test(line));
  return first === undefined || /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=/.test(first);
}

/**
 * Adds secrets to a dotenv file that is the user's alone, and that Git does not see. `lines` are of its format.
 *
 * @throws ConnectSyncError where it cannot be written
 */
export async function writeSecrets(absolute: string, file: string, lines: string): Promise<void> {
  try {
    await makeFolder(path.dirname(absolute));
    await hideFromGit(absolute);
    const before = (await readTextIfPossible(absolute)) ?? '';
    await writeAtomically(absolute, endLine(before) + lines, privateMode);
  } catch (error) {
    throw notWritten(error, file);
  }
}

async function hideFromGit(absolute: string): Promise<void> {
  const ignore = path.join(path.dirname(absolute), '.gitignore');
  const line = `/${path.basename(absolute)}`;
  const before = await readTextIfPossible(ignore);
  if (before === undefined) return writeNewFile(ignore, `${line}\n`);
  if (before.split(/\r?\n/).includes(line)) return;
  await writeAtomically(ignore, `${endLine(before)}${line}\n`, 'kept');
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
