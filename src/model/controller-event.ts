import type { FailureCause } from './failure-cause.ts';

/**
 * A change of state that people may want to hear of, once each: JSON-safe and redacted; text of workers in it is scrubbed
 * but still untrusted. It is a line of `reconcile -f json` and the data of a webhook's CloudEvent.
 */
export interface ControllerEvent {
  readonly kind: ControllerEventKind;
  /** Unique, so that a receiver can drop what it has seen. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Null for an event of the source or of the controller. */
  readonly cluster: string | null;
  /** Null for an event of a whole cluster. */
  readonly connector: string | null;
  /** What happened, for people, in a sentence. */
  readonly message: string;
  /** Keys that differ, of drift and contention; sorted. Left out where none do. */
  readonly keys?: readonly string[];
  /** Of a failure: the root cause line. */
  readonly rootCause?: string;
  /** Of a failure: its class, where the root cause says it. */
  readonly cause?: FailureCause;
}

/** Each pair that begins and ends a state stands in one line. */
export const controllerEventKinds = [
  'controller-started',
  'controller-stopped',
  'leadership-gained',
  'leadership-lost',
  'source-failed',
  'source-recovered',
  'source-changed',
  'cluster-unread',
  'cluster-read',
  'plan-blocked',
  'plan-unblocked',
  'drift-appeared',
  'drift-ended',
  'connector-failed',
  'connector-recovered',
  'connector-held',
  'connector-released',
  'change-applied',
  'change-failed',
  /** For a webhook only: it could not be reached. */
  'events-dropped',
] as const;

/** What happened. */
export type ControllerEventKind = (typeof controllerEventKinds)[number];
