import type { DiagnosticView } from './plan-view.ts';
import type { Source } from './source.ts';

/** What an import did, or would do with `--dry-run`. It contains no config values. */
export interface ImportView {
  readonly format: 'connect-sync/import';
  readonly version: 1;
  /** The cluster or the files that were imported. */
  readonly from: string;
  /** False with `--dry-run`, and where `--all-or-nothing` prevented the import. */
  readonly written: boolean;
  readonly result: ImportResult;
  /** Each connector that was found, once, sorted by name. */
  readonly connectors: readonly ImportedConnectorView[];
  /** What mentions connectors and was not read. */
  readonly notRead: readonly NotReadView[];
  readonly counts: ImportCounts;
  /** Other files: the project file and `.env.example`. */
  readonly files: readonly { readonly file: string; readonly action: 'create' | 'update' }[];
  /** Environment variables that the connector files refer to. */
  readonly variables: readonly ImportedVariableView[];
  /** The file with the values of secrets; null if they were not saved. */
  readonly secretsFile: string | null;
  /** Keys that were moved into defaults, by class; `*` with the key `state`: the state of all connectors. */
  readonly defaults: readonly {
    readonly class: string;
    readonly keys: readonly string[];
    readonly connectors: number;
  }[];
  /** Placeholders such as `${NAME}` in the imported files. */
  readonly placeholders: ImportedPlaceholdersView;
  readonly diagnostics: readonly DiagnosticView[];
}

/** What became of the placeholders of other tools. */
export interface ImportedPlaceholdersView {
  /** The number of placeholders that became references. */
  readonly replaced: number;
  /** The number of those that stay unchanged. */
  readonly kept: number;
  /** The environment variables that they refer to now, sorted. */
  readonly env: readonly string[];
  /** The variables of the project file that they refer to now, sorted. */
  readonly vars: readonly string[];
  /** The environment variables that give variables of the project file their values and are not set, sorted. */
  readonly unset: readonly string[];
}

/**
 * What becomes of a connector that was found. `new`, `updated`, `unchanged`: its file declares what was found.
 * `differs`: it has a file, which import leaves as it was. `skipped`: it has no file.
 */
export type ImportOutcome = 'new' | 'updated' | 'unchanged' | 'differs' | 'skipped';

/**
 * How an import ends: everything that was found is declared in files now, a part of it, or nothing. `invalid-input`:
 * nothing, because files have errors and `--all-or-nothing` is given.
 */
export type ImportResult = 'imported' | 'partly-imported' | 'nothing-imported' | 'invalid-input';

/** The number of connectors with each outcome, and of what was not read. */
export type ImportCounts = Readonly<
  Record<ImportOutcome | 'notRead' | 'invalidFiles' | 'filesWithoutConnectors', number>
>;

/** A connector that was found. */
export interface ImportedConnectorView {
  readonly name: string;
  readonly outcome: ImportOutcome;
  /** Its connector file; null if it has none. */
  readonly file: string | null;
  /** Config keys that an update changes, and `state`. */
  readonly keys: readonly string[];
  /** Why it differs or is skipped; null otherwise. */
  readonly reason: string | null;
  /** Where it was found; null on a cluster. */
  readonly place: Pick<Source, 'file' | 'line' | 'column'> | null;
}

/** A call of a script, or a part of a file, that mentions connectors and was not read. */
export interface NotReadView {
  readonly file: string;
  readonly line: number;
  /** The URL of a call, without userinfo; null if it is not a call. */
  readonly url: string | null;
  /** What the call reads its body from, as written; null if it is not a call. */
  readonly body: string | null;
  readonly reason: string;
}

/** An environment variable that connector files refer to. */
export interface ImportedVariableView {
  readonly name: string;
  readonly uses: readonly { readonly connector: string; readonly key: string }[];
  /** Whether its value is known; the value of a masked secret or of a shell variable is not. */
  readonly known: boolean;
  /** `secret`: it replaces a secret; `script`: the imported script refers to it. */
  readonly from: 'secret' | 'script';
}
