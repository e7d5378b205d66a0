import type { FailureCause } from './failure-cause.ts';
import type { Health } from './health.ts';
import type { Interruption } from './interruption.ts';
import type { OutcomeKind, RollbackReport } from './outcome.ts';
import type { PendingStage } from './pending-stage.ts';
import type { ChangeKind } from './plan.ts';
import type { Source } from './source.ts';

/** A redacted health assessment. */
export type HealthView =
  | Extract<Health, { readonly kind: 'healthy' | 'suspended' }>
  | { readonly kind: 'progressing'; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly rootCause: string | null;
      /** Left out where the root cause says nothing about it. */
      readonly cause?: FailureCause;
    };

/** The outcome of one change, JSON-safe: text of the worker is scrubbed but still untrusted. */
export interface OutcomeView {
  readonly name: string;
  readonly change: ChangeKind;
  readonly kind: OutcomeKind;
  readonly reason: string | null;
  readonly workerMessage: string | null;
  readonly health: HealthView | null;
  readonly failedBefore: boolean;
  /** It is not healthy, and `--allow-unhealthy` accepts that. */
  readonly allowed: boolean;
  /** At least one of its calls was certainly applied. */
  readonly wrote: boolean;
  readonly milliseconds: number;
  /** The position of the declaration; null for a pruned connector. */
  readonly source: Source | null;
}

/** A declared connector that the run did not change, and that is not as declared at the end. */
export interface OtherView {
  readonly name: string;
  readonly health: HealthView;
  /** How somebody else changed it during the run; null: nobody did. */
  readonly changed: string | null;
  /** It was not healthy when the plan was made. */
  readonly unhealthyBefore: boolean;
  /** `--allow-unhealthy` accepts it. */
  readonly allowed: boolean;
  /** The position of the declaration. */
  readonly source: Source | null;
}

/** The redacted result of an apply on one cluster. `counts` always add up to `planned`. */
export interface ReportView {
  readonly format: 'connect-sync/report';
  readonly version: 1;
  /** The name of the cluster, or its URL. */
  readonly cluster: string;
  readonly planned: number;
  readonly counts: Readonly<Record<OutcomeKind, number>>;
  /** Of the applied changes: those that are not healthy at the end. */
  readonly unhealthy: number;
  /** Of the applied changes: those that were unhealthy before this run, were only restarted, and still are. */
  readonly notHealed: number;
  readonly outcomes: readonly OutcomeView[];
  /** Declared connectors that the run did not change, and that are not as declared at the end. */
  readonly others: readonly OtherView[];
  readonly interrupted: Interruption | null;
  readonly rollback: RollbackReport | null;
  readonly milliseconds: number;
}

/** A redacted event of an apply. */
export type EventView = { readonly cluster: string } & (
  | { readonly kind: 'validated'; readonly count: number; readonly milliseconds: number }
  | {
      readonly kind: 'backed-up';
      readonly connectors: number;
      readonly folder: string;
      /** Connectors that cannot be restored from it, because the worker masks values; omitted if there are none. */
      readonly masked?: readonly string[];
    }
  /** A batch of a rollout has started: `index` of `total`, from 1. */
  | {
      readonly kind: 'batch';
      readonly names: readonly string[];
      readonly index: number;
      readonly total: number;
      readonly isCanary: boolean;
    }
  | { readonly kind: 'started' | 'written'; readonly name: string; readonly change: ChangeKind }
  | {
      readonly kind: 'waiting';
      readonly name: string;
      readonly reason: string;
      readonly milliseconds: number;
    }
  | { readonly kind: 'resolving'; readonly name: string; readonly reason: string }
  | { readonly kind: 'health'; readonly name: string; readonly health: HealthView }
  | {
      readonly kind: 'finished';
      readonly outcome: OutcomeView;
      readonly index: number;
      readonly total: number;
    }
  /** A change had ended, and is not as it was reported: somebody else changed it again, or it is no longer healthy. */
  | { readonly kind: 'amended'; readonly outcome: OutcomeView }
  /** The run waits for a connector that it does not change. */
  | { readonly kind: 'awaiting'; readonly name: string; readonly reason: string }
  | {
      readonly kind: 'heartbeat';
      readonly pending: readonly PendingView[];
      readonly milliseconds: number;
    }
  | { readonly kind: 'interrupted'; readonly signal: Interruption }
  | { readonly kind: 'rollback'; readonly name: string; readonly change: ChangeKind }
  | { readonly kind: 'rolled-back'; readonly name: string; readonly reason: string | null }
);

/** A redacted change in progress. */
export interface PendingView {
  readonly name: string;
  /** Null: the run does not change the connector, and waits for it. */
  readonly change: ChangeKind | null;
  readonly stage: PendingStage;
  readonly reason: string | null;
  /** Since the change started. */
  readonly milliseconds: number;
}
