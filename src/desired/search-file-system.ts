import fs from 'node:fs';
import path from 'node:path';
import type { FileSystemAdapter } from 'tinyglobby';
import { noteRead } from '../files/noted-reads.ts';
import { withSlashes } from './display-path.ts';
import type { ProjectBoundary } from './project-boundary.ts';
import { readingFailure } from './reading-failure.ts';

/**
 * What a folder should contain besides what it shows, such as a file that Git tracks and that is not there. `hidden`:
 * its contents cannot be seen whatever stands there.
 */
export interface ExpectedEntry {
  readonly kind: 'file' | 'link' | 'folder' | 'hidden';
  /** Why it cannot be seen, in words. */
  readonly reason: string;
}

/** What folders should contain, by absolute path without links and by name. */
export type ExpectedEntries = ReadonlyMap<string, ReadonlyMap<string, ExpectedEntry>>;

/** Folders read in one search, at most: a link to the root of the file system must not be followed for hours. */
const mostFolders = 100_000;

/**
 * The file system as a search for connector files sees it. It notes what the search would cover and cannot see: what
 * tinyglobby ignores (unreadable folders, broken links, pipes and devices), and entries that should be there. Such an
 * entry is offered as a file and as a folder, so that the patterns decide whether it matters. A link to a folder is
 * offered as a folder, because tinyglobby skips some links that lead elsewhere. A folder that contains itself through a
 * link is read once.
 */
export class SearchFileSystem {
  readonly #expected: ExpectedEntries;
  /** Of the folders that were offered: where they really are. */
  readonly #places = new Map<string, string>();
  readonly #failures = new Map<string, unknown>();
  /** Offered as files or as folders, and not to be seen: why. */
  readonly #blankFiles = new Map<string, string>();
  readonly #blankFolders = new Map<string, string>();
  readonly #enteredBlanks = new Set<string>();
  readonly #boundary: ProjectBoundary | undefined;
  readonly #folders = new Set<string>();
  #folderCount = 0;

  constructor(expected: ExpectedEntries = new Map(), boundary?: ProjectBoundary) {
    this.#expected = expected;
    this.#boundary = boundary;
  }

