import type { Diagnostic } from '../model/diagnostic.ts';
import type { ConnectorOutcome } from './account.ts';
import type { SecretVariable } from './formats/write/replace-secrets.ts';

/** Everything that an import will write. */
export interface ImportPlan {
  /** Each connector that was found, once. */
  readonly connectors: readonly ConnectorOutcome[];
  /** Sorted by path. */
  readonly files: readonly PlannedFile[];
  /** The variables that replace secrets, sorted by name. */
  readonly variables: readonly SecretVariable[];
  /** The values of these variables and of variables that existing files refer to, by name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The keys that are moved into defaults, by class. */
  readonly defaults: readonly PlannedDefaults[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A file with its new contents. */
export interface PlannedFile {
  readonly absolute: string;
  /** The path as it is shown: relative, with forward slashes. */
  readonly file: string;
  readonly kind: 'connector' | 'project' | 'environment-example';
  readonly action: 'create' | 'update' | 'keep';
  readonly text: string;
}

/** The defaults for one class; `*`: for all connectors. */
export interface PlannedDefaults {
  readonly className: string;
  readonly keys: readonly string[];
  readonly connectors: number;
}
