import type { FailureCause } from './failure-cause.ts';
import type { Health } from './health.ts';
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
  readonly milliseconds: number;
  /** The position of the declaration; null for a pruned connector. */
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
  readonly interrupted: 'SIGINT' | 'SIGTERM' | null;
  readonly rollback: RollbackReport | null;
  readonly milliseconds: number;
}

/** A redacted event of an apply. */
export type EventView = { readonly cluster: string } & (
  | { readonly kind: 'validated'; readonly count: number; readonly milliseconds: number }
  | { readonly kind: 'backed-up'; readonly connectors: number; readonly folder: string }
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
  | {
      readonly kind: 'heartbeat';
      readonly pending: readonly PendingView[];
      readonly milliseconds: number;
    }
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM' }
  | { readonly kind: 'rollback'; readonly name: string; readonly change: ChangeKind }
  | { readonly kind: 'rolled-back'; readonly name: string; readonly reason: string | null }
);

/** A redacted change in progress. */
export interface PendingView {
  readonly name: string;
  readonly change: ChangeKind;
  readonly stage: PendingStage;
  readonly reason: string | null;
  /** Since the change started. */
  readonly milliseconds: number;
}
