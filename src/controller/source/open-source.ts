import path from 'node:path';
import type { SourceView } from '../../model/controller-view.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import { ConnectSyncError, InvalidInputError } from '../../model/error.ts';
import { SecretStore } from '../../model/known-secrets/secret-store.ts';
import type { Ports } from '../../model/ports.ts';
import { viewErrors } from '../../model/view-error.ts';
import {
  applyStrict,
  learnEnvironment,
  type Project,
  type ProjectInput,
} from '../../project/load-project.ts';
import { isNoConnectorFiles } from '../../project/no-connector-files.ts';
import { loadWithPolicies } from '../../reconcile/compiled-policies.ts';
import { isoNow } from '../iso-time.ts';
import { nameRevision } from './name-revision.ts';
import { rootInput } from './root-input.ts';
import { isScannedWhole, type SourceScan, scanSource } from './scan-source.ts';

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

/** How often a source that keeps changing is scanned, before the last good revision serves for one more cycle. */
const mostAttempts = 5;
/** The coarsest times that file systems keep: of two writes within so long only one may show in a scan. */
const coarsestMilliseconds = 2_000;

/**
 * Opens a source. `resolve` makes of a loaded project what the caller needs; what it refuses is an error in the files.
 */
export function openSource<T>(
  options: SourceOptions,
  resolve: (project: Project) => Promise<T>,
  ports: SourcePorts,
): Source<T> {
  return new DirectorySource({ ...options, input: rootInput(options.input) }, resolve, ports);
}

/** A revision that was read without an error. */
interface Revision<T> {
  readonly value: T;
  readonly project: Project;
  /** Whether equal scans mean equal files: it was loaded long enough after its scan was first seen. */
  readonly isFinal: boolean;
  readonly name: string;
  readonly since: string;
  readonly scan: SourceScan;
  readonly hasProjectFile: boolean;
}

type Failure = Pick<SourceView, 'reason' | 'problems'> & {
  readonly state: Exclude<SourceView['state'], 'current'>;
};

class DirectorySource<T> implements Source<T> {
  readonly #options: SourceOptions;
  readonly #resolve: (project: Project) => Promise<T>;
  readonly #ports: SourcePorts;
  /** Also for the texts of runs whose revision is older than the last reading. */
  readonly #secrets = new SecretStore();
  #revision: Revision<T> | undefined;
  #failure: Failure | undefined;
  #failingSince: string | null = null;
  #reading: Promise<void> | undefined;
  /** The last scan, and the moment of the clock at which one like it was first made. */
  #seen: { readonly scan: SourceScan; readonly since: number } | undefined;

