import fs from 'node:fs';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { compareText } from '../model/config.ts';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import { displayPath } from './display-path.ts';
import { findMissingPaths, nothingFound, statsOf } from './find-missing-paths.ts';
import { outsideProject, type ProjectBoundary } from './project-boundary.ts';
import { readingFailure } from './reading-failure.ts';
import { SearchFileSystem } from './search-file-system.ts';

/** Where connector files are looked for. */
export interface FileSearch {
  /** Absolute; reported paths are relative to it. */
  readonly directory: string;
  /** Absolute; the patterns are relative to it. */
  readonly base: string;
  readonly patterns: readonly string[];
  /** Absolute path of the project file, which is excluded even if a pattern matches it. */
  readonly projectFile: string | undefined;
  /** Where files may be. */
  readonly boundary: ProjectBoundary;
}

/** The files found, as sorted absolute paths, and the problems of the search. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds connector files. Symbolic links are followed; a directory reached twice (for example through a link to one of
 * its parents) counts once. An unreadable directory or a broken link is reported: files that cannot be seen must not be
 * treated as removed. So is what lies outside of the project.
 */
export async function findConnectorFiles(given: FileSearch): Promise<FoundFiles> {
  const searched = await searchFiles(given, new SearchFileSystem(new Map(), given.boundary));
  const { search, matches, paths, fileSystem } = searched;
  const seen = paths.filter((file) => fileSystem.whyUnseen(file) === undefined);
  const outside = filesOutside(given, seen);
  const files = outside.size === 0 ? seen : seen.filter((file) => !outside.has(file));
  const unread = [...unreadEntries(search, paths, fileSystem), ...outside.values()];
  if (files.length === 0 && !hasErrors(unread))
    return { files, diagnostics: [...unread, nothingFound(search)] };
  const missing = files.length === 0 ? [] : findMissingPaths(search, matches);
  return { files, diagnostics: [...unread, ...missing] };
}

/** Files that a pattern reaches outside of the project, such as `../x.yaml`, and their problems. */
function filesOutside(
  { directory, boundary }: FileSearch,
  files: readonly string[],
): Map<string, Diagnostic> {
  const folders = new Set(files.map(folderOf));
  const outside = new Set([...folders].filter((folder) => boundary.outside(folder) !== undefined));
  if (outside.size === 0) return new Map();
  return new Map(
    files
      .filter((file) => outside.has(folderOf(file)))
      .flatMap((file) => {
        const real = boundary.outside(file);
        return real === undefined ? [] : [[file, outsideFile(directory, file, real)] as const];
      }),
  );
}

function outsideFile(directory: string, absolute: string, real: string): Diagnostic {
  const file = displayPath(directory, absolute);
  return outsideProject(file, real, { file, line: 1, column: 1 });
}

/** A search, and what it found. */
export interface SearchedFiles {
  /** As it was carried out. */
  readonly search: FileSearch;
  /** For each pattern that does not exclude, the paths that it matches. */
  readonly matches: ReadonlyMap<string, readonly string[]>;
  /** What all patterns match, each file once; sorted absolute paths. */
  readonly paths: readonly string[];
  readonly fileSystem: SearchFileSystem;
}

/** Searches a file system for connector files. What it offers and cannot be read is among the paths. */
export async function searchFiles(given: FileSearch, fileSystem: SearchFileSystem): Promise<SearchedFiles> {
  const search = { ...given, patterns: given.patterns.map(withSlashes) };
  const patterns = search.patterns.filter((pattern) => !pattern.startsWith('!'));
  const matches = new Map(
    await Promise.all(
      patterns.map(async (pattern) => [pattern, await expand(search, pattern, fileSystem)] as const),
    ),
  );
  const paths = await withoutRepeats(
    await withoutProjectFile([...matches.values()].flat(), search.projectFile),
  );
  return { search, matches, paths, fileSystem };
}

/**
 * Converts the backslashes of a Windows path to slashes. In a pattern that contains slashes, a backslash is an escape.
 */
function withSlashes(pattern: string): string {
  return pattern.includes('/') ? pattern : pattern.replaceAll('\\', '/');
}

