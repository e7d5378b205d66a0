import type { Diagnostic } from '../model/diagnostic.ts';
import type { SecretVariable } from './formats/write/replace-secrets.ts';

/** Everything that an import is going to write; nothing of it is written yet. */
export interface ImportPlan {
  /** Sorted by path. */
  readonly files: readonly PlannedFile[];
  /** The variables that stand in the place of secrets, sorted by name. */
  readonly variables: readonly SecretVariable[];
  /** What variables hold, by name: of these, and of those that the files asked for before. */
  readonly secrets: ReadonlyMap<string, string>;
  /** What was moved into defaults, by class. */
  readonly defaults: readonly PlannedDefaults[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A file as it will be. */
export interface PlannedFile {
  readonly absolute: string;
  /** As it is shown: relative, with forward slashes. */
  readonly file: string;
  readonly kind: 'connector' | 'project' | 'environment-example';
  readonly action: 'create' | 'update' | 'keep';
  readonly text: string;
  /** Of a connector file, whose it is; of others none. */
  readonly connectors: readonly string[];
  /** Keys that an update changes, sorted. */
  readonly keys: readonly string[];
}

/** What became of a class. */
export interface PlannedDefaults {
  readonly className: string;
  readonly keys: readonly string[];
  readonly connectors: number;
}
