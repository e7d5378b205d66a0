import type { Health } from './health.ts';
import type { Interruption } from './interruption.ts';
import type { ChangeKind } from './plan.ts';
import type { Source } from './source.ts';

/** All kinds of outcomes, in the order of a report. */
export const outcomeKinds = [
  'applied',
  'unchanged',
  'failed',
  'skipped',
  'stale',
  'unknown',
  'not-started',
] as const;

/**
 * The outcome of one change: the worst of its calls. The planned changes are the sum of all kinds, always.
 * - `unchanged`: it was already in the desired state when its turn came;
 * - `stale`: it is no longer as the plan saw it and was left alone, or somebody else changed it again after this run did;
 * - `unknown`: a write may or may not have been applied, and reading did not resolve it;
 * - `skipped`: not applied because of something else (`reason` says what);
 * - `not-started`: the run ended before its turn.
 */
export type OutcomeKind = (typeof outcomeKinds)[number];

/** A step that came to its end. */
export interface CompletedStep {
  readonly kind: 'applied' | 'unchanged';
  /** What is worth knowing about it, in our words; usually nothing. */
  readonly notes: readonly string[];
  /** The worker's own words: untrusted. */
  readonly workerMessage?: string | undefined;
}

/** A step that did not come to its end. */
export interface IncompleteStep {
  readonly kind: Exclude<OutcomeKind, CompletedStep['kind']>;
  /** Why, in our words. */
  readonly reason: string;
  /** The worker's own words: untrusted. */
  readonly workerMessage?: string | undefined;
}

/** The outcome of one step, from the attempt to the report. */
export type StepOutcome = CompletedStep | IncompleteStep;

/** The outcome of one change, as it is reported. */
export type Outcome = StepOutcome & {
  readonly name: string;
  readonly change: ChangeKind;
  /** The last assessment of its health; omitted if health was not checked. */
  readonly health?: Health | undefined;
  /** It was FAILED before this run, which restarted it and changed nothing else: nothing is halted or rolled back for it. */
  readonly failedBefore: boolean;
  /** It is not healthy, and `--allow-unhealthy` accepts that. Left out: no. */
  readonly allowed?: boolean;
  /** At least one of its calls was certainly applied, whether or not it came to its end. */
  readonly wrote: boolean;
  readonly milliseconds: number;
  /** The line of the connector file that led to it; omitted for a pruned connector. */
  readonly source?: Source;
};

/** A declared connector that this run did not change, and that is not as declared at the end. */
export interface OtherConnector {
  readonly name: string;
  /** The last assessment. */
  readonly health: Health;
  /** How somebody else changed it during this run, in our words; undefined: nobody did. */
  readonly changed: string | undefined;
  /** It was not healthy when the plan was made. */
  readonly unhealthyBefore: boolean;
  /** `--allow-unhealthy` accepts it. */
  readonly allowed: boolean;
  readonly source: Source;
}

/** What an apply did on one cluster. */
export interface ApplyReport {
  readonly planned: number;
  readonly outcomes: readonly Outcome[];
  readonly others: readonly OtherConnector[];
  /** What ended it early. */
  readonly interrupted: Interruption | undefined;
  readonly rollback: RollbackReport | undefined;
  readonly milliseconds: number;
  /** A URL led to another cluster, and the run ended. */
  readonly otherCluster?: true;
  /** An error that no worker causes and that ended the run: a bug of connect-sync, to be shown as one. */
  readonly unexpected?: unknown;
}

/** What `--on-failure rollback` did. */
export interface RollbackReport {
  readonly restored: readonly string[];
  /** Not restored, each with the reason in our words. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/** Why it is as it is, in our words; undefined where there is nothing to say. */
export function reasonOf(outcome: StepOutcome): string | undefined {
  if ('reason' in outcome) return outcome.reason;
  return outcome.notes.length > 0 ? outcome.notes.join('; ') : undefined;
}

/** Applied, and not in the desired state afterwards. What was FAILED before and only restarted counts too. */
export function isUnhealthy({ health }: Pick<Outcome, 'health'>): boolean {
  return health?.kind === 'progressing' || health?.kind === 'failed';
}

/** Whether a change halts the run: it was not applied, or what it changed did not end healthy and may not. */
export function isFailure(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'failed':
    case 'unknown':
    case 'stale':
      return true;
    case 'applied':
      return isUnhealthy(outcome) && !outcome.failedBefore && outcome.allowed !== true;
    case 'unchanged':
    case 'skipped':
    case 'not-started':
      return false;
  }
}
