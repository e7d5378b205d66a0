import type { Diagnostic } from '../model/diagnostic.ts';
import type { ImportedPlaceholdersView } from '../model/import-view.ts';
import type { PluginClasses } from '../model/plugin-classes.ts';
import type { Vars } from '../model/project.ts';
import type { PasswordKeys } from '../model/redaction/password-keys.ts';
import type { KeysByConnector } from '../project/former-secrets.ts';
import type { Project } from '../project/load-project.ts';
import type { FoundConnectorConfig } from './formats/found-connector.ts';
import type { NotRead, SkippedConnector } from './formats/read/found-file.ts';

/** Which of the found connectors are imported: those that no file declares, or those that files declare. */
export type DeclarationFilter = 'new' | 'declared';

/** Everything that determines the files of an import. */
export interface ImportRequest {
  readonly project: Project;
  readonly source: ImportSource;
  /** Absolute; shown paths are relative to it. */
  readonly directory: string;
  /** Absolute: the directory of new connector files. */
  readonly out: string;
  /** Whether keys that connectors of a class have in common are moved into defaults of the project file. */
  readonly defaults: 'split' | 'left';
  /** Left out: all connectors that are found. */
  readonly select?: DeclarationFilter | undefined;
  /** Whether a part of what was found may be imported. */
  readonly extent: 'as-found' | 'all-or-nothing';
  /** Connectors whose document is extended from other clusters to the cluster of the import. */
  readonly extended?: ReadonlySet<string> | undefined;
  /** The project file with the variables that the import declares; undefined: it declares none. */
  readonly projectFile?: ProjectFileEdit | undefined;
  /** Values that stand for variables without a value in names of connectors. */
  readonly standIns?: Vars | undefined;
  /** Values of secrets by environment variable, from defaults of placeholders. */
  readonly secretDefaults?: Vars | undefined;
  /** What became of the placeholders of other tools. */
  readonly placeholders?: ImportedPlaceholdersView | undefined;
  /** The variables in the file that secrets are added to. */
  readonly saved?: ReadonlyMap<string, string> | undefined;
}

/** A project file that is not written yet. */
export interface ProjectFileEdit {
  readonly absolute: string;
  /** The path as it is shown. */
  readonly file: string;
  readonly kind: 'project';
  readonly action: 'create' | 'update';
  readonly text: string;
}

/** The connectors to import, and where they come from. */
export interface ImportSource {
  /** The cluster or the files, for messages. */
  readonly label: string;
  /** The cluster in the project file that the connectors are declared for; undefined if there is none. */
  readonly cluster: string | undefined;
  /** The variables of this run. */
  readonly vars: Vars;
  /** The connector classes of the cluster's worker, where defaults may match an alias. */
  readonly classes?: PluginClasses | undefined;
  readonly connectors: readonly FoundConnectorConfig[];
  /** Connectors that were found and cannot be imported. */
  readonly skipped: readonly SkippedConnector[];
  /** What mentions connectors and was not read. */
  readonly notRead: readonly NotRead[];
  /** How many files were read; 0 for a cluster. */
  readonly files: number;
  /** How many files have errors; nothing of them is imported. */
  readonly invalidFiles: number;
  readonly filesWithoutConnectors: number;
  /** Variables that the files set, by name: the values of `${var.NAME}` that the project file does not have. */
  readonly variables: ReadonlyMap<string, string>;
  /** By connector, keys whose live value is secret by where it came from in an earlier revision of the files. */
  readonly secretKeys: KeysByConnector;
  /** By connector, keys with a provider reference in a file: what stands in its place is secret. */
  readonly referenceKeys: KeysByConnector;
  /** Keys of type PASSWORD by plugin, as far as a worker reports them. */
  readonly passwordKeys: PasswordKeys;
  readonly diagnostics: readonly Diagnostic[];
}
