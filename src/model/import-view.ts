import type { DiagnosticView } from './plan-view.ts';

/** What an import did, or would do with `--dry-run`. It contains no config values. */
export interface ImportView {
  readonly format: 'connect-sync/import';
  readonly version: 1;
  /** The cluster or the files that were imported. */
  readonly from: string;
  readonly written: boolean;
  readonly connectors: readonly ImportedConnectorView[];
  /** Other files: the project file and `.env.example`. */
  readonly files: readonly { readonly file: string; readonly action: 'create' | 'update' }[];
  /** Environment variables that the connector files refer to. */
  readonly variables: readonly ImportedVariableView[];
  /** The file with the values of secrets; null if they were not saved. */
  readonly secretsFile: string | null;
  /** Keys that were moved into defaults, by class. */
  readonly defaults: readonly {
    readonly class: string;
    readonly keys: readonly string[];
    readonly connectors: number;
  }[];
  readonly diagnostics: readonly DiagnosticView[];
}

/** An imported connector with its file. */
export interface ImportedConnectorView {
  readonly name: string;
  readonly file: string;
  readonly action: 'create' | 'update' | 'keep';
  /** Config keys that an update changes, and `state`. */
  readonly keys: readonly string[];
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
