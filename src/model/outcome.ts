import type { Health } from './health.ts';
import type { ActiveChange } from './plan.ts';
import type { Source } from './source.ts';

/**
 * What came of one change: the worst of its actions. Planned = applied + unchanged + failed + skipped + stale +
 * unknown + not-started, always.
 * - `unchanged`: it already was as wished when its turn came;
 * - `stale`: it is no longer what the plan saw, and was left alone;
 * - `unknown`: a write may or may not have been carried out, and reading did not settle it;
 * - `skipped`: left out because of something else (`reason` says what);
 * - `not-started`: the run ended before its turn.
 */
export type OutcomeKind = (typeof outcomeKinds)[number];

/** All of them, in the order of an account. */
export const outcomeKinds = [
  'applied',
  'unchanged',
  'failed',
  'skipped',
  'stale',
  'unknown',
  'not-started',
] as const;

/** The account of one change. */
export interface Outcome {
  readonly name: string;
  readonly change: ActiveChange['kind'];
  readonly kind: OutcomeKind;
  /** Why, in our words; absent where there is nothing to say. */
  readonly reason: string | undefined;
  /** What the worker said about it: untrusted. */
  readonly workerMessage: string | undefined;
  /** The last judgement of its health; undefined where it was not waited for. */
  readonly health: Health | undefined;
  /** It was broken before this run, which restarted it and changed nothing else: it does not fail the run. */
  readonly brokenBefore: boolean;
  readonly milliseconds: number;
  /**
   * At least one of its calls was carried out, though it may not have come to its end. `applied` implies it; left
   * out: none was, as far as is known.
   */
  readonly wrote?: boolean;
  /** Where the wish stands that led to it; left out for a pruned connector. */
  readonly source?: Source;
}

/** What an apply did on one cluster. */
export interface ApplyReport {
  readonly planned: number;
  readonly outcomes: readonly Outcome[];
  /** The signal that ended it early. */
  readonly interrupted: 'SIGINT' | 'SIGTERM' | undefined;
  readonly rollback: RollbackReport | undefined;
  readonly milliseconds: number;
  /** What was thrown that no worker causes and that ended the run: a bug of ours, to be shown as one. */
  readonly unexpected?: unknown;
}

/** What `--on-failure rollback` did. */
export interface RollbackReport {
  readonly restored: readonly string[];
  /** Not restored, each with the reason in our words. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}