  constructor(options: SourceOptions, resolve: (project: Project) => Promise<T>, ports: SourcePorts) {
    this.#options = options;
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
    const { directory } = this.#options.input;
    const { name = null, since = null } = this.#revision ?? {};
    const isUnread = this.#revision === undefined && this.#failure === undefined;
    return {
      state: this.#failure?.state ?? (isUnread ? 'changing' : 'current'),
      ...{ directory, revision: name, revisionSince: since, failingSince: this.#failingSince },
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
    let scan = await this.#scan();
    for (let attempt = 0; attempt < mostAttempts && !this.#ports.signal.aborted; attempt += 1) {
      if ('state' in scan) return scan;
      const settled = await this.#settled(scan);
      if (settled === scan) {
        const { loaded, after } = await this.#loadAndScan(scan);
        // What was changed in the meantime may have been read half.
        if (!('state' in after) && isEqual(scan, after)) {
          if ('failure' in loaded) return loaded.failure;
          this.#revision = loaded;
          return undefined;
        }
        scan = after;
      } else scan = settled;
    }
    return { state: 'changing', reason: 'its files are being changed', problems: [] };
  }

  async #loadAndScan(scan: SourceScan) {
    const known = this.#knownProject(scan);
    const loaded = await this.#load(scan, known);
    return { loaded, after: known ? scan : await this.#scan() };
  }

  /** The same scan if nothing was changed for long enough, otherwise a later one. */
  async #settled(scan: SourceScan): Promise<SourceScan | Failure> {
    const isKnown = this.#revision !== undefined && isEqual(this.#revision.scan, scan);
    if (isKnown || (this.#options.settleMilliseconds === 0 && !scan.isLocked)) return scan;
    await this.#ports.clock.sleep(Math.max(this.#options.settleMilliseconds, 100), this.#ports.signal);
    const later = await this.#scan();
    return !('state' in later) && !later.isLocked && isEqual(scan, later) ? scan : later;
  }

  async #scan(): Promise<SourceScan | Failure> {
    try {
      const scan = await scanSource(this.#options.input);
      if (!this.#seen || !isEqual(this.#seen.scan, scan))
        this.#seen = { scan, since: this.#ports.clock.now() };
      if (scan.entries.length > 0) return scan;
      return { state: 'empty', reason: 'the directory is empty', problems: [] };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unexpected error';
      const reason = code === 'ENOENT' ? 'the directory is not there' : `it cannot be read: ${code}`;
      return { state: 'missing', reason, problems: [] };
    }
  }

  /** The project as it was loaded, if loading it again would read the same: thousands of files take time and memory. */
  #knownProject(scan: SourceScan): Project | undefined {
    const { project, isFinal, scan: known } = this.#revision ?? {};
    if (!known || isFinal !== true || !isEqual(known, scan)) return undefined;
    return isScannedWhole(this.#options.input) ? project : undefined;
  }

  async #load(
    scan: SourceScan,
    known: Project | undefined,
  ): Promise<Revision<T> | { readonly failure: Failure }> {
    const { input } = this.#options;
    const { since: firstSeen = Number.POSITIVE_INFINITY } = this.#seen ?? {};
    const isFinal = known !== undefined || this.#ports.clock.now() - firstSeen >= coarsestMilliseconds;
    try {
      // One real folder from the first file to the last, whatever the link leads to meanwhile.
      const project =
        known ?? (await loadWithPolicies({ ...input, directory: scan.root, secrets: this.#secrets }));
      if (known) learnEnvironment(known);
      const { file, documents, diagnostics } = describeFiles(project);
      // They say more than what follows from them, such as a cluster that is not declared.
      if (hasErrors(diagnostics) && !diagnostics.some(isNoConnectorFiles)) {
        // It learns the secrets that the other files refer to; workers may quote them already.
        await this.#resolve(project).catch(() => undefined);
        throw new InvalidInputError(diagnostics, project.files.files);
      }
      if (file === undefined && this.#revision?.hasProjectFile === true) {
        return { failure: { state: 'invalid', reason: 'the project file is gone', problems: [] } };
      }
      if (documents === 0 && diagnostics.some(isNoConnectorFiles)) {
        return { failure: { state: 'empty', reason: 'it declares no connector', problems: [] } };
      }
      const value = await this.#resolve(project);
      const name = await nameRevision(scan, path.resolve(input.directory));
      const same = this.#revision?.name === name ? this.#revision : undefined;
      const since = same?.since ?? isoNow(this.#ports.clock);
      return { value, project, isFinal, name, since, scan, hasProjectFile: file !== undefined };
    } catch (error) {
      if (error instanceof ConnectSyncError) return { failure: failureOf(error) };
      throw error;
    }
  }

  #unexpected(error: unknown): Failure {
    this.#ports.onUnexpected(error);
    return { state: 'invalid', reason: 'an unexpected error ended its reading', problems: [] };
  }
}

function describeFiles(project: Project) {
  const { project: declared, documents, diagnostics } = project.files;
  return { file: declared.file, documents: documents.length, diagnostics: applyStrict(project, diagnostics) };
}

function failureOf(error: ConnectSyncError): Failure {
  const problems = viewErrors(error).filter(({ severity }) => severity === 'error');
  const isEmpty = error instanceof InvalidInputError && error.diagnostics.some(isNoConnectorFiles);
  const [first = error.message] = problems.map(({ message }) => message);
  const reason = problems.length > 1 ? `${problems.length} errors in the files, the first: ${first}` : first;
  return { state: isEmpty ? 'empty' : 'invalid', reason, problems };
}

function isEqual(one: SourceScan, other: SourceScan): boolean {
  return (
    one.root === other.root &&
    one.entries.length === other.entries.length &&
    one.entries.every((entry, index) => entry === other.entries[index])
  );
}
