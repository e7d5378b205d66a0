import type { HealthView, OutcomeView } from '../apply-view.ts';
import { failureCause } from '../failure-cause.ts';
import { type Health, rootCause } from '../health.ts';
import { type Outcome, reasonOf } from '../outcome.ts';
import type { Scrub } from './scrub.ts';
import { viewPlace } from './view-plan.ts';

/** The outcome of one change as it may be shown. */
export function viewOutcome(outcome: Outcome, scrub: Scrub): OutcomeView {
  const reason = reasonOf(outcome);
  return {
    name: outcome.name,
    change: outcome.change,
    kind: outcome.kind,
    reason: reason === undefined ? null : scrub(reason),
    workerMessage:
      outcome.workerMessage === undefined ? null : scrub.about(outcome.name)(outcome.workerMessage),
    health: outcome.health ? viewHealth(outcome.health, outcome.name, scrub) : null,
    failedBefore: outcome.failedBefore,
    allowed: outcome.allowed === true,
    wrote: outcome.wrote,
    milliseconds: outcome.milliseconds,
    source: outcome.source ? viewPlace(outcome.source) : null,
  };
}

/** The health of a connector as it may be shown: of a trace only its root cause. */
export function viewHealth(health: Health, connector: string, scrub: Scrub): HealthView {
  if (health.kind === 'progressing') return { kind: 'progressing', reason: scrub(health.reason) };
  if (health.kind !== 'failed') return health;
  const { reason } = health;
  const line = rootCause(scrub.about(connector)(health.trace ?? ''));
  // In our words, of which the text of the worker is no part.
  const cause = failureCause(health.trace ?? '');
  return { kind: 'failed', reason, rootCause: line === '' ? null : line, ...(cause && { cause }) };
}
