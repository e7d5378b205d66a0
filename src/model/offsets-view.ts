/** What `offsets` shows of one cluster. */
export interface OffsetsView {
  readonly format: 'connect-sync/offsets';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** By name. */
  readonly connectors: readonly ConnectorOffsetsView[];
}

/** The offsets of one connector. */
export type ConnectorOffsetsView =
  | {
      readonly name: string;
      readonly type: string;
      /** In the worker's words; null: it has no status yet. */
      readonly state: string | null;
      /** What both hold is the plugin's business, and numbers may be `ExactNumber`s; scrubbed. */
      readonly offsets: readonly { readonly partition: unknown; readonly offset: unknown }[];
    }
  | {
      readonly name: string;
      /** Why they could not be read, in our words. */
      readonly problem: string;
    };
