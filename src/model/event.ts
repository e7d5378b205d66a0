import type { Health } from './health.ts';
import type { Outcome } from './outcome.ts';
import type { PendingStage } from './pending-stage.ts';
import type { ChangeKind } from './plan.ts';

/** Something that happened during an apply. Printing it is somebody else's job. */
export type ApplyEvent =
  | { readonly kind: 'validated'; readonly count: number; readonly milliseconds: number }
  /** What is about to be overwritten or deleted was saved, secrets included, before the first write. */
  | { readonly kind: 'backed-up'; readonly connectors: number; readonly folder: string }
  | { readonly kind: 'started'; readonly name: string; readonly change: ChangeKind }
  /** The cluster is busy: the next try comes after so many milliseconds. */
  | {
      readonly kind: 'waiting';
      readonly name: string;
      readonly reason: string;
      readonly milliseconds: number;
    }
  /** A call got no answer: reading will tell whether it was applied. */
  | { readonly kind: 'settling'; readonly name: string; readonly reason: string }
  | { readonly kind: 'written'; readonly name: string; readonly change: ChangeKind }
  /** The judgement of a connector that is waited for is another than before. */
  | { readonly kind: 'health'; readonly name: string; readonly health: Health }
  | {
      readonly kind: 'finished';
      readonly outcome: Outcome;
      /** Counts from 1, in the order in which changes end. */
      readonly index: number;
      readonly total: number;
    }
  | {
      readonly kind: 'heartbeat';
      readonly pending: readonly PendingReport[];
      /** Since the apply began. */
      readonly milliseconds: number;
    }
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM' }
  /** What this run did to a connector begins to be undone; `change` is what that takes. */
  | { readonly kind: 'rollback'; readonly name: string; readonly change: ChangeKind }
  /** The end of that; `reason` says why it is not as it was before, and is undefined where it is. */
  | { readonly kind: 'rolled-back'; readonly name: string; readonly reason: string | undefined };

/** What a change that has begun and not ended is doing, in a sign of life. */
export interface PendingReport {
  readonly name: string;
  readonly change: ChangeKind;
  readonly stage: PendingStage;
  /** Why it waits or what is wrong, in our words; undefined where there is nothing to say. */
  readonly reason: string | undefined;
  /** Since its turn came. */
  readonly milliseconds: number;
}
