import type { Config } from '../model/config.ts';
import type { ConnectorName } from '../model/connector-name.ts';
import type { ConnectorOffsets } from '../model/connector-offsets.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';
import type { Plugin, PluginKey, Validation } from '../model/plugin.ts';
import type { TaskConfig } from '../model/worker-details.ts';
import type { WorkerInfo } from '../model/worker-info.ts';

/**
 * The Connect REST API in the words of the model: all that the other stages know of a cluster. Every call throws
 * `WorkerFailure`, judged, and nothing else. Reads go to any URL of the cluster, with fail-over; a write goes to
 * one URL once: whether to send it again is for the caller to decide.
 */
export interface ConnectCluster {
  /** The URL that answered last, fit to be shown. */
  readonly url: string;

  /** `GET /`: answered from memory; a worker may be up to 15 s late with its first answer. */
  readWorker(): Promise<WorkerInfo>;
  /**
   * Waits until the worker has read all that its cluster knows. A booting worker can answer its lists with 200 while
   * they are still empty, partial or old, for up to some hundred milliseconds; what it says of one connector it says
   * only once it has started (seen on 3.4.1, 3.9.1 and 4.3.0). So it is asked for a connector that nobody has: lists
   * that are asked for after its answer are complete.
   */
  awaitStarted(patience?: ReadPatience): Promise<void>;
  /** `GET /connectors`: what exists. Empty is an answer; HTML, a redirect or a foreign JSON is a failure. */
  listNames(patience?: ReadPatience): Promise<readonly string[]>;
  /** `GET /connectors?expand=info`, without statuses. A worker before 2.3 is refused with `unsupported`. */
  readConnectors(patience?: ReadPatience): Promise<ReadonlyMap<string, LiveConnector>>;
  /** `GET /connectors?expand=status`: leaves out what has no status yet (Connect REST contract 4.2). */
  readStatuses(patience?: ReadPatience): Promise<ReadonlyMap<string, ConnectorStatus>>;

  /**
   * Which of these workers (`worker_id`: host and port) refuse connections, at a URL that is configured and names
   * just that worker. What a killed worker ran goes on being reported as RUNNING, for up to 5 min
   * (Connect REST contract 10.1). At most one request for each URL, however many connectors; never throws. Without
   * such a URL nothing can be known.
   */
  findUnreachable(workerIds: ReadonlySet<string>): Promise<ReadonlySet<string>>;

  /**
   * `GET /connectors/{name}/offsets` (3.5+; before it: `unsupported`), in any state. The worker asks Kafka for them:
   * that takes its time, and fails where the worker's credentials may not (Connect REST contract 4.16).
   */
  readOffsets(name: ConnectorName, patience?: ReadPatience): Promise<ConnectorOffsets>;

  /**
   * `GET /connectors/{name}/tasks`, by id: the configuration of each task, as its plugin made it. Secrets may stand in
   * it in clear (Connect REST contract 13).
   */
  readTasks(name: ConnectorName, patience?: ReadPatience): Promise<readonly TaskConfig[]>;

  /** `GET /connector-plugins`, of the worker that answered; `all` adds converters, transforms and predicates. */
  readPlugins(options?: { readonly all?: boolean }): Promise<readonly Plugin[]>;
  /** `GET /connector-plugins/{class}/config` (3.2+; before it: `unsupported`). */
  readPluginKeys(className: string): Promise<readonly PluginKey[]>;
  /**
   * `PUT /connector-plugins/{class}/config/validate`: reads only, though it is a PUT. An unknown class and other
   * errors that the worker answers with 500 come back as a `KeyError`, not as a failure.
   */
  validate(name: string, config: Config): Promise<Validation>;

  /** `PUT /connectors/{name}/config`. */
  putConfig(name: ConnectorName, config: Config): Promise<'created' | 'replaced'>;
  /** `POST /connectors` with `initial_state` (3.7+). */
  createWithState(name: ConnectorName, config: Config, state: 'paused' | 'stopped'): Promise<void>;
  /** `PUT …/pause`, `…/resume` or `…/stop` (3.5+). */
  setState(name: ConnectorName, state: DesiredState): Promise<void>;
  /** `POST …/restart`. `tasks-not-restarted`: an old worker ignored the flags (Connect REST contract 4.11). */
  restart(
    name: ConnectorName,
    options: { readonly includeTasks: boolean; readonly onlyFailed: boolean },
  ): Promise<'planned' | 'connector-only'>;
  /** `POST …/tasks/{id}/restart`. */
  restartTask(name: ConnectorName, task: number): Promise<void>;
  /** `DELETE /connectors/{name}`. */
  delete(name: ConnectorName): Promise<void>;

  /** Ends what is in flight or waits, and closes all connections. */
  close(): Promise<void>;
}

/** How long a read may be tried again while the cluster is busy; left out: as long as `--timeout` says; 0: not at all. */
export interface ReadPatience {
  readonly budgetMilliseconds?: number | undefined;
}
