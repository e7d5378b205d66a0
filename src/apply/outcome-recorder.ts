import type { Clock } from '../model/clock.ts';
import type { ApplyEvent } from '../model/event.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import { type IncompleteStep, isUnhealthy, type Outcome, type StepOutcome } from '../model/outcome.ts';
import type { LeftOutChange, RequestedStep, Step, StepsToApply } from '../model/plan.ts';
import type { Run } from './run.ts';
import type { Shutdown } from './shutdown.ts';

/** It was not begun, because the run ends early. */
export function notStarted(shutdown: Pick<Shutdown, 'describe'>): IncompleteStep {
  return { kind: 'not-started', reason: shutdown.describe() };
}

/** A step that was performed: its outcome before its health is known, and what a rollback needs to know. */
export interface StepRecord {
  readonly step: Step;
  readonly outcome: StepOutcome;
  /** At least one of its calls was certainly applied. */
  readonly wrote: boolean;
  /** This run created the connector. */
  readonly created: boolean;
  /** The connector right before the first call was sent; undefined: not there, or nothing was sent. */
  readonly before: LiveConnector | undefined;
  /** In milliseconds of the clock. */
  readonly endedAt: number;
}

/** The progress of one step, kept while it runs, so that its outcome is known however it ends. */
export class StepProgress {
  readonly #step: Step;
  readonly #clock: Clock;
  readonly #notes: string[] = [];
  #workerMessage: string | undefined;
  #answer: string | undefined;
  #before: LiveConnector | undefined;
  #sent = false;
  #applied = 0;
  #created = false;
  #isSending = false;

  constructor(step: Step, clock: Clock) {
    this.#step = step;
    this.#clock = clock;
  }

  /** A call is about to be sent; `live` is the connector in the precondition check. */
  sending(live: LiveConnector | undefined): void {
    if (!this.#sent) this.#before = live;
    this.#sent = true;
    this.#isSending = true;
  }

  /** The call was answered, with success or not. */
  answered(): void {
    this.#isSending = false;
  }

  /** The call was applied. */
  applied(result: { readonly created: boolean }): void {
    this.#applied += 1;
    this.#created ||= result.created;
  }

  /** Something worth reporting about a call. */
  note(text: string, workerMessage?: string): void {
    this.#notes.push(text);
    this.#workerMessage ??= workerMessage;
  }

  /** What the worker says of a call that it applied. */
  answer(workerMessage: string): void {
    this.#answer ??= workerMessage;
  }

  /** All calls are made, or none was needed. */
  complete(): StepRecord {
    const kind = this.#applied > 0 ? 'applied' : 'unchanged';
    const workerMessage = this.#workerMessage ?? this.#answer;
    return this.#record({ kind, notes: this.#notes, workerMessage });
  }

  /** It ended before. */
  end(ended: IncompleteStep): StepRecord {
    const total = this.#step.actions.length;
    const isPart = this.#applied > 0 && total > 1;
    const part = isPart
      ? [`${this.#applied} of its ${total} calls ${this.#applied === 1 ? 'was' : 'were'} applied`]
      : [];
    return this.#record({
      kind: ended.kind,
      reason: [ended.reason, ...part, ...this.#notes].join('; '),
      workerMessage: ended.workerMessage ?? this.#workerMessage,
    });
  }

  /** An error was thrown that no worker causes: a call that was under way may have been applied. */
  unexpectedEnd(): IncompleteStep {
    return { kind: this.#isSending ? 'unknown' : 'failed', reason: 'an unexpected error ended it' };
  }

  #record(outcome: StepOutcome): StepRecord {
    return {
      step: this.#step,
      outcome,
      wrote: this.#applied > 0,
      created: this.#created,
      before: this.#before,
      endedAt: this.#clock.now(),
    };
  }
}

/** An outcome without what the plan says of its change. */
export type RecordedOutcome = StepOutcome & Partial<Pick<Outcome, 'wrote' | 'health'>>;

