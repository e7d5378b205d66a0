import type { LiveConnector } from './live-connector.ts';
import type { WorkerVersion } from './worker-version.ts';

/** What a worker says of itself at `GET /`. */
export interface WorkerInfo {
  readonly version: WorkerVersion | undefined;
  readonly versionText: string;
  readonly commit: string;
  readonly kafkaClusterId: string | undefined;
}

/** One complete reading of a cluster: every connector, with the status where there is one. */
export interface ClusterReading {
  readonly worker: WorkerInfo;
  /** The URL that answered, fit to be shown. */
  readonly url: string;
  readonly connectors: ReadonlyMap<string, LiveConnector>;
}
