import type { LiveConnector } from './live-connector.ts';
import type { WorkerVersion } from './worker-version.ts';

/** The response of `GET /`. */
export interface WorkerInfo {
  readonly version: WorkerVersion | undefined;
  readonly versionText: string;
  readonly commit: string;
  readonly kafkaClusterId: string | undefined;
}

/** One complete reading of a cluster: every connector, with its status if it has one. */
export interface ClusterReading {
  readonly worker: WorkerInfo;
  /** The URL that answered, without credentials. */
  readonly url: string;
  readonly connectors: ReadonlyMap<string, LiveConnector>;
  /** Names with a state and without a configuration: they were being created or deleted. Left out: it is not known. */
  readonly onlyInStates?: readonly string[];
}
