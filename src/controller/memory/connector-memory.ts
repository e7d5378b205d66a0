import type { OutcomeView } from '../../model/apply-view.ts';
import { assessHealth, type Expectation } from '../../model/assess-health.ts';
import type { Clock } from '../../model/clock.ts';
import type { ControllerMode, HoldView } from '../../model/controller-view.ts';
import type { LiveConnector } from '../../model/live-connector.ts';
import type { PlannedStep } from '../../model/plan.ts';
import type { RestartSettings } from '../controller-input.ts';
import { isoNow, isoTime } from '../iso-time.ts';
import { Contention } from './contention.ts';
import { RestartBudget } from './restart-budget.ts';
import { TriedChanges } from './tried-changes.ts';

/** A step of the plan of this run, and what it is known by. */
export interface Assessment {
  readonly mode: ControllerMode;
  readonly clock: Clock;
  readonly step: PlannedStep;
  readonly attempt: string;
  readonly target: string;
}

type Hold = Omit<HoldView, 'name'>;

/** What the controller remembers of one connector. */
export class ConnectorMemory {
  readonly budget: RestartBudget;
  readonly contention = new Contention();
  readonly #tried = new TriedChanges();
  /** What was declared when a change of it last came to its end. */
  #settled: string | undefined;
  /** The hold that is in force, by what it is about, so that its beginning is known. */
  #held: { readonly about: string; readonly since: string } | undefined;

  constructor(restarts: RestartSettings) {
    this.budget = new RestartBudget(restarts);
  }

  /** Its state at one reading. */
  see(live: LiveConnector | undefined, expected: Pick<Expectation, 'allowNoTasks'>, now: number): void {
    this.budget.seen(live !== undefined && assessHealth(live, expected).kind === 'healthy', now);
  }

  /** It is as declared, with this goal. */
  settle(target: string): void {
    this.#settled = target;
  }

  /** Why the step is left alone now; undefined: nothing speaks against it. */
  hold(assessment: Assessment): Hold | undefined {
    const found = this.#find(assessment);
    if (!found) {
      this.#held = undefined;
      return undefined;
    }
    const { clock, target } = assessment;
    const about = `${found.kind} ${target}`;
    if (this.#held?.about !== about) this.#held = { about, since: isoNow(clock) };
    const { nextAt, ...rest } = found;
    return { ...rest, since: this.#held.since, until: nextAt === undefined ? null : isoTime(nextAt, clock) };
  }

  /**
   * The worker's validation refused its configuration. It may depend on a database that is away, so it is asked again.
   * Returns whether it has refused the same before.
   */
  refusedByValidation({ attempt, clock }: Assessment): 'first' | 'again' {
    const how = this.#tried.has(attempt) ? 'again' : 'first';
    this.#tried.failed(attempt, 'refused', 'the worker refuses its configuration', clock.now());
    return how;
  }

  /** Its rollout stopped because of another connector: the same change is not sent to the next one at once. */
  stopped({ attempt, clock }: Assessment): void {
    this.#tried.failed(
      attempt,
      'failed',
      'the rollout of this change stopped: another connector did not take it',
      clock.now(),
    );
  }

  /** How the step ended. */
  tried({ step, attempt, target, clock }: Assessment, outcome: OutcomeView, isRolledBack: boolean): void {
    const now = clock.now();
    if (step.change.kind === 'restart') {
      if (wasAttempted(outcome)) this.budget.restarted(now);
      return;
    }
    const certainty = isRolledBack ? undefined : wasWritten(outcome);
    if (certainty) this.contention.wrote(target, certainty);
    const failure = isRolledBack ? 'it was written, and the run was rolled back' : whyFailed(outcome);
    if (failure !== undefined) {
      this.#tried.failed(attempt, isRefusal(outcome) ? 'refused-for-good' : 'failed', failure, now);
    } else if (outcome.kind === 'applied' || outcome.kind === 'unchanged') {
      this.#tried.succeeded();
    }
    if (!isRolledBack && (outcome.kind === 'applied' || outcome.kind === 'unchanged')) this.#settled = target;
  }

  #find({ mode, step, attempt, target, clock }: Assessment) {
    const now = clock.now();
    const isRestart = step.change.kind === 'restart';
    if (isRestart && mode === 'heal') {
      const delay = this.budget.delay(now);
      return delay && { kind: 'restart-budget' as const, ...delay };
    }
    const contended = isRestart ? undefined : this.contention.since;
    if (contended !== undefined) return describeContention(this.contention.keys);
    if (mode === 'apply' && (isRestart || this.#settled === target)) return ofMode;
    return this.#tried.rejection(attempt, now);
  }
}

const ofMode = {
  kind: 'mode' as const,
  reason: 'in mode apply only a change of the files is written',
  nextAt: undefined,
};

function describeContention(keys: readonly string[]) {
  const what = keys.length === 0 ? 'it' : keys.join(', ');
  const reason =
    `somebody else changed ${what} back twice within an hour: another controller or a person owns it. ` +
    'Remove these keys from the file, add them to ignoreKeys, or end the other one';
  return { kind: 'contended' as const, reason, keys, nextAt: undefined };
}

/**
 * Whether our write was applied; undefined: it was not. Also where somebody else changed it again before the run had
 * ended: that is the fastest way to undo a write. What is still in progress may show the former state, which nobody set.
 */
function wasWritten({ kind, wrote, health }: OutcomeView): 'certain' | 'maybe' | undefined {
  if (kind === 'unknown') return 'maybe';
  if (!wrote) return undefined;
  if (kind === 'stale') return 'certain';
  return kind === 'applied' && health?.kind !== 'progressing' ? 'certain' : 'maybe';
}

/** Why the same change is tried again later only; undefined: it did not fail. */
function whyFailed({ kind, reason, health }: OutcomeView): string | undefined {
  if (kind === 'failed') return reason ?? 'it failed';
  if (kind === 'unknown') return reason ?? 'nothing shows whether it was written';
  const isUnhealthy = health?.kind === 'failed' || health?.kind === 'progressing';
  return kind === 'applied' && isUnhealthy ? `it was not healthy afterwards: ${health.reason}` : undefined;
}

/** Whether a restart was sent, or may have been. */
function wasAttempted({ kind, wrote }: OutcomeView): boolean {
  return wrote || kind === 'failed' || kind === 'unknown' || kind === 'applied';
}

/** The worker says what is wrong with the configuration: it would say the same again (Connect REST contract 7). */
function isRefusal({ kind, wrote, workerMessage }: OutcomeView): boolean {
  return (
    kind === 'failed' && !wrote && workerMessage !== null && /configuration is invalid/i.test(workerMessage)
  );
}
