import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { type FileSearch, searchFiles } from '../desired/find-connector-files.ts';
import { type ExpectedEntry, SearchFileSystem } from '../desired/search-file-system.ts';
import { readWorkTrees, type WorkTree } from '../git/work-trees.ts';
import { compareText } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Project } from '../project/load-project.ts';

/**
 * Connector files that the project has and that are not in sight: Git tracks them, and the work tree lacks them. The
 * search for connector files is repeated as if they were there, so that the patterns decide which of them matter.
 */
export async function findHiddenFiles({ input, files }: Project): Promise<readonly Diagnostic[]> {
  const search: FileSearch = {
    directory: input.directory,
    base: files.base,
    patterns: files.project.connectors,
    boundary: files.boundary,
    projectFile: files.project.file && path.resolve(input.directory, files.project.file),
  };
  const { fileSystem } = await searchFiles(search, new SearchFileSystem(new Map(), files.boundary));
  const workTrees = await readWorkTrees(fileSystem.folders);
  const unreadable = workTrees.flatMap(({ root, problem }) =>
    problem
      ? [diagnose('git-unreadable', { directory: root, ...problem, reason: toPrintableLine(problem.reason) })]
      : [],
  );
  return [...unreadable, ...(await findMissing(search, { workTrees, seen: fileSystem }))];
}

async function findMissing(
  search: FileSearch,
  { workTrees, seen }: { readonly workTrees: readonly WorkTree[]; readonly seen: SearchFileSystem },
): Promise<readonly Diagnostic[]> {
  const { paths, fileSystem } = await searchFiles(search, new SearchFileSystem(expectedEntries(workTrees)));
  const reasons = new Map(fileSystem.unseenFolders);
  for (const file of paths) {
    const reason = fileSystem.whyUnseen(file);
    if (reason !== undefined) reasons.set(file, reason);
  }
  // What does not depend on Git is reported by the loader.
  return [...reasons]
    .filter(([place]) => seen.whyUnseen(place) === undefined && !seen.unseenFolders.has(place))
    .map(([place, reason]) => ({ file: displayPath(search.directory, place), reason }))
    .sort((one, other) => compareText(one.file, other.file))
    .map((hidden) => diagnose('hidden-file', hidden));
}

/** The entries of all work trees by their folders, with the folders in between. */
export function expectedEntries(workTrees: readonly WorkTree[]): Map<string, Map<string, ExpectedEntry>> {
  const folders = new Map<string, Map<string, ExpectedEntry>>();
  for (const { root, entries } of workTrees) {
    for (const { path: relative, ...entry } of entries) {
      add(folders, path.posix.join(root, relative), entry, root);
    }
  }
  return folders;
}

function add(
  folders: Map<string, Map<string, ExpectedEntry>>,
  place: string,
  entry: ExpectedEntry,
  root: string,
): void {
  const parent = path.posix.dirname(place);
  const siblings = folders.get(parent);
  if (siblings) {
    siblings.set(path.posix.basename(place), entry);
    return;
  }
  folders.set(parent, new Map([[path.posix.basename(place), entry]]));
  if (parent !== root && parent.startsWith(root)) add(folders, parent, { kind: 'folder', reason: '' }, root);
}
