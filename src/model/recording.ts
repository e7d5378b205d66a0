import type { RecordedCluster } from './recorded-cluster.ts';

/** A request that arrived, as it is shown: without a body, without a user, without secret parameters. */
export interface ShownRequest {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** Whether Kafka Connect was called; nothing else is recorded. */
  readonly isRecorded: boolean;
}

/** Everything that arrived. */
export interface RecordingResult {
  /** The clusters with connectors, in the order of their first request. */
  readonly clusters: readonly RecordedCluster[];
  /** Connectors that the command created and deleted again. */
  readonly deleted: readonly { readonly url: string; readonly names: readonly string[] }[];
  /** The number of requests to Kafka Connect. */
  readonly requests: number;
  /** URLs that are not Kafka Connect and were refused, each once. */
  readonly others: readonly string[];
  /** `host:port` of HTTPS targets whose requests are not visible. */
  readonly httpsTargets: readonly string[];
}

/** How a recorded command ended. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string };

/** Where a recorder listens. */
export interface RecordingStart {
  /** The URL of the proxy. */
  readonly proxy: string;
  /** The variables that make programs use it. */
  readonly variables: Readonly<Record<string, string>>;
}
