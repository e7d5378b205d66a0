import path from 'node:path';
import type { ReadNotes } from '../../files/noted-reads.ts';
import { resolveLinks } from '../../files/read-file.ts';
import {
  currentCommit,
  type DescribedCommit,
  type DifferingPath,
  describeCommit,
} from '../../git/describe-commit.ts';
import { jsonDigest } from '../../model/digest.ts';

/**
 * What a revision of the files is called. It follows what was loaded: the commit where Git knows it, or where the name of
 * the real folder is one, as git-sync names them. Where a loaded file is not as the commit has it, `-dirty-` and a digest
 * follow, and where one is outside of the repository, `+` and a digest of these. Without Git it is a digest. Environment
 * files and certificates are no part of it: a digest of a secret could be used to guess it.
 *
 * @param folder of the project, absolute
 * @param given the same as it was given, which may be a link
 */
export async function nameRevision(folder: string, given: string, notes: ReadNotes): Promise<string> {
  const [root, files, links, folders] = await Promise.all([
    realPath(folder),
    realPaths([...notes.contents.keys()], realPath),
    // Git knows the file that a link leads to, and the link.
    realPaths([...notes.contents.keys()], realFolder),
    realPaths(notes.folders, realPath),
  ]);
  const paths = new Set([...files.values(), ...links.values()]);
  const within = [...new Set([...paths].map((file) => path.dirname(file)))];
  const known = commitOf(given, root) ?? (await describeCommit([root, ...within]));
  if (known === undefined) return `sha256:${digestOf(folder, notes.contents)}`;
  const { commit, differing } = known;
  const isOutside = (file: string) => !isWithin(known.root, files.get(file) ?? file);
  if (isDirty(differing, paths, new Set(folders.values()))) {
    return `${commit}-dirty-${digestOf(folder, notes.contents)}`;
  }
  const outside = [...notes.contents].filter(([file]) => isOutside(file));
  return outside.length === 0 ? commit : `${commit}+${digestOf(folder, new Map(outside))}`;
}

/** What decides about the name of files that are unchanged: they may have been committed in the meantime. */
export async function commitOfFolder(folder: string): Promise<string | undefined> {
  return currentCommit(await realPath(folder));
}

/** git-sync names folders by their commits, and exchanges them as a whole. */
function commitOf(given: string, root: string): DescribedCommit | undefined {
  const name = path.basename(root);
  if (root === given || !/^[0-9a-f]{40}$/.test(name)) return undefined;
  return { commit: name.slice(0, 12), root, differing: [] };
}

function isDirty(
  differing: readonly DifferingPath[],
  files: ReadonlySet<string>,
  folders: ReadonlySet<string>,
): boolean {
  return differing.some(({ path: at, isDeleted }) => {
    if (isDeleted && folders.has(path.dirname(at))) return true;
    // A whole folder that is ignored or not tracked, or a submodule.
    return files.has(at) || [...files].some((file) => isWithin(at, file));
  });
}

/** Equal in every copy of the folder. */
function digestOf(folder: string, contents: ReadonlyMap<string, string>): string {
  const relative = [...contents].map(([file, digest]) => [path.relative(folder, file), digest]);
  return jsonDigest(Object.fromEntries(relative)).slice('sha256:'.length, 'sha256:'.length + 12);
}

function isWithin(root: string, file: string): boolean {
  return file.startsWith(root + path.sep);
}

async function realPaths(
  paths: readonly string[],
  real: (absolute: string) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all(paths.map(async (one) => [one, await real(one)] as const)));
}

function realPath(absolute: string): Promise<string> {
  return resolveLinks(absolute).catch(() => absolute);
}

async function realFolder(absolute: string): Promise<string> {
  return path.join(await realPath(path.dirname(absolute)), path.basename(absolute));
}
