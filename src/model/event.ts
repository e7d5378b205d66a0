import type { Health } from './health.ts';
import type { Interruption } from './interruption.ts';
import type { Outcome } from './outcome.ts';
import type { PendingStage } from './pending-stage.ts';
import type { ChangeKind } from './plan.ts';

/** Something that happened during an apply. Observers print it. */
export type ApplyEvent =
  | { readonly kind: 'validated'; readonly count: number; readonly milliseconds: number }
  /** Connectors to be overwritten or deleted were backed up, secrets included, before the first write. */
  | {
      readonly kind: 'backed-up';
      readonly connectors: number;
      readonly folder: string;
      /** Connectors that cannot be restored from it, because the worker masks values. */
      readonly masked?: readonly string[];
    }
  /** A batch of a rollout has started. */
  | {
      readonly kind: 'batch';
      readonly names: readonly string[];
      /** Starts at 1. */
      readonly index: number;
      readonly total: number;
      readonly isCanary: boolean;
    }
  | { readonly kind: 'started'; readonly name: string; readonly change: ChangeKind }
  /** The cluster is busy: the next attempt follows after this delay. */
  | {
      readonly kind: 'waiting';
      readonly name: string;
      readonly reason: string;
      readonly milliseconds: number;
    }
  /** The outcome of a request is unknown: reading will show whether it was applied. */
  | { readonly kind: 'resolving'; readonly name: string; readonly reason: string }
  | { readonly kind: 'written'; readonly name: string; readonly change: ChangeKind }
  /** The health of a connector has changed. */
  | { readonly kind: 'health'; readonly name: string; readonly health: Health }
  | {
      readonly kind: 'finished';
      readonly outcome: Outcome;
      /** Starts at 1, in the order in which changes end. */
      readonly index: number;
      readonly total: number;
    }
  /** A change had ended, and is not as it was reported: somebody else changed it again, or it is no longer healthy. */
  | { readonly kind: 'amended'; readonly outcome: Outcome }
  /** The run waits for a declared connector that it does not change. */
  | { readonly kind: 'awaiting'; readonly name: string; readonly reason: string }
  | {
      readonly kind: 'heartbeat';
      readonly pending: readonly PendingReport[];
      /** Since the apply started. */
      readonly milliseconds: number;
    }
  | { readonly kind: 'interrupted'; readonly signal: Interruption }
  /** The rollback of a connector has started; `change` is the change that restores it. */
  | { readonly kind: 'rollback'; readonly name: string; readonly change: ChangeKind }
  /** The rollback of a connector has ended; `reason` is undefined if it succeeded. */
  | { readonly kind: 'rolled-back'; readonly name: string; readonly reason: string | undefined };

/** A change in progress, as reported in a heartbeat. */
export interface PendingReport {
  readonly name: string;
  /** Null: the run does not change the connector, and waits for it. */
  readonly change: ChangeKind | null;
  readonly stage: PendingStage;
  /** Why it waits or what is wrong, in our words; undefined if there is no reason. */
  readonly reason: string | undefined;
  /** Since the change started. */
  readonly milliseconds: number;
}
