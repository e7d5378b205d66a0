import path from 'node:path';
import { ReadNotes, withNotes } from '../../files/noted-reads.ts';
import { countEntries } from '../../files/read-file.ts';
import { findIndexLock } from '../../git/index-lock.ts';
import type { SourceView } from '../../model/controller-view.ts';
import { SecretStore } from '../../model/known-secrets/secret-store.ts';
import type { Ports } from '../../model/ports.ts';
import { toPrintableLine } from '../../model/printable.ts';
import { learnEnvironment, type Project, type ProjectInput } from '../../project/load-project.ts';
import { loadWithPolicies } from '../../reconcile/compiled-policies.ts';
import { isoNow } from '../iso-time.ts';
import { locateSource, projectFolder, type SourceLocation } from './locate-source.ts';
import { commitOfFolder, nameRevision } from './name-revision.ts';
import { type Failure, failed, type Resolved, resolveFiles } from './resolve-files.ts';

/** What the files say, as far as they can be believed. */
export interface SourceReading<T> {
  /** What the last good revision resolves to, also while the files are in error; undefined: there never was one. */
  readonly value: T | undefined;
  readonly view: SourceView;
}

/** A directory that somebody else updates: a checkout, a mounted volume, what a git-sync sidecar links to. */
export interface Source<T> {
  /** Reads it anew. Calls at the same time share one reading. Never throws. */
  read(): Promise<SourceReading<T>>;
  readonly view: SourceView;
}

/** Where the files are, and how long they must be left unchanged before they count. */
export interface SourceOptions {
  readonly input: ProjectInput;
  readonly settleMilliseconds: number;
}

/** What the reading of a source needs of the world. */
export interface SourcePorts extends Pick<Ports, 'clock' | 'signal'> {
  readonly onUnexpected: (error: unknown) => void;
}

/** How often a source that keeps changing is read, before the last good revision serves for one more cycle. */
const mostAttempts = 5;
/** The coarsest times that file systems keep: of two writes within so long only one may show. */
const coarsestMilliseconds = 2_000;
/** How long to wait for Git where files need not settle. */
const lockedMilliseconds = 100;

/**
 * Opens a source. `resolve` makes of a loaded project what the caller needs; what it refuses is an error in the files.
 */
export function openSource<T>(
  options: SourceOptions,
  resolve: (project: Project) => Promise<T>,
  ports: SourcePorts,
): Source<T> {
  return new DirectorySource(options, resolve, ports);
}

/** One reading: what was read, and how all of it stood. */
interface Files<T> {
  readonly folder: string;
  readonly notes: ReadNotes;
  /** Undefined where it could not be loaded. */
  readonly project: Project | undefined;
  readonly resolved: Resolved<T>;
  /** The files are those of the revision in force, and were not loaded again. */
  readonly isKnown: boolean;
  /** Whether equal notes mean equal files: they were loaded long enough after they were first seen like this. */
  readonly isFinal: boolean;
}

/** A revision that was read without an error. */
interface Revision<T> {
  readonly value: T;
  readonly hasProjectFile: boolean;
  readonly files: Files<T>;
  readonly name: string;
  /** The commit when it was named; undefined without Git. */
  readonly commit: string | undefined;
  readonly since: string;
}

class DirectorySource<T> implements Source<T> {
  readonly #options: SourceOptions;
  readonly #location: SourceLocation;
  readonly #resolve: (project: Project) => Promise<T>;
  readonly #ports: SourcePorts;
  /** Also for the texts of runs whose revision is older than the last reading. */
  readonly #secrets = new SecretStore();
  #revision: Revision<T> | undefined;
  #failure: Failure | undefined;
  #failingSince: string | null = null;
  #reading: Promise<void> | undefined;
  /** The last notes, and the moment of the clock at which equal ones were first made. */
  #seen: { readonly notes: ReadNotes; readonly since: number } | undefined;
  /** The notes of the last reading that was complete, whatever came of it. */
  #settled: ReadNotes | undefined;

  constructor(options: SourceOptions, resolve: (project: Project) => Promise<T>, ports: SourcePorts) {
    this.#options = options;
    this.#location = locateSource(options.input);
    this.#resolve = resolve;
    this.#ports = ports;
  }

  async read(): Promise<SourceReading<T>> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
    return { value: this.#revision?.value, view: this.view };
  }

