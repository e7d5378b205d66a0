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

/** What all connector files of a project give. */
export interface LoadedConnectorFiles extends ConnectorFile {
  /** How many there are. */
  readonly files: number;
  /** Problems of looking for files, rather than of what is in them. */
  readonly searchDiagnostics: readonly Diagnostic[];
}

/** Files that are read at the same time: enough to keep the disk busy, far from the limit of open files. */
const readAtOnce = 64;

/** Finds and reads the connector files of a project. */
export async function loadConnectorFiles(search: FileSearch): Promise<LoadedConnectorFiles> {
  const [found, checkShape] = await Promise.all([findConnectorFiles(search), loadSchemaCheck('connector')]);
  const loaded: ConnectorFile[] = [];
  for (let at = 0; at < found.files.length; at += readAtOnce) {
    const batch = found.files.slice(at, at + readAtOnce);
    loaded.push(
      ...(await Promise.all(batch.map((file) => loadConnectorFile(search.directory, file, checkShape)))),
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
  checkShape: SchemaCheck,
): Promise<ConnectorFile> {
  const file = displayPath(directory, absolute);
  if (!/\.(?:ya?ml|json)$/i.test(file)) {
    return unread(diagnose('unsupported-file-type', { file }, { source: { file, line: 1, column: 1 } }));
  }
  const read = await readSource(directory, absolute);
  return read.kind === 'text' ? readConnectorFile(read.source, checkShape) : unread(read.diagnostic);
}

function unread(diagnostic: Diagnostic): ConnectorFile {
  return { documents: [], diagnostics: [diagnostic], isIncomplete: true };
}

/** Where connector files are looked for. */
export interface FileSearch {
  /** Absolute; places in reports are relative to it. */
  readonly directory: string;
  /** Absolute; what the patterns are relative to. */
  readonly base: string;
  readonly patterns: readonly string[];
  /** Absolute path of the project file, which is no connector file even where a pattern covers it. */
  readonly projectFile: string | undefined;
}

/** The files found, as absolute paths in sorted order, and what kept others from being found. */
export interface FoundFiles {
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds connector files. Links are followed, and a folder that is reached twice (a link to one of its parents, say)
 * counts once. A folder that cannot be read or a link that leads nowhere is an error: what is not seen must not be
 * taken for gone.
 */
export async function findConnectorFiles(given: FileSearch): Promise<FoundFiles> {
  const search = { ...given, patterns: given.patterns.map(withSlashes) };
  const watch = new WatchedFiles();
  const patterns = search.patterns.filter((pattern) => !pattern.startsWith('!'));
  const matches = await Promise.all(patterns.map((pattern) => expand(search, pattern, watch)));
  const unread = watch.problems(search.directory);
  const files = await withoutDetours(await withoutProjectFile(matches.flat(), search.projectFile));
  if (files.length === 0 && unread.length === 0) return { files, diagnostics: [nothingFound(search)] };
  const unmatched = patterns.filter((_, index) => matches[index]?.length === 0);
  return { files, diagnostics: [...unread, ...(files.length > 0 ? unmatched.map(noMatch) : [])] };
}

/**
 * A pattern as people on Windows write it, with slashes. A backslash beside slashes escapes what follows, as
 * everywhere else.
 */
function withSlashes(pattern: string): string {
  return pattern.includes('/') ? pattern : pattern.replaceAll('\\', '/');
}

async function expand(
  { base, patterns }: FileSearch,
  pattern: string,
  watch: WatchedFiles,
): Promise<readonly string[]> {
  const excluded = patterns.filter((other) => other.startsWith('!')).map((other) => other.slice(1));
  const isFolder = !isDynamicPattern(pattern) && isDirectory(path.resolve(base, pattern));
  const wanted = isFolder ? path.posix.join(pattern, everyFileBelow) : pattern;
  const files = await glob(wanted.replace(usualKinds, kindsInAnyCase), {
    cwd: base,
    absolute: true,
    expandDirectories: false,
    ignore: ['**/node_modules/**', ...excluded],
    fs: watch.fileSystem,
  });
  return files.map((file) => path.normalize(file));
}

/** What a folder stands for that is named without a pattern. */
const everyFileBelow = '**/*.{yaml,yml,json}';

const usualKinds = '.{yaml,yml,json}';
/** Some systems and people write them in capitals; such a file passed over without a word would count as gone. */
const kindsInAnyCase = '.{[yY][aA][mM][lL],[yY][mM][lL],[jJ][sS][oO][nN]}';

function isDirectory(place: string): boolean {
  return fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The project file may be reached in other ways: through a link to one of its folders, or to itself. */
async function withoutProjectFile(
  files: readonly string[],
  projectFile: string | undefined,
): Promise<readonly string[]> {
  if (projectFile === undefined) return files;
  const likely = files.filter((file) => path.basename(file) === path.basename(projectFile));
  const [place, ...places] = await Promise.all([projectFile, ...likely].map(realPath));
  const ways = new Set(likely.filter((_, index) => places[index] === place));
  return files.filter((file) => !ways.has(file));
}

async function realPath(place: string): Promise<string> {
  return fs.promises.realpath(place).catch(() => place);
}

/** Each file once: of several ways to one folder, the shortest stays. */
async function withoutDetours(files: readonly string[]): Promise<readonly string[]> {
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

/** Of a normalised path. */
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

/** The folders that a pattern begins with, before anything in it is variable. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/').slice(0, -1);
  const variable = parts.findIndex((part) => isDynamicPattern(part));
  return (variable < 0 ? parts : parts.slice(0, variable)).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

/** A file system that remembers what could not be read: the search itself passes over it without a word. */
class WatchedFiles {
  readonly #failures = new Map<string, { kind: 'directory' | 'link'; error: unknown }>();

  readonly fileSystem: FileSystemAdapter = {
    readdir: ((folder: string, options: { withFileTypes: true }, done: DirectoryCallback) => {
      fs.readdir(folder, options, (error, entries) => {
        // That the first folder is not there is told by finding nothing.
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

/** Links that lead nowhere are common among editors' hidden files, and no matter there. */
function isLikelyConnector(file: string): boolean {
  return /(?:^|\/)[^./][^/]*\.(?:ya?ml|json)$/i.test(file);
}
