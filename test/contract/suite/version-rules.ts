import { isAtLeast, parseWorkerVersion } from '../../../src/model/worker-version.ts';

/** The differences of the Connect REST API between versions that plan and apply rely on. */
export interface VersionRules {
  /** As in the answer of `GET /`. */
  readonly text: string;
  /** `restart?includeTasks&onlyFailed` (KIP-745, 3.0); before it the parameters are ignored. */
  readonly restartFlags: boolean;
  /** Client overrides are allowed by default (KIP-722, 3.0). */
  readonly clientOverrides: boolean;
  /** `connectorsOnly` and `GET /connector-plugins/{p}/config` (KIP-769, 3.2). */
  readonly pluginKeys: boolean;
  /** A null value is refused (KAFKA-13306, 3.2); before it, it is stored and the connector fails. */
  readonly nullRefused: boolean;
  /** A pending rebalance shows as 500 on reads of one connector (3.5); before it as 409. */
  readonly rebalanceIs500: boolean;
  /** `PUT …/stop`, STOPPED and `GET …/offsets` (KIP-875, 3.5). */
  readonly stop: boolean;
  /** `PATCH` and `DELETE …/offsets` (3.6). */
  readonly offsetWrites: boolean;
  /** `last_modified` and `scope=cluster` of loggers (KIP-976, 3.7). */
  readonly loggerScope: boolean;
  /** `initial_state` in `POST /connectors` (KIP-980, 3.7). */
  readonly initialState: boolean;
  /**
   * Tasks of the file connectors restart on a change of any key: since 3.3 these plugins pass all keys to their
   * tasks (KAFKA-13809). Other plugins' tasks do so from 3.7.1 on only (KAFKA-9228).
   */
  readonly anyChangeRestartsFileTasks: boolean;
  /** `PATCH /connectors/{n}/config` (KIP-477, 3.8). */
  readonly patch: boolean;
  /** More tasks than `tasks.max` fail the connector (KIP-1004, 3.8); converters are validated. */
  readonly convertersValidated: boolean;
  /** A sink without topics is an error of the keys, not a 500; seen in 3.9.1, not in 3.4.1. */
  readonly sinkTopicsPerKey: boolean;
  /** `GET /health` (KIP-1017, 3.9). */
  readonly health: boolean;
  /** `GET …/tasks-config` (KIP-661, 2.8 to 3.9). */
  readonly tasksConfig: boolean;
  /** Jetty 12 refuses `/`, `%` and `\` in a name (4.0). */
  readonly jetty12: boolean;
  /** A logger that is set to the level it inherits is not changed; seen in 4.3.0, not in 3.9.1. */
  readonly loggerChangesOnly: boolean;
  /** `version` in statuses and `plugin.version` keys (KIP-891, 4.1). */
  readonly pluginVersions: boolean;
  /** An unknown class is a 400 on writes, and `order` is called `order_in_group`; seen in 4.3.0, not in 3.9.1. */
  readonly unknownClassIs400: boolean;
  /** Validation and its errors show resolved values; a config without a class is printed in the error; gone in 4.4. */
  readonly showsResolvedValues: boolean;
  /** A follower passes on the status of the leader; seen in 3.4.1, not in 2.8.2. */
  readonly followerPassesStatus: boolean;
}

/** The rules of the Kafka version with this text. */
export function rulesOf(text: string): VersionRules {
  const version = parseWorkerVersion(text);
  if (!version) throw new TypeError(`not a version: ${text}`);
  const since = (major: number, minor: number, patch = 0) => isAtLeast(version, major, minor, patch);
  return {
    text,
    restartFlags: since(3, 0),
    clientOverrides: since(3, 0),
    pluginKeys: since(3, 2),
    nullRefused: since(3, 2),
    rebalanceIs500: since(3, 5),
    stop: since(3, 5),
    offsetWrites: since(3, 6),
    loggerScope: since(3, 7),
    initialState: since(3, 7),
    anyChangeRestartsFileTasks: since(3, 3),
    patch: since(3, 8),
    convertersValidated: since(3, 8),
    sinkTopicsPerKey: since(3, 9),
    health: since(3, 9),
    tasksConfig: !since(4, 0),
    jetty12: since(4, 0),
    loggerChangesOnly: since(4, 0),
    pluginVersions: since(4, 1),
    unknownClassIs400: since(4, 3),
    showsResolvedValues: !since(4, 4),
    followerPassesStatus: since(3, 4),
  };
}
