import { ConnectSyncError } from '../model/error.ts';
import { isAtLeast, type WorkerVersion } from '../model/worker-version.ts';

/** The Kafka releases that the sandbox can be: 2.8.2, 3.4.1, 3.9.1, 4.3.0 and 4.4.0. */
export type ConnectVersion = '2.8' | '3.4' | '3.9' | '4.3' | '4.4';

/** The releases, oldest first. */
export const connectVersions: readonly ConnectVersion[] = ['2.8', '3.4', '3.9', '4.3', '4.4'];

/** A release of Apache Kafka: major, minor, patch. */
export type Release = readonly [number, number, number];

/** Which worker the sandbox is. */
export interface Profile {
  readonly connectVersion: ConnectVersion;
  readonly version: WorkerVersion;
  readonly commit: string;
}

/**
 * What differs between the releases, and the first release that does so: the one from the KIP or issue where it is
 * known, otherwise the first of the five that does.
 */
const behaviours = {
  /** A `None` override policy before (KIP-722). */
  clientOverridesAllowed: [3, 0, 0],
  /** `includeTasks`, `onlyFailed` are ignored before (KIP-745). */
  restartFlags: [3, 0, 0],
  /** Plugins pass their whole configuration to their tasks; the file connectors of 2.8 build a new map. */
  wholeConfigToTasks: [3, 4, 0],
  /** `connectorsOnly` is ignored before (KIP-769). */
  allPluginsListed: [3, 2, 0],
  /** Null values are stored before, and the connector is FAILED (KAFKA-13306). */
  nullValuesRefused: [3, 2, 0],
  /** A follower passes on the status of the leader; on 2.8 it answers every refusal with 500. */
  leaderStatusPassedOn: [3, 4, 0],
  /** `Request cannot be completed because a rebalance is expected` with 500; before, 409. */
  rebalanceIs500: [3, 5, 0],
  /** Resuming a running connector does nothing (KAFKA-14814); before, its tasks are generated again. */
  repeatedResumeIgnored: [3, 5, 0],
  /** `initial_state` in POST (KIP-980). */
  initialState: [3, 7, 0],
  /** `last_modified` and `scope=cluster` of loggers (KIP-976). */
  loggerScope: [3, 7, 0],
  /** Any changed key restarts the tasks (KAFKA-9228); before, only different task configurations do. */
  restartsTasksOnAnyChange: [3, 7, 1],
  /** The keys of converters are validated. */
  converterKeysValidated: [3, 8, 0],
  /** Problems with `topics` and `topics.regex` are errors of these keys; before, the whole validation fails. */
  sinkTopicErrorsPerKey: [3, 7, 0],
  /** Jackson no longer quotes its source. */
  jsonSourceRedacted: [3, 7, 0],
  /** Text after the JSON is an error. */
  trailingJsonRefused: [3, 7, 0],
  /** Converters, transformations and predicates have a version. */
  pluginsHaveVersions: [3, 6, 0],
  /** The type of a transformation that is not a class has one error; before, two. */
  singleTypeError: [3, 7, 0],
  /** `connector.plugin.version` and similar keys, `version` in statuses (KIP-891). */
  pluginVersionKeys: [4, 1, 0],
  /** Key definitions have `order_in_group`; before, `order`. */
  orderInGroup: [4, 2, 0],
  /** PUT and POST answer 400 for a class that is not installed; before, 500. */
  unknownClassIs400: [4, 1, 0],
  /** Jetty 12, which refuses many URLs (Connect REST contract 9). */
  jetty12: [4, 0, 0],
  /** Setting a logger to the level that it has, or inherits, affects no logger. */
  loggerChangesOnly: [4, 0, 0],
  /** `Connector config … contains no connector type` no longer prints the configuration. */
  configNotPrinted: [4, 4, 0],
} as const satisfies Record<string, Release>;

/** A behaviour that depends on the release. */
export type Behaviour = keyof typeof behaviours;

const releases: Readonly<Record<ConnectVersion, { text: string; release: Release; commit: string }>> = {
  '2.8': { text: '2.8.2', release: [2, 8, 2], commit: '3146c6ff4a24cc24' },
  '3.4': { text: '3.4.1', release: [3, 4, 1], commit: '8a516edc2755df89' },
  '3.9': { text: '3.9.1', release: [3, 9, 1], commit: 'f745dfdcee2b9851' },
  '4.3': { text: '4.3.0', release: [4, 3, 0], commit: 'a9ce3221537b8653' },
  '4.4': { text: '4.4.0', release: [4, 4, 0], commit: '1156b2752aaa28ea' },
};

/**
 * The worker that a `--connect-version` names.
 *
 * @throws ConnectSyncError `invalid-argument` for a version that the sandbox cannot imitate
 */
export function profileOf(connectVersion: ConnectVersion): Profile {
  if (!connectVersions.includes(connectVersion)) {
    throw new ConnectSyncError({
      code: 'invalid-argument',
      message: `the sandbox cannot imitate Kafka Connect ${connectVersion}. Expected one of: ${connectVersions.join(', ')}.`,
      category: 'usage',
    });
  }
  const { text, release, commit } = releases[connectVersion];
  const [major, minor, patch] = release;
  return { connectVersion, version: { text, major, minor, patch }, commit };
}

/** Whether this worker has the behaviour. */
export function does(profile: Profile, behaviour: Behaviour): boolean {
  return reaches(profile, behaviours[behaviour]);
}

/** Whether this worker is of that release or a later one. */
export function reaches(profile: Profile, [major, minor, patch]: Release): boolean {
  return isAtLeast(profile.version, major, minor, patch);
}
