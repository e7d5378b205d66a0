import type { ConnectorDocument } from '../model/plan-view.ts';

/** The connectors of one cluster in the format of connector files, as `show` and `render` print them. */
export interface DocumentsView {
  /** The cluster's name, else its URL; null if no cluster is involved. */
  readonly cluster: string | null;
  readonly connectors: readonly NamedDocumentView[];
}

/** One connector, masked. The parts about origins are left out unless they are asked for. */
export interface NamedDocumentView {
  readonly name: string;
  readonly document: ConnectorDocument;
  /** Where the state is declared, then what that overrides; also left out if no file declares a state. */
  readonly stateOrigin?: readonly OriginView[];
  /** By key, where its value is declared, then what that overrides. */
  readonly origins?: ReadonlyMap<string, readonly OriginView[]>;
  /** By inherited key that was removed, where it was removed, then where it had been declared. */
  readonly removed?: ReadonlyMap<string, readonly OriginView[]>;
}

/** A position in the files that declares a key. */
export interface OriginView {
  readonly layer: 'default' | 'profile' | 'connector' | 'override';
  /** The profile, or the cluster of the override. */
  readonly label: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
