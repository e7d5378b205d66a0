import type { Clock } from '../model/clock.ts';
import type { ApplyEvent } from '../model/event.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Plan, SettledChange, Step } from '../model/plan.ts';

/** What an outcome says beyond the change that it is of. */
export type OutcomeFacts = Partial<Omit<Outcome, 'name' | 'change' | 'brokenBefore' | 'kind' | 'source'>> &
  Pick<Outcome, 'kind'>;

/** Gives account of every planned change, exactly once, however the run ends. */
export class OutcomeRecorder {
  readonly #steps: readonly Step[];
  readonly #settled: readonly SettledChange[];
  readonly #clock: Clock;
  readonly #emit: (event: ApplyEvent) => void;
  readonly #startedAt = new Map<string, number>();
  readonly #provisional = new Map<string, OutcomeFacts>();
  readonly #finished = new Map<string, Outcome>();

  constructor(
    { steps, settled = [] }: Pick<Plan, 'steps' | 'settled'>,
    run: { readonly clock: Clock; readonly emit: (event: ApplyEvent) => void },
  ) {
    this.#steps = steps;
    this.#settled = settled;
    this.#clock = run.clock;
    this.#emit = run.emit;
  }

  /** What has ended so far, in the order in which it ended. */
  get outcomes(): readonly Outcome[] {
    return [...this.#finished.values()];
  }

  /** The turn of a step has come. */
  start({ change }: Step): void {
    this.#startedAt.set(change.name, this.#clock.now());
    this.#emit({ kind: 'started', name: change.name, change: change.kind });
  }

  /** The calls of a step are done; this stands should the run end before its health is known. */
  note({ change }: Step, facts: OutcomeFacts): void {
    this.#provisional.set(change.name, facts);
  }

  /** A step has ended; `at`, in milliseconds of the clock, where that was before now. */
  finish({ change, source }: Step, facts: OutcomeFacts, at: number = this.#clock.now()): void {
    if (this.#finished.has(change.name)) return;
    this.#record({
      reason: undefined,
      workerMessage: undefined,
      health: undefined,
      milliseconds: at - (this.#startedAt.get(change.name) ?? at),
      ...facts,
      name: change.name,
      change: change.kind,
      // What a restart alone has touched was broken before; of one that was asked for, somebody wants to know.
      brokenBefore: change.kind === 'restart' && change.asked === undefined,
      ...(source && { source }),
    });
  }

  /** The changes of a saved plan before this wave that are not carried out count as ended when its turn comes. */
  settleBefore(wave: number): void {
    for (const { wave: own, kind, reason, name, change, source } of this.#settled) {
      if (own >= wave || this.#finished.has(name)) continue;
      const nothing = { workerMessage: undefined, health: undefined, milliseconds: 0, brokenBefore: false };
      this.#record({ name, change, kind, reason, ...nothing, ...(source && { source }) });
    }
  }

  /** Ends the account: what has not ended is told as far as it is known, the rest was not started. */
  close(reason: string): readonly Outcome[] {
    for (const step of this.#steps) {
      this.finish(step, this.#provisional.get(step.change.name) ?? { kind: 'not-started', reason });
    }
    this.settleBefore(Number.POSITIVE_INFINITY);
    const names = [...this.#steps.map(({ change }) => change.name), ...this.#settled.map(({ name }) => name)];
    return names.flatMap((name) => this.#finished.get(name) ?? []);
  }

  #record(outcome: Outcome): void {
    this.#finished.set(outcome.name, outcome);
    const total = this.#steps.length + this.#settled.length;
    this.#emit({ kind: 'finished', outcome, index: this.#finished.size, total });
  }
}
