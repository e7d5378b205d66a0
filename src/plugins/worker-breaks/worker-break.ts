import type { LiveConnector } from '../../model/live-connector.ts';
import type { UpgradeLevel } from '../../model/upgrade-view.ts';
import type { WorkerVersion } from '../../model/worker-version.ts';

/** A release of Apache Kafka: `[4, 2, 0]`. */
export type Release = readonly [major: number, minor: number, patch: number];

/** The part of a live connector that the rules look at. */
export type RunningConnector = Pick<LiveConnector, 'name' | 'type' | 'config' | 'taskIds' | 'status'>;

/** What a release changed for connectors that run, however their plugins are. One row of the table. */
export interface WorkerBreak {
  /** Stable, for tests: `empty-topics`. */
  readonly id: string;
  readonly release: Release;
  /** Left out: it concerns an upgrade past the release; `downgrade`: a downgrade to an earlier release. */
  readonly direction?: 'downgrade';
  readonly level: UpgradeLevel;
  /** The keys of a connector that it concerns; undefined: it does not concern the connector. Empty: no key alone. */
  readonly concerns: (connector: RunningConnector) => readonly string[] | undefined;
  /** What happens, in one sentence. */
  readonly message: (keys: readonly string[]) => string;
  readonly hint: string;
  /** A KIP, an issue, a release note, or the contract with an experiment. */
  readonly source: string;
}

/** A change of a release that concerns the workers and what calls them. */
export interface WorkerNote {
  readonly release: Release;
  readonly message: string;
  readonly source: string;
}

/** Two versions of Kafka Connect, from which to which. */
export interface VersionChange {
  readonly from: WorkerVersion;
  readonly to: WorkerVersion;
}

/** Whether it is one of the connectors of MirrorMaker, under any name that a worker takes. */
export function isMirror({ config }: RunningConnector, kinds: RegExp = /^(?:Source|Checkpoint)$/): boolean {
  const className = config.get('connector.class') ?? '';
  const [, kind] =
    /(?:^|^org\.apache\.kafka\.connect\.mirror\.)Mirror([A-Z][a-z]+)(?:Connector)?$/.exec(className) ?? [];
  return kind !== undefined && kinds.test(kind);
}

/** The keys of a config for which the test holds; undefined: none. */
export function keysWhere(
  { config }: RunningConnector,
  holds: (key: string, value: string) => boolean,
): readonly string[] | undefined {
  const keys = [...config].flatMap(([key, value]) => (holds(key, value) ? [key] : []));
  return keys.length > 0 ? keys.sort() : undefined;
}
