/** The plugin snapshots with which the connectors of one cluster were checked without contacting it. */
export interface SnapshotReport {
  /** The name of the cluster; null where the project declares none. */
  readonly cluster: string | null;
  /** The version of Kafka Connect; null if no file says what is installed on the cluster. */
  readonly kafkaConnect: string | null;
  /** When the files that were used were last committed. */
  readonly age: SnapshotAge;
  /** The snapshots that were used, sorted by file. */
  readonly used: readonly UsedSnapshot[];
  /** Plugins that the connectors use and that no snapshot describes, sorted by class. */
  readonly unchecked: readonly UncheckedPlugin[];
}

/** `committed` with the time in ISO 8601; `changed` since the last commit, or never committed; or `unknown`. */
export interface SnapshotAge {
  readonly state: 'committed' | 'changed' | 'unknown';
  readonly committed: string | null;
  /** Whole days since then. */
  readonly days: number | null;
}

/** A snapshot that was used. */
export interface UsedSnapshot {
  readonly class: string;
  /** Null if the plugin reports none. */
  readonly version: string | null;
  readonly file: string;
}

/** A plugin without a snapshot of the version that its worker would load. */
export interface UncheckedPlugin {
  readonly class: string;
  readonly kind: 'connector' | 'transformation' | 'predicate' | 'converter';
  /** How many connectors use it. */
  readonly connectors: number;
}
