import { formatDuration } from '../model/duration.ts';
import type { FailedAttempt } from './attempt.ts';
import { describeAnswer } from './describe-answer.ts';
import { describeNoAnswer } from './describe-no-answer.ts';
import type { FailureText, Setting, Subject } from './failure-text.ts';

/** What a sentence about a failure is made of. */
export interface FailureFacts extends Setting {
  /** One for each URL that was tried last; the most informative one first. */
  readonly attempts: readonly [FailedAttempt, ...FailedAttempt[]];
  /** How long it was tried; 0 where it was tried once. */
  readonly waitedMilliseconds: number;
}

/**
 * The sentence for people: what could not be done, at which URL, why, and what to do next. It quotes nothing that
 * came over the wire, but for the host of a redirect.
 */
export function describeFailure(facts: FailureFacts): string {
  const { request, attempts, waitedMilliseconds } = facts;
  const reasons = attempts.map((attempt) => `${attempt.base.shown} ${describe(attempt, facts).why}`);
  const tried = waitedMilliseconds > 0 ? `; tried for ${formatDuration(waitedMilliseconds)}` : '';
  const next = nextAfterFailure(facts);
  return `cannot ${request.purpose}: ${reasons.join('; ')}${tried}${next ? `. ${next}` : ''}`;
}

/** Why alone, for those who go on by themselves and only say what they wait for. */
export function describeFailureBriefly(facts: FailureFacts): string {
  return facts.attempts
    .map((attempt) => `${attempt.base.shown} ${describeGot(attempt, facts).why}`)
    .join('; ');
}

/** What to do next; undefined where nothing is to be said. */
export function nextAfterFailure(facts: FailureFacts): string | undefined {
  return describe(facts.attempts[0], facts).next;
}

/** What one URL did, to go behind it: `refuses the connection`. */
export function describeAttempt(attempt: FailedAttempt, request: Subject): string {
  return describe(attempt, { request, hasCredentials: false, hasProxy: false }).why;
}

function describe(attempt: FailedAttempt, setting: Setting): FailureText {
  const described = describeGot(attempt, setting);
  const { verdict } = attempt;
  if (verdict !== 'unknown-outcome' || setting.request.access === 'read') return described;
  return {
    why: `${described.why}, so its outcome is unknown`,
    next: 'Look at the connector before doing it again.',
  };
}

function describeGot({ got, base, verdict }: FailedAttempt, setting: Setting): FailureText {
  if (got.kind === 'other-cluster') {
    return {
      why: got.because,
      next: 'Check the URLs of the cluster, and the tunnel, load balancer or DNS name behind them, then plan again.',
    };
  }
  return got.kind === 'answer'
    ? describeAnswer({ ...got, verdict, base }, setting)
    : describeNoAnswer({ ...got, base }, setting);
}