  get view(): SourceView {
    const { name = null, since = null } = this.#revision ?? {};
    const isUnread = this.#revision === undefined && this.#failure === undefined;
    return {
      state: this.#failure?.state ?? (isUnread ? 'changing' : 'current'),
      directory: this.#location.shown,
      ...{ revision: name, revisionSince: since, failingSince: this.#failingSince },
      reason: this.#failure?.reason ?? (isUnread ? 'it was not read yet' : null),
      problems: this.#failure?.problems ?? [],
    };
  }

  async #readOnce(): Promise<void> {
    this.#secrets.startRound();
    const failure = await this.#accept().catch((error: unknown) => this.#unexpected(error));
    // A reading that was interrupted says nothing about the files.
    if (this.#ports.signal.aborted) return;
    this.#failure = failure;
    this.#failingSince = failure === undefined ? null : (this.#failingSince ?? isoNow(this.#ports.clock));
  }

  /** Accepts the files if nothing was changed while they were read; otherwise says what is wrong. */
  async #accept(): Promise<Failure | undefined> {
    let reason: string | undefined;
    for (let attempt = 0; attempt < mostAttempts && !this.#ports.signal.aborted; attempt += 1) {
      const located = await this.#locate();
      if ('state' in located) return located;
      const files = await this.#read(located);
      reason = await this.#findUpdate(files);
      if (reason === undefined) return this.#conclude(files);
    }
    return failed('changing', reason ?? 'its files are being changed');
  }

  /** Only the folder itself decides whether the source is missing. */
  async #locate(): Promise<ProjectInput | Failure> {
    try {
      const input = await this.#location.locate();
      const isEmpty = (await countEntries(projectFolder(input))) === 0;
      return isEmpty ? failed('empty', 'the directory is empty') : input;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unexpected error';
      return failed(
        'missing',
        code === 'ENOENT' ? 'the directory is not there' : `it cannot be read: ${code}`,
      );
    }
  }

  async #read(input: ProjectInput): Promise<Files<T>> {
    const folder = projectFolder(input);
    const known = this.#knownFiles(input);
    const notes = known?.notes ?? new ReadNotes();
    const startedAt = this.#ports.clock.now();
    let project = known?.project;
    const load = async () => {
      if (project) learnEnvironment(project);
      project ??= await loadWithPolicies({ ...input, secrets: this.#secrets });
      return project;
    };
    notes.note('place', folder);
    const hadProjectFile = this.#revision?.hasProjectFile === true;
    const resolved = await withNotes(notes, () => resolveFiles(load, this.#resolve, hadProjectFile));
    if (this.#seen?.notes.equals(notes) !== true) this.#seen = { notes, since: startedAt };
    const isFinal = known !== undefined || startedAt - this.#seen.since >= coarsestMilliseconds;
    return { folder, notes, project, resolved, isFinal, isKnown: known !== undefined };
  }

  /** The files in force, if loading them again would read the same: thousands take time and memory. */
  #knownFiles(input: ProjectInput): Files<T> | undefined {
    const { files } = this.#revision ?? {};
    // What Git has of another commit is not noted.
    if (!files?.isFinal || input.policies !== undefined) return undefined;
    if (files.project?.input.directory !== input.directory) return undefined;
    return files.notes.findChange() === undefined ? files : undefined;
  }

  /** What is being changed, in a sentence; undefined: nothing, since before it was read. */
  async #findUpdate({ notes, folder, isKnown }: Files<T>): Promise<string | undefined> {
    if (isKnown) return undefined;
    const isSettled = this.#settled?.equals(notes) === true;
    const findLock = () => (isSettled ? undefined : findIndexLock([folder, ...notes.folders]));
    if (!isSettled) {
      const shortest = findLock() === undefined ? 0 : lockedMilliseconds;
      const pause = Math.max(this.#options.settleMilliseconds, shortest);
      if (pause > 0) await this.#ports.clock.sleep(pause, this.#ports.signal);
    }
    const show = (file: string) => toPrintableLine(shownIn(folder, file));
    const lock = findLock();
    if (lock !== undefined) {
      return `Git is updating its files: ${show(lock)} is there (remove it if no Git is running)`;
    }
    const changed = notes.findChange();
    return changed === undefined ? undefined : `its files are being changed: ${show(changed)}`;
  }

  async #conclude(files: Files<T>): Promise<Failure | undefined> {
    this.#settled = files.notes;
    if ('failure' in files.resolved) return files.resolved.failure;
    const commit = await commitOfFolder(files.folder);
    const named = files.isKnown && this.#revision?.commit === commit ? this.#revision?.name : undefined;
    const name = named ?? (await nameRevision(files.folder, this.#location.shown, files.notes));
    const same = this.#revision?.name === name ? this.#revision : undefined;
    const since = same?.since ?? isoNow(this.#ports.clock);
    this.#revision = { ...files.resolved, files, name, commit, since };
    return undefined;
  }

  #unexpected(error: unknown): Failure {
    this.#ports.onUnexpected(error);
    return failed('invalid', 'an unexpected error ended its reading');
  }
}

/** Relative where it is below the folder. */
function shownIn(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  return relative.split(path.sep)[0] === '..' ? file : relative || '.';
}
