import type { DiagnosticView } from './plan-view.ts';

/** What an import did, or would do, fit to be shown: it holds no value of any configuration. */
export interface ImportView {
  readonly format: 'connect-sync/import';
  readonly version: 1;
  /** The cluster, or the files. */
  readonly from: string;
  readonly written: boolean;
  readonly connectors: readonly ImportedConnectorView[];
  /** Other files that go with them. */
  readonly files: readonly { readonly file: string; readonly action: 'create' | 'update' }[];
  /** Variables in the place of secrets. */
  readonly variables: readonly ImportedVariableView[];
  /** Where their values are; null: nowhere. */
  readonly secretsFile: string | null;
  /** What was moved into defaults. */
  readonly defaults: readonly {
    readonly class: string;
    readonly keys: readonly string[];
    readonly connectors: number;
  }[];
  readonly diagnostics: readonly DiagnosticView[];
}

/** One connector with its file. */
export interface ImportedConnectorView {
  readonly name: string;
  readonly file: string;
  readonly action: 'create' | 'update' | 'keep';
  /** What an update changes: keys, and `state`. */
  readonly keys: readonly string[];
}

/** A variable that the files ask for. */
export interface ImportedVariableView {
  readonly name: string;
  readonly uses: readonly { readonly connector: string; readonly key: string }[];
  /** Whether its value was there to be read: a hidden one was not, nor is one that a script asks for. */
  readonly known: boolean;
  /** A secret whose place it takes, or a script that asks for it. */
  readonly from: 'secret' | 'script';
}
