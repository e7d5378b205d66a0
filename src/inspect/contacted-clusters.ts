import path from 'node:path';
import { readTextIfPossible, resolveLinks } from '../files/read-file.ts';
import { privateMode, writeAtomically } from '../files/write-atomically.ts';
import { makePrivateRoot } from '../files/write-private-folder.ts';
import type { Contact } from '../model/ports.ts';
import { toJson } from '../model/print-json.ts';

/** The URLs that were contacted, by the folder of the project without symbolic links; the newest folder last. */
type Folders = Readonly<Record<string, readonly string[]>>;

/** A folder that was not used for so many others is forgotten. */
const mostFolders = 500;

/**
 * Whether all URLs of a cluster were contacted before from this project. Completion asks no others: a project may be
 * anybody's, and to press TAB in its folder must not send its headers to its URL. `state`: the folder of the record.
 */
export async function wasContacted(state: string, { directory, urls }: Contact): Promise<boolean> {
  const known = (await readFolders(state))[await realFolder(directory)] ?? [];
  return urls.every((url) => known.includes(url));
}

/** Records a contact. If the folder cannot be written to, completion asks nobody, and nothing else is lost. */
export async function recordContact(state: string, { directory, urls }: Contact): Promise<void> {
  const [folders, folder] = await Promise.all([readFolders(state), realFolder(directory)]);
  const { [folder]: known = [], ...others } = folders;
  if (urls.every((url) => known.includes(url))) return;
  const kept = Object.entries(others).slice(1 - mostFolders);
  const all = { ...Object.fromEntries(kept), [folder]: [...new Set([...known, ...urls])].sort() };
  try {
    await makePrivateRoot(state);
    await writeAtomically(fileIn(state), toJson({ version: 1, folders: all }), privateMode);
  } catch {
    // A home directory that is read-only, or full.
  }
}

async function readFolders(state: string): Promise<Folders> {
  const text = await readTextIfPossible(fileIn(state));
  try {
    const { folders } = JSON.parse(text ?? '{}') as { folders?: unknown };
    return isFolders(folders) ? folders : {};
  } catch {
    return {};
  }
}

function isFolders(value: unknown): value is Folders {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((urls) => Array.isArray(urls) && urls.every((url) => typeof url === 'string'))
  );
}

function fileIn(state: string): string {
  return path.join(state, 'contacted-clusters.json');
}

function realFolder(directory: string): Promise<string> {
  return resolveLinks(directory).catch(() => directory);
}
