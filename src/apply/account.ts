import type { Clock } from '../model/clock.ts';
import type { ApplyEvent } from '../model/event.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';

/** What an outcome says beyond the change that it is of. */
export type OutcomeFacts = Partial<Omit<Outcome, 'name' | 'change' | 'brokenBefore' | 'kind' | 'source'>> &
  Pick<Outcome, 'kind'>;

/** Gives account of every planned change, exactly once, however the run ends. */
export class Account {
  readonly #steps: readonly Step[];
  readonly #clock: Clock;
  readonly #emit: (event: ApplyEvent) => void;
  readonly #startedAt = new Map<string, number>();
  readonly #provisional = new Map<string, OutcomeFacts>();
  readonly #finished = new Map<string, Outcome>();

  constructor(
    steps: readonly Step[],
    run: { readonly clock: Clock; readonly emit: (event: ApplyEvent) => void },
  ) {
    this.#steps = steps;
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
    const outcome: Outcome = {
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
    };
    this.#finished.set(change.name, outcome);
    this.#emit({ kind: 'finished', outcome, index: this.#finished.size, total: this.#steps.length });
  }

  /** Ends the account: what has not ended is told as far as it is known, the rest was not started. */
  close(reason: string): readonly Outcome[] {
    for (const step of this.#steps) {
      this.finish(step, this.#provisional.get(step.change.name) ?? { kind: 'not-started', reason });
    }
    return this.#steps.flatMap((step) => this.#finished.get(step.change.name) ?? []);
  }
}