/** Records the outcome of every planned change, exactly once, however the run ends. */
export class OutcomeRecorder {
  readonly #steps: readonly RequestedStep[];
  readonly #leftOut: readonly LeftOutChange[];
  readonly #clock: Clock;
  readonly #allowUnhealthy: readonly string[];
  readonly #emit: (event: ApplyEvent) => void;
  readonly #startedAt = new Map<string, number>();
  readonly #provisional = new Map<string, RecordedOutcome>();
  readonly #finished = new Map<string, Outcome>();

  constructor(
    { steps, leftOut = [] }: Pick<StepsToApply, 'steps' | 'leftOut'>,
    run: Pick<Run, 'clock' | 'emit' | 'options'>,
  ) {
    this.#steps = steps;
    this.#leftOut = leftOut;
    this.#clock = run.clock;
    this.#allowUnhealthy = run.options.allowUnhealthy ?? [];
    this.#emit = run.emit;
  }

  /** What has ended so far, in the order in which it ended. */
  get outcomes(): readonly Outcome[] {
    return [...this.#finished.values()];
  }

  /** The turn of a step has come. */
  start({ name, kind }: RequestedStep): void {
    this.#startedAt.set(name, this.#clock.now());
    this.#emit({ kind: 'started', name, change: kind });
  }

  /** The calls of a step are made; this is its outcome should the run end before its health is known. */
  note({ name }: RequestedStep, outcome: RecordedOutcome): void {
    this.#provisional.set(name, outcome);
  }

  /** A step has ended; `at`, in milliseconds of the clock, where that was before now. */
  finish(
    { name, kind, change, source }: RequestedStep,
    outcome: RecordedOutcome,
    at: number = this.#clock.now(),
  ): void {
    if (this.#finished.has(name)) return;
    this.#record({
      wrote: false,
      ...outcome,
      name,
      change: kind,
      milliseconds: at - (this.#startedAt.get(name) ?? at),
      // What apply restarts was FAILED before; of a requested restart the person expects to hear.
      failedBefore: change?.kind === 'restart' && change.requested === undefined,
      ...(source && { source }),
    });
  }

  /** Replaces the outcome of a change that is not as it was reported. */
  amend(name: string, change: (outcome: Outcome) => Outcome): void {
    const before = this.#finished.get(name);
    if (!before) return;
    const outcome = this.#withAllowance(change(before));
    if (outcome === before) return;
    this.#finished.set(name, outcome);
    this.#emit({ kind: 'amended', outcome });
  }

  /** The changes before this wave that are not applied end when their turn comes. */
  leaveOutBefore(wave: number): void {
    for (const { wave: own, kind, reason, name, change, source } of this.#leftOut) {
      if (own >= wave || this.#finished.has(name)) continue;
      const outcome: StepOutcome = kind === 'unchanged' ? { kind, notes: [reason] } : { kind, reason };
      const nothing = { milliseconds: 0, failedBefore: false, wrote: false };
      this.#record({ ...outcome, ...nothing, name, change, ...(source && { source }) });
    }
  }

  /** Ends the recording: what has not ended is reported as far as it is known, the rest was not started. */
  close(reason: string): readonly Outcome[] {
    for (const step of this.#steps) {
      this.finish(step, this.#provisional.get(step.name) ?? { kind: 'not-started', reason });
    }
    this.leaveOutBefore(Number.POSITIVE_INFINITY);
    const names = [...this.#steps, ...this.#leftOut].map(({ name }) => name);
    return names.flatMap((name) => this.#finished.get(name) ?? []);
  }

  #withAllowance(outcome: Outcome): Outcome {
    const isAllowed = isUnhealthy(outcome) && matchesAnyGlob(this.#allowUnhealthy, outcome.name);
    return isAllowed ? { ...outcome, allowed: true } : outcome;
  }

  #record(unassessed: Outcome): void {
    const outcome = this.#withAllowance(unassessed);
    this.#finished.set(outcome.name, outcome);
    const total = this.#steps.length + this.#leftOut.length;
    this.#emit({ kind: 'finished', outcome, index: this.#finished.size, total });
  }
}
