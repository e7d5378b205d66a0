/** What `topics` shows of one cluster. */
export interface TopicsView {
  readonly format: 'connect-sync/topics';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  /** By name. */
  readonly connectors: readonly ConnectorTopicsView[];
}

/** The topics that a connector has used since it was created or they were reset. */
export type ConnectorTopicsView =
  | { readonly name: string; readonly topics: readonly string[] }
  | {
      readonly name: string;
      /** Why they could not be read, in our words. */
      readonly problem: string;
    };
