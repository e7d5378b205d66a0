import path from 'node:path';
import { environmentLine } from '../../desired/environment-line.ts';
import { loadEnvironment } from '../../desired/load-environment.ts';
import { kindOfPath, readText, readTextIfPossible } from '../../files/read-file.ts';
import { privateMode, writeAtomically } from '../../files/write-atomically.ts';
import { makeFolder, writeNewFile } from '../../files/write-new-file.ts';
import { ConnectSyncError } from '../../model/error.ts';
import { matchesNameGlob } from '../../model/name-glob.ts';
import { defaultOfPlaceholder, isSecretPlaceholder } from '../../model/placeholders.ts';
import { notWritten } from '../write-import.ts';

/**
 * Checks that secrets may be added to a file: it does not exist, or it is a dotenv file and not an example. Called
 * before a cluster is read, so that a wrong option fails early.
 *
 * @throws ConnectSyncError (usage) if it is any other file
 */
export async function checkSecretsFile(directory: string, file: string): Promise<void> {
  const absolute = path.resolve(directory, file);
  const isExample = /example|sample|template/i.test(path.basename(file));
  if (!isExample && (await mayHoldSecrets(absolute))) return;
  throw new ConnectSyncError({
    code: 'invalid-secrets-file',
    message: isExample
      ? `${file} looks like an example file, which is shared: secrets are not written to it`
      : `${file} exists and is not a dotenv file: secrets are not written to it`,
    hint: 'specify another file with --secrets, for example .env',
    category: 'usage',
  });
}

/** The variables in the file that secrets are added to; undefined if there is no file yet. */
export async function readSecrets(
  directory: string,
  file: string | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (file === undefined || (await kindOfPath(path.resolve(directory, file))) === 'nothing') return undefined;
  return (await loadEnvironment({ directory, envFiles: [file], environment: new Map() }, undefined))
    .environment;
}

async function mayHoldSecrets(absolute: string): Promise<boolean> {
  const kind = await kindOfPath(absolute);
  return kind === 'nothing' || (kind !== 'other' && isDotenv(await readText(absolute)));
}

/** The first line that is neither blank nor a comment decides. */
function isDotenv(text: string): boolean {
  const first = text.split('\n').find((line) => !/^\s*(?:#|$)/.test(line));
  return first === undefined || /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=/.test(first);
}

/**
 * Adds secrets to a dotenv file with mode 0600 and to `.gitignore`. Secrets that the environment or the file already
 * has are not added, nor are placeholders, which may stand in the place of a variable of an existing file; of one with
 * a default, the default is.
 *
 * @returns the names of variables that a dotenv file cannot represent
 * @throws ConnectSyncError if the file cannot be written
 */
export async function writeSecrets(
  secrets: ReadonlyMap<string, string>,
  environment: ReadonlyMap<string, string>,
  { absolute, file }: { readonly absolute: string; readonly file: string },
): Promise<readonly string[]> {
  const saved = await readSecrets(path.dirname(absolute), path.basename(absolute));
  const lines = [...secrets]
    .map(([name, value]) => [name, defaultOfPlaceholder(value)] as const)
    .filter(([name, value]) => environment.get(name) !== value && saved?.get(name) !== value)
    .filter(([, value]) => !isSecretPlaceholder(value))
    .map(([name, value]) => ({ name, line: environmentLine(name, value) }));
  const text = lines.map(({ line }) => line ?? '').join('');
  if (text !== '') await addLines(absolute, file, text);
  return lines.flatMap(({ name, line }) => (line === undefined ? [name] : []));
}

async function addLines(absolute: string, file: string, lines: string): Promise<void> {
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
  if (isIgnored(before, path.basename(absolute))) return;
  await writeAtomically(ignore, `${endLine(before)}${line}\n`, 'kept');
}

/** Whether one of the plain patterns covers the name; the last matching one decides, as in Git. */
function isIgnored(patterns: string, name: string): boolean {
  const matching = patterns
    .split(/\r?\n/)
    .map((line) => /^(!?)\/?([\w.*?-]+)$/.exec(line.trimEnd()))
    .filter((match) => match && matchesNameGlob(match[2] ?? '', name));
  const last = matching.at(-1);
  return last?.[1] === '';
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
