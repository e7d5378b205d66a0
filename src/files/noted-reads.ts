import { AsyncLocalStorage } from 'node:async_hooks';
import { type BigIntStats, type Dirent, readdirSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { jsonDigest } from '../model/digest.ts';

/**
 * What a piece of work depends on: a `file` with its contents, the names in a `folder`, or a `place`, where only it
 * matters what stands there.
 */
type Kind = 'file' | 'folder' | 'place';

/**
 * Notes what a piece of work reads of the file system, and how it stood right before. If it still stands like that later,
 * what was read is complete: nothing was changed meanwhile, not even for a moment.
 */
export class ReadNotes {
  /** By kind and absolute path. */
  readonly #states = new Map<string, string>();
  readonly #contents = new Map<string, string>();

  /** Notes how something stands. */
  note(kind: Kind, absolute: string): void {
    const key = `${kind} ${absolute}`;
    // What differs from an earlier note differs later, too, unless it changes back: then it was read in two states.
    const state = stateOf(kind, absolute);
    const known = this.#states.get(key);
    this.#states.set(key, known === undefined || known === state ? state : 'changed while it was read');
  }

  /** Notes what a file contains, where that belongs to the revision of the files: a text that people may see. */
  noteContents(absolute: string, text: string): void {
    this.#contents.set(absolute, jsonDigest(text));
  }

  /** Digests of the files whose contents were noted, by absolute path. */
  get contents(): ReadonlyMap<string, string> {
    return this.#contents;
  }

  /** The folders whose names were noted. */
  get folders(): readonly string[] {
    return [...this.#states.keys()].flatMap((key) => (key.startsWith('folder ') ? [pathOf(key)] : []));
  }

  /** The path of something that stands differently now; undefined: nothing was changed. */
  findChange(): string | undefined {
    for (const [key, state] of this.#states) {
      if (stateOf(key.slice(0, key.indexOf(' ')) as Kind, pathOf(key)) !== state) return pathOf(key);
    }
    return undefined;
  }

  /** Whether the other notes are of the same things in the same state. */
  equals(other: ReadNotes): boolean {
    if (this.#states.size !== other.#states.size) return false;
    return [...this.#states].every(([key, state]) => other.#states.get(key) === state);
  }
}

function pathOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

const current = new AsyncLocalStorage<ReadNotes>();

/** How many works are being noted. */
let noted = 0;

/** Notes what `work` reads; undefined: nothing is noted, such as files that it makes for itself. */
export async function withNotes<Result>(
  notes: ReadNotes | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!notes) return current.exit(work);
  noted += 1;
  try {
    return await current.run(notes, work);
  } finally {
    noted -= 1;
    // As long as it is enabled, Node (before 24) keeps an account of every promise of the process.
    if (noted === 0) current.disable();
  }
}

/** To be called before something is read. It costs nothing outside of `withNotes`. */
export function noteRead(kind: Kind, absolute: string): void {
  current.getStore()?.note(kind, absolute);
}

/** To be called with a text that belongs to the revision of the files, and is no secret. */
export function noteContents(absolute: string, text: string): void {
  current.getStore()?.noteContents(absolute, text);
}

/** Synchronous: the thread pool takes many times as long, and there are thousands of files. */
function stateOf(kind: Kind, absolute: string): string {
  try {
    const stats = statSync(absolute, { bigint: true });
    const { dev, ino, mode, size, mtimeNs, ctimeNs } = stats;
    const identity = `${dev}:${ino} ${mode}`;
    if (kind === 'file') return `${identity} ${size} ${mtimeNs} ${ctimeNs}`;
    return kind === 'folder' ? `${identity} ${namesIn(absolute, stats)}` : identity;
  } catch (error) {
    return codeOf(error);
  }
}

function namesIn(folder: string, stats: BigIntStats): string {
  if (!stats.isDirectory()) return 'no folder';
  const entries = readdirSync(folder, { withFileTypes: true });
  return jsonDigest(entries.map((entry) => describeEntry(folder, entry)).sort());
}

/** Of a link also where it leads: a search follows links to files and folders, and reports the others. */
function describeEntry(folder: string, entry: Dirent): string {
  const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';
  if (!entry.isSymbolicLink()) return `${entry.name}\0${kind}`;
  const absolute = path.join(folder, entry.name);
  return `${entry.name}\0${targetOf(absolute)}\0${stateOf('place', absolute)}`;
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
