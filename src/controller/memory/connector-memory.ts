import type { OutcomeView } from '../../model/apply-view.ts';
import { assessHealth } from '../../model/assess-health.ts';
import type { Clock } from '../../model/clock.ts';
import type { ControllerMode, HoldView } from '../../model/controller-view.ts';
import type { LiveConnector } from '../../model/live-connector.ts';
import type { PlannedStep } from '../../model/plan.ts';
import type { RestartSettings } from '../controller-input.ts';
import { Contention } from './contention.ts';
import { isoTime } from './iso-time.ts';
import { RestartBudget } from './restart-budget.ts';
import { TriedChange } from './tried-change.ts';

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
  readonly #tried = new TriedChange();
  /** What was declared when a change of it last came to its end. */
  #settled: string | undefined;
  /** The hold that is in force, by what it is about, so that its beginning is known. */
  #held: { readonly about: string; readonly since: string } | undefined;

  constructor(restarts: RestartSettings) {
    this.budget = new RestartBudget(restarts);
  }

  /** Its state at one reading. */
  see(live: LiveConnector | undefined, now: number): void {
    this.budget.seen(live !== undefined && assessHealth(live).kind === 'healthy', now);
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
    if (this.#held?.about !== about) this.#held = { about, since: isoTime(clock.now(), clock) };
    const { nextAt, ...rest } = found;
    return { ...rest, since: this.#held.since, until: nextAt === undefined ? null : isoTime(nextAt, clock) };
  }

  /** The worker's validation refused its configuration. It may depend on a database that is away, so it is asked again. */
  refusedByValidation({ attempt, clock }: Assessment): void {
    this.#tried.failed(attempt, 'refused', 'the worker refuses its configuration', clock.now());
  }

  /** How the step ended. */
  tried({ step, attempt, target, clock }: Assessment, outcome: OutcomeView, isRolledBack: boolean): void {
    const now = clock.now();
    const isRestart = step.change.kind === 'restart';
    if (isRestart && wasAttempted(outcome)) this.budget.restarted(now);
    if (isRestart) return;
    if (wasWritten(outcome) && !isRolledBack) this.contention.wrote(target);
    if (isRolledBack || outcome.kind === 'failed') {
      const how = isRefusal(outcome) ? 'refused-for-good' : 'failed';
      const why = isRolledBack
        ? 'it did not become healthy, and was rolled back'
        : (outcome.reason ?? 'it failed');
      this.#tried.failed(attempt, how, why, now);
    } else if (outcome.kind === 'applied' || outcome.kind === 'unchanged') {
      this.#tried.forget();
      this.#settled = target;
    }
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

/** Also where somebody else changed it again before the run had ended: that is the fastest way to undo a write. */
function wasWritten({ kind, wrote }: OutcomeView): boolean {
  return wrote && (kind === 'applied' || kind === 'stale');
}

/** Whether a restart was sent, or may have been. */
function wasAttempted({ kind, wrote }: OutcomeView): boolean {
  return wrote || kind === 'failed' || kind === 'unknown' || kind === 'applied';
}

/** The worker says what is wrong with the configuration: it would say the same again (Connect REST contract 7). */
function isRefusal({ kind, wrote, workerMessage }: OutcomeView): boolean {
  return kind === 'failed' && !wrote && workerMessage !== null && /invalid/i.test(workerMessage);
}
