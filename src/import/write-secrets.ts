import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConnectSyncError } from '../model/error.ts';
import { notWritten, replaceFile } from './write-import.ts';

/**
 * Whether secrets may be added to a file: nothing lies there, or a dotenv file does that is no example. Asked before a
 * cluster is.
 *
 * @throws ConnectSyncError (usage) where something else would get secrets into it
 */
export async function checkSecretsFile(directory: string, file: string): Promise<void> {
  const absolute = path.resolve(directory, file);
  const found = await lstat(absolute).catch(() => undefined);
  const isExample = /example|sample|template/i.test(path.basename(file));
  if (!isExample && (!found || (found.isFile() && isDotenv(await readFile(absolute, 'utf8'))))) return;
  throw new ConnectSyncError({
    code: 'secrets-in-the-way',
    message: isExample
      ? `${file} sounds like an example, which everybody may read: no secret is written into it`
      : `${file} is there and is no file of variables: no secret is written into it`,
    hint: 'name another file with --secrets, such as .env',
    category: 'usage',
  });
}

/** By its first line that says something. */
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
    await mkdir(path.dirname(absolute), { recursive: true });
    await hideFromGit(absolute);
    const before = await readFile(absolute, 'utf8').catch(() => '');
    const start = before === '' || before.endsWith('\n') ? before : `${before}\n`;
    await replaceFile(absolute, start + lines, 0o600);
  } catch (error) {
    throw notWritten(error, file);
  }
}

async function hideFromGit(absolute: string): Promise<void> {
  const ignore = path.join(path.dirname(absolute), '.gitignore');
  const line = `/${path.basename(absolute)}`;
  const before = await readFile(ignore, 'utf8').catch(() => '');
  if (before.split(/\r?\n/).includes(line)) return;
  await writeFile(ignore, `${before === '' || before.endsWith('\n') ? before : `${before}\n`}${line}\n`);
}
