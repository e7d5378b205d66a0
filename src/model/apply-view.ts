import type { Health } from './health.ts';
import type { Outcome, OutcomeKind, RollbackReport } from './outcome.ts';
import type { PendingStage } from './pending-stage.ts';
import type { Source } from './source.ts';

/** A judgement of health as it may be shown. */
export type HealthView =
  | Exclude<Health, { readonly kind: 'failed' }>
  | { readonly kind: 'failed'; readonly reason: string; readonly rootCause: string | null };

/** The account of one change as it may be shown: JSON-safe, the worker's words scrubbed but still untrusted. */
export interface OutcomeView {
  readonly name: string;
  readonly change: Outcome['change'];
  readonly kind: OutcomeKind;
  readonly reason: string | null;
  readonly workerMessage: string | null;
  readonly health: HealthView | null;
  readonly brokenBefore: boolean;
  readonly milliseconds: number;
  /** Where the wish stands that led to it; null for a pruned connector. */
  readonly source: Source | null;
}

/** What an apply did on one cluster, as it may be shown. `counts` add up to `planned`, always. */
export interface ReportView {
  readonly format: 'connect-sync/report';
  readonly version: 1;
  /** The cluster's name, else its URL. */
  readonly cluster: string;
  readonly planned: number;
  readonly counts: Readonly<Record<OutcomeKind, number>>;
  /** Of those applied: not healthy at the end, and this run is what changed them. */
  readonly unhealthy: number;
  /** Of those applied: broken before this run, which only restarted them, and not healed. */
  readonly notHealed: number;
  readonly outcomes: readonly OutcomeView[];
  readonly interrupted: 'SIGINT' | 'SIGTERM' | null;
  readonly rollback: RollbackReport | null;
  readonly milliseconds: number;
}

/** Something that happened during an apply, as it may be shown. */
export type EventView = { readonly cluster: string } & (
  | { readonly kind: 'validated'; readonly count: number; readonly milliseconds: number }
  | { readonly kind: 'backed-up'; readonly connectors: number; readonly folder: string }
  | { readonly kind: 'started' | 'written'; readonly name: string; readonly change: Outcome['change'] }
  | {
      readonly kind: 'waiting';
      readonly name: string;
      readonly reason: string;
      readonly milliseconds: number;
    }
  | { readonly kind: 'settling'; readonly name: string; readonly reason: string }
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
  | { readonly kind: 'rollback'; readonly name: string; readonly change: Outcome['change'] }
  | { readonly kind: 'rolled-back'; readonly name: string; readonly reason: string | null }
);

/** What a change that has begun and not ended is doing, as it may be shown. */
export interface PendingView {
  readonly name: string;
  readonly change: Outcome['change'];
  readonly stage: PendingStage;
  readonly reason: string | null;
  /** Since its turn came. */
  readonly milliseconds: number;
}