async function expand(
  { base, patterns }: FileSearch,
  pattern: string,
  fileSystem: SearchFileSystem,
): Promise<readonly string[]> {
  const excluded = patterns.filter((other) => other.startsWith('!')).map((other) => other.slice(1));
  const named = path.resolve(base, pattern);
  const isFolder = !isDynamicPattern(pattern) && (isDirectory(named) || fileSystem.expects(named));
  const wanted = isFolder ? path.posix.join(pattern, everyFileBelow) : pattern;
  const files = await glob(wanted.replace(defaultExtensions, extensionsInAnyCase), {
    cwd: base,
    absolute: true,
    expandDirectories: false,
    ignore: ['**/node_modules/**', ...excluded],
    fs: fileSystem.adapter,
  });
  return files.map((file) => path.normalize(file));
}

/** What a plain directory stands for. */
const everyFileBelow = '**/*.{yaml,yml,json}';

const defaultExtensions = '.{yaml,yml,json}';
/** Extensions may be in capitals; a file that is skipped silently would count as removed. */
const extensionsInAnyCase = '.{[yY][aA][mM][lL],[yY][mM][lL],[jJ][sS][oO][nN]}';

function isDirectory(place: string): boolean {
  const stats = statsOf(place);
  return !(stats instanceof Error) && stats.isDirectory();
}

/** The project file may also be reached through a link to it or to one of its directories. */
async function withoutProjectFile(
  files: readonly string[],
  projectFile: string | undefined,
): Promise<readonly string[]> {
  if (projectFile === undefined) return files;
  const likely = files.filter((file) => path.basename(file) === path.basename(projectFile));
  const [place, ...places] = await Promise.all([projectFile, ...likely].map(realPath));
  const aliases = new Set(likely.filter((_, index) => places[index] === place));
  return files.filter((file) => !aliases.has(file));
}

async function realPath(place: string): Promise<string> {
  return fs.promises.realpath(place).catch(() => place);
}

/** Keeps each file once: of several paths to one directory, the shortest. */
async function withoutRepeats(files: readonly string[]): Promise<readonly string[]> {
  const ranked = [...new Set(files)]
    .map((file) => ({ file, folder: folderOf(file), depth: file.split(path.sep).length }))
    .sort((one, other) => one.depth - other.depth || compareText(one.file, other.file));
  const folders = new Map<string, string>();
  for (const folder of new Set(ranked.map((one) => one.folder))) {
    folders.set(folder, await fs.promises.realpath(folder).catch(() => folder));
  }
  const byPlace = new Map<string, string>();
  for (const { file, folder } of ranked) {
    const place = `${folders.get(folder)}${file.slice(folder.length)}`;
    if (!byPlace.has(place)) byPlace.set(place, file);
  }
  return [...byPlace.values()].sort(compareText);
}

/** The directory of a normalized path. */
function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf(path.sep));
}

/** What the patterns cover and cannot be read. */
function unreadEntries(
  { directory, boundary }: FileSearch,
  paths: readonly string[],
  fileSystem: SearchFileSystem,
): Diagnostic[] {
  const folders = [...fileSystem.failures].map(([folder, error]) =>
    diagnose('unreadable-directory', {
      directory: displayPath(directory, folder),
      reason: readingFailure(error),
    }),
  );
  const unseen = new Map(fileSystem.unseenFolders);
  const files = paths.flatMap((absolute) => {
    const reason = fileSystem.whyUnseen(absolute);
    if (reason === undefined) return [];
    if (!isLikelyConnector(absolute)) {
      unseen.set(absolute, reason);
      return [];
    }
    unseen.delete(absolute);
    const outside = boundary.outside(absolute);
    if (outside !== undefined) return [outsideFile(directory, absolute, outside)];
    const file = displayPath(directory, absolute);
    return [diagnose('unreadable-file', { file, reason }, { source: { file, line: 1, column: 1 } })];
  });
  const links = [...unseen].map(([link, reason]) => {
    const outside = boundary.outside(link);
    const shown = displayPath(directory, link);
    return outside === undefined
      ? diagnose('unreadable-link', { link: shown, reason })
      : outsideProject(shown, outside);
  });
  return [...folders, ...files, ...links];
}

/** Another entry may be a folder, or a file that no pattern is meant for. */
function isLikelyConnector(file: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(file);
}
