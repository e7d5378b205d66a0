import type { DesiredState } from './desired-connector.ts';

/** What a recording worker received for one cluster, at the end of the recording. */
export interface RecordedCluster {
  /** The base URL that the requests were sent to, without a user and without a slash at the end. */
  readonly url: string;
  readonly connectors: readonly RecordedConnector[];
  /** Connectors that the recording worker rejected, and that were not sent again in a form that it accepts. */
  readonly rejected: readonly RejectedConnector[];
}

/** A connector in its last accepted form. */
export interface RecordedConnector {
  readonly name: string;
  /** Without `name`; numbers and booleans as they were written. */
  readonly config: ReadonlyMap<string, string>;
  /** Keys that were sent with null, which no file can declare. */
  readonly nullKeys: readonly string[];
  /** Undefined where no request set it. */
  readonly state: DesiredState | undefined;
}

/** A connector that no worker accepts as it was sent. */
export interface RejectedConnector {
  readonly name: string;
  readonly status: number;
  /** Why, without any value of the request. */
  readonly reason: string;
}
