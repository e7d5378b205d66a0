import type { ConnectorDocument } from './plan-view.ts';

/** What `show` and `render` print of one cluster. */
export interface DocumentsView {
  /** The cluster's name, else its URL; null where no cluster is involved. */
  readonly cluster: string | null;
  readonly connectors: readonly NamedDocument[];
}

/** One connector, redacted. */
export interface NamedDocument {
  readonly name: string;
  readonly document: ConnectorDocument;
  /** Where the state is named, then what that covers; left out where nobody asked, or no file names one. */
  readonly stateOrigin?: readonly OriginView[];
  /** By key, where its value comes from, then what that covers; left out where nobody asked. */
  readonly origins?: ReadonlyMap<string, readonly OriginView[]>;
  /** By inherited key that is gone, where it was removed, then what set it; left out where nobody asked. */
  readonly removed?: ReadonlyMap<string, readonly OriginView[]>;
}

/** A place of the files that says something of a key. */
export interface OriginView {
  readonly layer: 'default' | 'profile' | 'connector' | 'override';
  /** The profile, or the cluster of the override. */
  readonly label: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
