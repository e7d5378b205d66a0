import type { Plugin } from './plugin.ts';

/** The types of plugins that snapshots hold. `common`: the keys that the worker adds to every source or sink. */
const snapshotTypes = ['source', 'sink', 'converter', 'transformation', 'predicate', 'common'] as const;

/** One of them. A class that converts headers too is a `converter`. */
export type SnapshotType = (typeof snapshotTypes)[number];

/** What a worker says about one version of a plugin. It holds definitions only: no value of any connector. */
export interface PluginSnapshot {
  /** In full: `io.debezium.connector.mysql.MySqlConnector`. */
  readonly className: string;
  readonly type: SnapshotType;
  /** Undefined if it reports none. Of `common`, the version of Kafka Connect. */
  readonly version: string | undefined;
  /** Its own keys, without prefix, sorted by name. */
  readonly keys: readonly SnapshotKey[];
}

/** One key that a plugin defines. */
export interface SnapshotKey {
  readonly name: string;
  /** BOOLEAN, STRING, INT, SHORT, LONG, DOUBLE, LIST, CLASS or PASSWORD, as the worker reports it. */
  readonly type: string;
  readonly required: boolean;
  /** Undefined: none, or the key is a PASSWORD. */
  readonly default: string | undefined;
  readonly importance: string;
  readonly documentation: string;
  readonly group: string | undefined;
  /** What the worker recommends; other values may be valid. Empty: nothing. */
  readonly recommended: readonly string[];
  /** The only values that its validation accepts, as it says when it refuses another one. Undefined: not known. */
  readonly values: readonly string[] | undefined;
  /** Undefined: nothing says that it is deprecated. */
  readonly deprecation: Deprecation | undefined;
}

/** That a key is deprecated: no worker reports it, so that it is read from the documentation of the key. */
export interface Deprecation {
  /** The key to use; undefined if the documentation names none. */
  readonly replacement: string | undefined;
}

/** The classes whose definitions are the keys that a worker adds to every connector of a type. */
export const commonClasses = {
  source: 'org.apache.kafka.connect.runtime.SourceConnectorConfig',
  sink: 'org.apache.kafka.connect.runtime.SinkConnectorConfig',
} as const;

/** The plugins of one cluster, as its workers or files describe them. */
export interface PluginSet {
  /** Where this is known from, for people: `prod`, `.connect-sync/plugins (prod)`. */
  readonly from: string;
  /** The version of Kafka Connect; undefined if it is not known. */
  readonly kafkaConnect: string | undefined;
  /** All that is installed; undefined if it is not known. */
  readonly installed: readonly Plugin[] | undefined;
  /** Of the plugins that were asked for, or that files describe; of one class, several versions may be there. */
  readonly snapshots: readonly PluginSnapshot[];
  /** Plugins that were asked for and could not be read. */
  readonly unreadable: readonly UnreadablePlugin[];
}

/**
 * `not-installed`; `refused` by credentials; `not-loaded`: the class fails in the worker; `not-described`: the worker is
 * too old to describe plugins of this type; `timeout`; or `failed`.
 */
export type UnreadableReason =
  | 'not-installed'
  | 'refused'
  | 'not-loaded'
  | 'not-described'
  | 'timeout'
  | 'failed';

/** A plugin whose keys could not be read. */
export interface UnreadablePlugin {
  readonly className: string;
  readonly reason: UnreadableReason;
  /** The words of the worker, scrubbed; undefined if there are none. */
  readonly workerMessage: string | undefined;
}
