import fs from 'node:fs';
import path from 'node:path';
import { type FileSystemAdapter, glob, isDynamicPattern } from 'tinyglobby';
import { compareText } from '../model/config.ts';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import { loadSchemaCheck, type SchemaCheck } from './check-document.ts';
import { type ConnectorFile, readConnectorFile } from './connector-document.ts';
import { displayPath } from './display-path.ts';
import { readSource } from './read-source.ts';
import { readingFailure } from './reading-failure.ts';

/** The contents of all connector files of a project. */
export interface LoadedConnectorFiles extends ConnectorFile {
  /** The number of files. */
  readonly files: number;
  /** Problems of the search, as opposed to problems in the files. */
  readonly searchDiagnostics: readonly Diagnostic[];
}

/** Files read concurrently: enough to keep the disk busy, far below the limit of open files. */
const readAtOnce = 64;

/** Finds and reads the connector files of a project. */
export async function loadConnectorFiles(search: FileSearch): Promise<LoadedConnectorFiles> {
  const [found, checkSchema] = await Promise.all([findConnectorFiles(search), loadSchemaCheck('connector')]);
  const loaded: ConnectorFile[] = [];
  for (let at = 0; at < found.files.length; at += readAtOnce) {
    const batch = found.files.slice(at, at + readAtOnce);
    loaded.push(
      ...(await Promise.all(batch.map((file) => loadConnectorFile(search.directory, file, checkSchema)))),
    );
  }
  return {
    documents: loaded.flatMap(({ documents }) => documents),
    diagnostics: loaded.flatMap(({ diagnostics }) => diagnostics),
    isIncomplete: hasErrors(found.diagnostics) || loaded.some(({ isIncomplete }) => isIncomplete),
    files: found.files.length,
    searchDiagnostics: found.diagnostics,
  };
}

async function loadConnectorFile(
  directory: string,
  absolute: string,
  checkSchema: SchemaCheck,
): Promise<ConnectorFile> {
  const file = displayPath(directory, absolute);
  if (!/\.(?:ya?ml|json)$/i.test(file)) {
    return unread(diagnose('unsupported-file-type', { file }, { source: { file, line: 1, column: 1 } }));
  }
  const read = await readSource(directory, absolute);
  return read.kind === 'text' ? readConnectorFile(read.source, checkSchema) : unread(read.diagnostic);
}

function unread(diagnostic: Diagnostic): ConnectorFile {
  return { documents: [], diagnostics: [diagnostic], isIncomplete: true };
}

/** Where connector files are looked for. */
export interface FileSearch {
  /** Absolute; reported paths are relative to it. */
  readonly directory: string;
  /** Absolute; the patterns are relative to it. */
  readonly base: string;
  readonly patterns: readonly string[];
  /** Absolute path of the project file, which is excluded even if a pattern matches it. */
  readonly projectFile: string | undefined;
}

/** The files found, as sorted absolute paths, and the problems of the search. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds connector files. Symbolic links are followed; a directory reached twice (for example through a link to one of
 * its parents) counts once. An unreadable directory or a broken link is an error: files that cannot be seen must not be
 * treated as removed.
 */
export async function findConnectorFiles(given: FileSearch): Promise<FoundFiles> {
  const search = { ...given, patterns: given.patterns.map(withSlashes) };
  const watch = new RecordingFileSystem();
  const patterns = search.patterns.filter((pattern) => !pattern.startsWith('!'));
  const matches = await Promise.all(patterns.map((pattern) => expand(search, pattern, watch)));
  const unread = watch.problems(search.directory);
  const files = await withoutRepeats(await withoutProjectFile(matches.flat(), search.projectFile));
  if (files.length === 0 && unread.length === 0) return { files, diagnostics: [nothingFound(search)] };
  const unmatched = patterns.filter((_, index) => matches[index]?.length === 0);
  return { files, diagnostics: [...unread, ...(files.length > 0 ? unmatched.map(noMatch) : [])] };
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
  watch: RecordingFileSystem,
): Promise<readonly string[]> {
  const excluded = patterns.filter((other) => other.startsWith('!')).map((other) => other.slice(1));
  const isFolder = !isDynamicPattern(pattern) && isDirectory(path.resolve(base, pattern));
  const wanted = isFolder ? path.posix.join(pattern, everyFileBelow) : pattern;
  const files = await glob(wanted.replace(defaultExtensions, extensionsInAnyCase), {
    cwd: base,
    absolute: true,
    expandDirectories: false,
    ignore: ['**/node_modules/**', ...excluded],
    fs: watch.fileSystem,
  });
  return files.map((file) => path.normalize(file));
}

/** What a plain directory stands for. */
const everyFileBelow = '**/*.{yaml,yml,json}';

const defaultExtensions = '.{yaml,yml,json}';
/** Extensions may be in capitals; a file that is skipped silently would count as removed. */
const extensionsInAnyCase = '.{[yY][aA][mM][lL],[yY][mM][lL],[jJ][sS][oO][nN]}';

function isDirectory(place: string): boolean {
  return fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
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

function nothingFound({ directory, base, patterns }: FileSearch): Diagnostic {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const folders = wanted.map((pattern) => path.resolve(base, fixedPart(pattern)));
  const missing = folders.find((folder) => !fs.existsSync(folder));
  if (missing === undefined || folders.some((folder) => fs.existsSync(folder))) {
    return diagnose('no-connector-files', { patterns });
  }
  return diagnose('connectors-directory-missing', { directory: displayPath(directory, missing), patterns });
}

function noMatch(pattern: string): Diagnostic {
  return diagnose('unmatched-pattern', { pattern });
}

/** The static directories at the start of a pattern. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/').slice(0, -1);
  const variable = parts.findIndex((part) => isDynamicPattern(part));
  return (variable < 0 ? parts : parts.slice(0, variable)).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

/** Records what could not be read, because tinyglobby ignores such errors. */
class RecordingFileSystem {
  readonly #failures = new Map<string, { kind: 'directory' | 'link'; error: unknown }>();

  readonly fileSystem: FileSystemAdapter = {
    readdir: ((folder: string, options: { withFileTypes: true }, done: DirectoryCallback) => {
      fs.readdir(folder, options, (error, entries) => {
        // A missing base directory is reported because no file is found.
        if (error && error.code !== 'ENOENT') this.#failures.set(folder, { kind: 'directory', error });
        done(error, entries);
      });
    }) as typeof fs.readdir,
    realpath: ((link: string, done: PathCallback) => {
      fs.realpath(link, (error, resolved) => {
        if (error) this.#failures.set(link, { kind: 'link', error });
        done(error, resolved);
      });
    }) as typeof fs.realpath,
  };

  problems(directory: string): readonly Diagnostic[] {
    return [...this.#failures].flatMap(([place, { kind, error }]) => {
      const [shown, reason] = [displayPath(directory, place), readingFailure(error)];
      if (kind === 'directory') return [diagnose('unreadable-directory', { directory: shown, reason })];
      const source = { file: shown, line: 1, column: 1 };
      return isLikelyConnector(shown)
        ? [diagnose('unreadable-file', { file: shown, reason }, { source })]
        : [];
    });
  }
}

type DirectoryCallback = (error: NodeJS.ErrnoException | null, entries: fs.Dirent[]) => void;
type PathCallback = (error: NodeJS.ErrnoException | null, resolved: string) => void;

/** Broken links are common among hidden files of editors and do not matter there. */
function isLikelyConnector(file: string): boolean {
  return /(?:^|\/)[^./][^/]*\.(?:ya?ml|json)$/i.test(file);
}
