import type { Config } from './config.ts';
import type { ConnectorName } from './connector-name.ts';
import type { AbsentConnector, DesiredState, PresentConnector } from './desired-connector.ts';
import type { LiveConnector } from './live-connector.ts';

/** What differs between the wish for one connector and what is live, without regard to what may be done about it. */
export type Change = CreateChange | UpdateChange | SetStateChange | RestartChange | DeleteChange | NoChange;

/** The connector is wished and not there. */
export interface CreateChange {
  readonly kind: 'create';
  readonly name: ConnectorName;
  readonly desired: PresentConnector;
  readonly target: Config;
}

/** The connector is there with another configuration, and perhaps in another state too. */
export interface UpdateChange {
  readonly kind: 'update';
  readonly name: ConnectorName;
  readonly desired: PresentConnector;
  readonly live: LiveConnector;
  /** What to write: the wish, with ignored keys as they are live. */
  readonly target: Config;
  readonly fields: readonly [FieldChange, ...FieldChange[]];
  /**
   * Keys that the worker masks when read, so that nobody can say whether they differ; sorted, left out where there
   * are none. They are written as the file has them, never as the mask.
   */
  readonly incomparable?: readonly string[];
  readonly state: StateChange | undefined;
  /** What of it is FAILED now: the write alone may not heal that. */
  readonly broken: FailedInstances | undefined;
}

/** The configuration is as wished, the state is not. */
export interface SetStateChange {
  readonly kind: 'set-state';
  readonly name: ConnectorName;
  readonly desired: PresentConnector;
  readonly live: LiveConnector;
  readonly state: StateChange;
  readonly broken: FailedInstances | undefined;
  /** Keys that the worker masks when read: neither equal nor different; left out where there are none. */
  readonly incomparable?: readonly string[];
}

/**
 * All is as wished, but the connector or some of its tasks have FAILED: health, not drift. Or a restart that a person
 * asked for, whatever its state.
 */
export interface RestartChange {
  readonly kind: 'restart';
  readonly name: ConnectorName;
  readonly desired: PresentConnector;
  readonly live: LiveConnector;
  readonly broken: FailedInstances;
  /** What a person asked to be restarted; left out: nobody did, and only what is FAILED is. */
  readonly asked?: RestartParts;
  /** Keys that the worker masks when read: neither equal nor different; left out where there are none. */
  readonly incomparable?: readonly string[];
}

/** The connector is there and shall not be. */
export interface DeleteChange {
  readonly kind: 'delete';
  readonly name: ConnectorName;
  readonly live: LiveConnector;
  readonly because:
    | { readonly kind: 'absent'; readonly desired: AbsentConnector }
    | { readonly kind: 'prune' }
    /** Somebody named it. */
    | { readonly kind: 'asked' };
}

/** Nothing to do. */
export interface NoChange {
  readonly kind: 'none';
  readonly name: ConnectorName;
  readonly desired: PresentConnector | AbsentConnector;
  readonly live: LiveConnector | undefined;
  /** Keys that the worker masks when read: neither equal nor different; left out where there are none. */
  readonly incomparable?: readonly string[];
}

/** One key that differs. `undefined`: the key is not there; `null`: stored as null, which old workers accept. */
export interface FieldChange {
  readonly key: string;
  readonly before: string | null | undefined;
  readonly after: string | undefined;
}

/** The state a connector is observed in, and the one it shall be in. */
export interface StateChange {
  readonly before: DesiredState;
  readonly after: DesiredState;
}

/**
 * What of a connector is to be restarted: itself alone, with all its tasks, whatever of it is FAILED, or one task.
 */
export type RestartParts = 'connector' | 'connector-and-tasks' | 'failed' | { readonly task: number };

/** The FAILED parts of a connector. */
export interface FailedInstances {
  readonly connector: boolean;
  readonly tasks: readonly number[];
  /** How many tasks its status lists. */
  readonly taskCount: number;
  /** The trace that says most: the connector's own, else the first failed task's. Untrusted worker text. */
  readonly trace: string | undefined;
}
