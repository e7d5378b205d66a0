import type { Config } from './config.ts';
import type { ConnectorName } from './connector-name.ts';
import type { AbsentConnector, DesiredState, PresentConnector } from './desired-connector.ts';
import type { LiveConnector } from './live-connector.ts';

/** The difference between a desired and a live connector, independent of what may be done about it. */
export type Change = CreateChange | UpdateChange | SetStateChange | RestartChange | DeleteChange | NoChange;

/** The connector is declared and does not exist. */
export interface CreateChange {
  readonly kind: 'create';
  readonly name: ConnectorName;
  readonly desired: PresentConnector;
  readonly target: Config;
}

/** The connector exists with another configuration, and possibly in another state. */
export interface UpdateChange {
  readonly kind: 'update';
  readonly name: ConnectorName;
  readonly desired: PresentConnector;
  readonly live: LiveConnector;
  /** What to write: the desired config, with the live values of ignored keys. */
  readonly target: Config;
  readonly fields: readonly [FieldChange, ...FieldChange[]];
  /**
   * Keys that the worker masks, so that it is unknown whether they differ; sorted, omitted if there are none. They are
   * written as declared, never as the mask.
   */
  readonly incomparable?: readonly string[];
  /** `--rewrite-masked`: keys of `fields` that the worker masks, written because a person requested it. */
  readonly rewrites?: readonly string[];
  readonly state: StateChange | undefined;
  /** Its FAILED parts, which the write alone may not repair. */
  readonly failed: FailedInstances | undefined;
}

/** The configuration is as declared, the state is not. */
export interface SetStateChange {
  readonly kind: 'set-state';
  readonly name: ConnectorName;
  readonly desired: PresentConnector;
  readonly live: LiveConnector;
  readonly state: StateChange;
  readonly failed: FailedInstances | undefined;
  /** Keys that the worker masks: neither equal nor different; omitted if there are none. */
  readonly incomparable?: readonly string[];
}

/**
 * The connector matches its declaration, but it or some of its tasks have FAILED: health, not drift. Or a restart that
 * a person requested, in any state.
 */
export interface RestartChange {
  readonly kind: 'restart';
  readonly name: ConnectorName;
  readonly desired: PresentConnector;
  readonly live: LiveConnector;
  readonly failed: FailedInstances;
  /** What a person requested to restart; left out: nobody did, and only what is FAILED is restarted. */
  readonly requested?: RestartParts;
  /** Keys that the worker masks: neither equal nor different; omitted if there are none. */
  readonly incomparable?: readonly string[];
}

/** The connector exists and must be deleted. */
export interface DeleteChange {
  readonly kind: 'delete';
  readonly name: ConnectorName;
  readonly live: LiveConnector;
  readonly because:
    | { readonly kind: 'absent'; readonly desired: AbsentConnector }
    | { readonly kind: 'prune' }
    /** A person named it. */
    | { readonly kind: 'requested' };
}

/** Desired and live are equal. */
export interface NoChange {
  readonly kind: 'none';
  readonly name: ConnectorName;
  readonly desired: PresentConnector | AbsentConnector;
  readonly live: LiveConnector | undefined;
  /** Keys that the worker masks: neither equal nor different; omitted if there are none. */
  readonly incomparable?: readonly string[];
}

/** One key that differs. `undefined`: the key does not exist; `null`: stored as null, which old workers accept. */
export interface FieldChange {
  readonly key: string;
  readonly before: string | null | undefined;
  readonly after: string | undefined;
}

/** The live and the desired state of a connector. */
export interface StateChange {
  readonly before: DesiredState;
  readonly after: DesiredState;
}

/**
 * What to restart: the connector only, the connector and its tasks, its FAILED parts, or one task.
 */
export type RestartParts = 'connector' | 'connector-and-tasks' | 'failed' | { readonly task: number };

/** The FAILED parts of a connector. */
export interface FailedInstances {
  readonly connector: boolean;
  readonly tasks: readonly number[];
  /** The number of tasks in its status. */
  readonly taskCount: number;
  /** The trace of the connector, or of the first failed task. Untrusted text of a worker. */
  readonly trace: string | undefined;
}
