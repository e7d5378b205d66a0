import fs from 'node:fs';
import path from 'node:path';
import { type FileSystemAdapter, glob, isDynamicPattern } from 'tinyglobby';
import { compareText } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { displayPath } from './display-path.ts';
import { readingFailure } from './reading-failure.ts';
import { SearchFileSystem } from './search-file-system.ts';

/** Which existing files to import. */
export interface ExistingFileSearch {
  /** Absolute; the patterns and reported paths are relative to it. */
  readonly directory: string;
  /** Files, folders and globs. */
  readonly patterns: readonly string[];
  /** Whether a file of a folder belongs to the project itself. The path is absolute. */
  readonly isOwn: (file: string) => boolean;
  /** Whether a file has an extension of a format that can be imported. */
  readonly isExpected: (file: string) => boolean;
}

/** A file to import. */
export interface ExistingFile {
  readonly absolute: string;
  /** `named`: a pattern is its path; `found`: it is in a folder, or a glob matches it. */
  readonly origin: 'named' | 'found';
}

/** The files found, each once, in the order of the patterns and sorted by path. */
export interface ExistingFiles {
  readonly files: readonly ExistingFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds existing files. Folders are searched without hidden folders, `node_modules` and the files of the project. Links
 * are followed, and a folder or file that is reached twice counts once. A named file is returned even if it does not
 * exist: then reading it fails.
 */
export async function findExistingFiles(search: ExistingFileSearch): Promise<ExistingFiles> {
  const parts: Part[] = [];
  for (const pattern of search.patterns) parts.push(await expand(search, pattern));
  const unread = await withoutRepeats(parts.flatMap(({ unread }) => unread));
  return {
    files: await withoutRepeats(parts.flatMap(({ files }) => files)),
    diagnostics: [
      ...parts.flatMap(({ diagnostics }) => diagnostics),
      ...unread.map(({ absolute, reason }) => unreadable(search, absolute, reason)),
    ],
  };
}

/** What one pattern finds. */
interface Part extends ExistingFiles {
  /** Files and folders that cannot be read. */
  readonly unread: readonly (ExistingFile & { readonly reason: string })[];
}

async function expand(search: ExistingFileSearch, pattern: string): Promise<Part> {
  const slashed = pattern.includes('/') ? pattern : pattern.replaceAll('\\', '/');
  for (const one of new Set([pattern, slashed])) {
    const absolute = path.resolve(search.directory, one);
    const found = one === '' ? undefined : await kindOf(absolute);
    if (found === 'folder') return searchIn(search, { folder: absolute, pattern: everything });
    if (found === 'other') return named(absolute);
  }
  if (pattern !== '' && !isDynamicPattern(slashed)) return named(path.resolve(search.directory, slashed));
  const found = await searchIn(search, { folder: search.directory, pattern: slashed });
  if (found.files.length + found.unread.length > 0) return found;
  return { files: [], unread: [], diagnostics: [diagnose('import-nothing-matches', { pattern })] };
}

function named(absolute: string): Part {
  return { files: [{ absolute, origin: 'named' }], unread: [], diagnostics: [] };
}

/** Undefined if there is nothing. A link that leads nowhere is reported when it is read. */
async function kindOf(absolute: string): Promise<'folder' | 'other' | undefined> {
  const found = await fs.promises
    .stat(absolute)
    .catch(() => fs.promises.lstat(absolute).catch(() => undefined));
  if (!found) return undefined;
  return found.isDirectory() ? 'folder' : 'other';
}

async function searchIn(
  search: ExistingFileSearch,
  { folder, pattern }: { readonly folder: string; readonly pattern: string },
): Promise<Part> {
  const fileSystem = new SearchFileSystem();
  const found = await glob(pattern, {
    cwd: folder,
    absolute: true,
    expandDirectories: false,
    ignore: ['**/node_modules/**'],
    fs: pattern === everything ? withoutParents(folder, fileSystem) : fileSystem.adapter,
  });
  const absolute = found.map((file) => path.normalize(file)).filter((file) => !search.isOwn(file));
  const unseen = absolute.flatMap((file) => {
    const reason = fileSystem.whyUnseen(file);
    return reason === undefined ? [] : [{ absolute: file, origin, reason }];
  });
  return {
    files: absolute
      .filter((file) => fileSystem.whyUnseen(file) === undefined)
      .sort(compareText)
      .map((file) => ({ absolute: file, origin })),
    unread: [
      ...[...fileSystem.failures].map(([place, error]) => ({
        absolute: place,
        origin,
        reason: readingFailure(error),
      })),
      ...unseen.filter((file) => search.isExpected(file.absolute)),
    ],
    diagnostics: [],
  };
}

const origin = 'found' as const;

const everything = '**/*';

/** A link to a parent of the searched folder is not followed: it would search everything beside the folder. */
function withoutParents(folder: string, { adapter }: SearchFileSystem): FileSystemAdapter {
  const readdir = adapter.readdir as typeof fs.readdir;
  const root = placeOfSync(folder);
  const isParent = (visited: string) => {
    const place = placeOfSync(visited);
    return place !== root && root.startsWith(path.join(place, path.sep));
  };
  return {
    readdir: ((visited: string, options: { withFileTypes: true }, done: ListingCallback) => {
      if (isParent(visited)) done(null, []);
      else readdir(visited, options, done);
    }) as typeof fs.readdir,
  };
}

function placeOfSync(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
}

type ListingCallback = (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void;

function unreadable({ directory }: ExistingFileSearch, place: string, reason: string): Diagnostic {
  const file = displayPath(directory, place);
  return diagnose('unreadable-file', { file, reason }, { source: { file, line: 1, column: 1 } });
}

/** Of several paths to one file, the first counts; a file that is named once is named. */
async function withoutRepeats<File extends ExistingFile>(files: readonly File[]): Promise<readonly File[]> {
  const byPlace = new Map<string, File>();
  for (const file of files) {
    const place = await placeOf(file.absolute);
    const before = byPlace.get(place);
    if (!before || (before.origin === 'found' && file.origin === 'named')) byPlace.set(place, file);
  }
  return [...byPlace.values()];
}

/** The path without links; of a link that leads nowhere, the path of the link. */
async function placeOf(absolute: string): Promise<string> {
  const { realpath } = fs.promises;
  const inFolder = async () => path.join(await realpath(path.dirname(absolute)), path.basename(absolute));
  return realpath(absolute).catch(() => inFolder().catch(() => absolute));
}
