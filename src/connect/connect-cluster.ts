import type { Endpoint } from './endpoints/endpoint.ts';
import type { EndpointName, endpoints } from './endpoints.ts';

/**
 * The Connect REST API in the words of the model: all that use cases and stages know of a cluster. Every call throws
 * `WorkerFailure`, classified, and nothing else. Reads go to any URL of the cluster, with fail-over; a write goes to
 * one URL once: whether to send it again is for the caller to decide. The calls are the rows of `endpoints.ts`.
 */
export type ConnectCluster = ClusterMethods & {
  readonly [Name in EndpointName]: Call<(typeof endpoints)[Name]>;
};

/** The call of an endpoint; behind its own arguments a read takes a budget, and a write a last check. */
type Call<Row> =
  Row extends Endpoint<infer Args, infer Result, infer Access>
    ? (
        ...args: Access extends 'read'
          ? [...Args, patience?: ReadPatience]
          : [...Args, stillHolds?: LastCheck]
      ) => Promise<Result>
    : never;

/** What a cluster has besides its endpoints. */
export interface ClusterMethods {
  /** The URL that answered last, fit to be shown. */
  readonly url: string;
  /**
   * Which of these workers (`worker_id`: host and port) refuse connections, at a URL that is configured and names
   * just that worker. What a killed worker ran goes on being reported as RUNNING, for up to 5 min
   * (Connect REST contract 10.1). At most one request for each URL, however many connectors; never throws. Without
   * such a URL nothing can be known.
   */
  findUnreachable(workerIds: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  /**
   * Asks the URL that answered last whether it still leads to the cluster that was read. That it cannot be asked now is
   * no failure: reads and writes find out by themselves.
   *
   * @throws WorkerFailure (`other-cluster`)
   */
  confirmIdentity(): Promise<void>;
  /** Ends what is in flight or waits, and closes all connections. */
  close(): Promise<void>;
}

/**
 * Called right before a write is sent, after its URL has proved to be the right one; false: the write is `not-sent`. By
 * then another reading may have arrived, or an interrupt.
 */
export type LastCheck = () => boolean;

/** How long a read may be tried again while the cluster is busy; left out: as long as `--timeout` says; 0: not at all. */
export interface ReadPatience {
  readonly budgetMilliseconds?: number | undefined;
}
