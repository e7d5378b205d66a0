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
  /** By key, where its value comes from: `connectors/orders.yaml:9`; left out where nobody asked. */
  readonly origins?: ReadonlyMap<string, string>;
}