  readonly adapter: FileSystemAdapter = {
    readdir: ((folder: string, options: { withFileTypes: true }, done: DirectoryCallback) => {
      const visited = withoutSlash(folder);
      const place = this.#placeOf(visited);
      this.#folders.add(place);
      noteRead('folder', visited);
      fs.readdir(folder, options, (error, entries = []) =>
        done(null, this.#list({ visited, place }, error, entries)),
      );
    }) as typeof fs.readdir,
  };

  /** Where the folders that were searched really are, also those that do not exist; absolute. */
  get folders(): ReadonlySet<string> {
    return this.#folders;
  }

  /** Whether a folder should be there, by its path. */
  expects(absolute: string): boolean {
    return this.#expected.has(this.#placeOf(absolute));
  }

  /** Folders that could not be read, with the errors. */
  get failures(): ReadonlyMap<string, unknown> {
    return this.#failures;
  }

  /** Why a file that was found is not to be read; undefined: it is. */
  whyUnseen(file: string): string | undefined {
    return this.#blankFiles.get(file);
  }

  /** What may be a folder and cannot be entered, with the reasons. */
  get unseenFolders(): ReadonlyMap<string, string> {
    return new Map([...this.#enteredBlanks].map((folder) => [folder, this.#blankFolders.get(folder) ?? '']));
  }

  /** The entries of a folder, once Node has listed it. */
  #list(folder: Folder, error: NodeJS.ErrnoException | null, entries: readonly fs.Dirent[]): fs.Dirent[] {
    const { visited, place } = folder;
    this.#folderCount += 1;
    if (this.#blankFolders.has(visited) || this.#isBelowBlank(folder)) {
      this.#enteredBlanks.add(visited);
      return [];
    }
    // A missing base directory is reported because no file is found.
    const isMissing = error?.code === 'ENOENT' || (error?.code === 'ENOTDIR' && this.#expected.has(place));
    if (error && !isMissing) this.#failures.set(visited, error);
    else if (this.#folderCount <= mostFolders) return this.#offer(folder, entries);
    else if (this.#folderCount === mostFolders + 1) this.#failures.set(visited, tooManyFolders);
    return [];
  }

  /** The folder where a search begins may be below a hidden one. */
  #isBelowBlank({ visited, place }: Folder): boolean {
    if (this.#places.has(visited) || this.#expected.size === 0) return false;
    for (let at = place; at !== path.dirname(at); at = path.dirname(at)) {
      const entry = this.#expected.get(path.dirname(at))?.get(path.basename(at));
      const isHidden = entry?.kind === 'hidden' || (entry?.kind === 'link' && !fs.existsSync(at));
      if (isHidden) this.#blankFolders.set(visited, entry.reason);
      if (isHidden) return true;
    }
    return false;
  }

  #placeOf(visited: string): string {
    const known = this.#places.get(visited);
    if (known !== undefined) return known;
    try {
      return withSlashes(fs.realpathSync(visited));
    } catch {
      const parent = path.dirname(visited);
      return parent === visited ? visited : join(this.#placeOf(parent), path.basename(visited));
    }
  }

  #offer(folder: Folder, entries: readonly fs.Dirent[]): fs.Dirent[] {
    const expected = this.#expected.get(folder.place);
    const offered = entries.flatMap((entry) => this.#offerEntry(folder, entry, expected?.get(entry.name)));
    if (!expected) return offered;
    // macOS may spell a name with combining characters.
    const names = new Set(entries.map(({ name }) => name.normalize()));
    const absent = [...expected].filter(([name]) => !names.has(name.normalize()));
    return [...offered, ...absent.flatMap(([name, entry]) => this.#offerExpected(folder, name, entry))];
  }

  #offerEntry(folder: Folder, entry: fs.Dirent, expected: ExpectedEntry | undefined): fs.Dirent[] {
    const { name } = entry;
    if (expected && isUnlike(entry, expected)) {
      const other = this.#offerExpected(folder, name, expected);
      return expected.kind === 'hidden' ? other : [...this.#offerShown(folder, entry, undefined), ...other];
    }
    return this.#offerShown(folder, entry, expected);
  }

  #offerShown(
    { visited, place }: Folder,
    entry: fs.Dirent,
    expected: ExpectedEntry | undefined,
  ): fs.Dirent[] {
    const { name } = entry;
    const absolute = join(visited, name);
    if (entry.isFile()) return [entry];
    if (entry.isDirectory()) {
      this.#places.set(absolute, join(place, name));
      return [entry];
    }
    if (!entry.isSymbolicLink()) return this.#offerBlankFile(absolute, notAFile);
    // Where Git tracks a folder, and a link stands there: what is tracked below it is looked for behind the link.
    return this.#offerLink(absolute, name, expected?.kind === 'folder' ? join(place, name) : undefined);
  }

  #offerLink(absolute: string, name: string, expectedPlace: string | undefined): fs.Dirent[] {
    try {
      const found = fs.statSync(absolute);
      this.#boundary?.assertInside(absolute);
      if (found.isFile()) return [asFile(name)];
      if (!found.isDirectory()) return this.#offerBlankFile(absolute, notAFile);
      const place = withSlashes(fs.realpathSync(absolute));
      if (this.#isInside(place, absolute)) return [];
      this.#places.set(absolute, expectedPlace ?? place);
      return [asFolder(name)];
    } catch (error) {
      return this.#offerBlank(absolute, readingFailure(error));
    }
  }

  /** Whether a folder is one of those through which the search has come. */
  #isInside(place: string, visited: string): boolean {
    for (let at = path.dirname(visited); at !== path.dirname(at); at = path.dirname(at)) {
      if (this.#placeOf(at) === place) return true;
      if (!this.#places.has(at)) return false;
    }
    return false;
  }

  #offerExpected({ visited, place }: Folder, name: string, { kind, reason }: ExpectedEntry): fs.Dirent[] {
    const absolute = join(visited, name);
    switch (kind) {
      case 'folder':
        this.#places.set(absolute, join(place, name));
        return [asFolder(name)];
      case 'file':
        return this.#offerBlankFile(absolute, reason);
      case 'link':
      case 'hidden':
        return this.#offerBlank(absolute, reason);
    }
  }

  #offerBlank(absolute: string, reason: string): fs.Dirent[] {
    this.#blankFolders.set(absolute, reason);
    return [...this.#offerBlankFile(absolute, reason), asFolder(path.basename(absolute))];
  }

  #offerBlankFile(absolute: string, reason: string): fs.Dirent[] {
    this.#blankFiles.set(absolute, reason);
    return [asFile(path.basename(absolute))];
  }
}

/** A folder as the search reaches it, and where it really is. */
interface Folder {
  readonly visited: string;
  readonly place: string;
}

type DirectoryCallback = (error: null, entries: fs.Dirent[]) => void;

const notAFile = 'it is neither a file nor a folder';
const tooManyFolders = Object.assign(new Error('too many folders'), { code: 'TOO_MANY_FOLDERS' });

/** Whether something else stands where an entry is expected. */
function isUnlike(entry: fs.Dirent, { kind }: ExpectedEntry): boolean {
  switch (kind) {
    case 'file':
      return entry.isDirectory();
    case 'folder':
      return !entry.isDirectory() && !entry.isSymbolicLink();
    case 'link':
      return entry.isFile();
    case 'hidden':
      return true;
  }
}

function asFile(name: string): fs.Dirent {
  return Object.assign(new fs.Dirent(), { name, isFile: () => true });
}

function asFolder(name: string): fs.Dirent {
  return Object.assign(new fs.Dirent(), { name, isDirectory: () => true });
}

function withoutSlash(folder: string): string {
  return folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder;
}

function join(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}
