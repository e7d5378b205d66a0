import type { Diagnostic } from '../model/diagnostic.ts';
import type { Vars } from '../model/project.ts';
import type { PasswordKeys } from '../project/password-keys.ts';
import type { FoundConnectorConfig } from './formats/found-connector.ts';

/** What is to be imported, and from where. */
export interface ImportSource {
  /** For people: the cluster, or the files. */
  readonly label: string;
  /** The cluster of the project file that the wishes are for; undefined where there is none. */
  readonly cluster: string | undefined;
  /** Variables given to this run. */
  readonly vars: Vars;
  readonly connectors: readonly FoundConnectorConfig[];
  /** Keys of type PASSWORD by class, as far as a worker told. */
  readonly passwordKeys: PasswordKeys;
  readonly diagnostics: readonly Diagnostic[];
}
