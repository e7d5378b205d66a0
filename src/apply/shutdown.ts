import { setMaxListeners } from 'node:events';
import type { Clock } from '../model/clock.ts';
import { describeInterruption, type Interruption, interruptionOf } from '../model/interruption.ts';
import type { WorkerFailure } from '../model/worker-failure.ts';

/** Why nothing more is started. */
export type StopReason =
  | { readonly kind: 'interrupted'; readonly signal: Interruption }
  | { readonly kind: 'unauthorised' }
  /** A write overwrote a connector that the lists do not show. */
  | { readonly kind: 'hidden'; readonly name: string }
  | { readonly kind: 'other-cluster'; readonly because: string }
  | { readonly kind: 'unexpected'; readonly error: unknown };

/** After an interrupt a run ends within 5 s: so long it waits for answers, then it reads what came of the calls. */
const answerMilliseconds = 3_500;

/** So long it reads; the rest of the 5 s is for the report. */
const graceMilliseconds = 4_500;

/**
 * The early end of a run, in three phases: it stops (nothing more is started), drains (answers that have not come are
 * no longer awaited, readings resolve their calls), and abandons all that is still in flight.
 */
export class Shutdown {
  readonly #clock: Clock;
  readonly #interrupt: AbortSignal | undefined;
  readonly #announce: (signal: Interruption) => void;
  readonly #stop = new AbortController();
  readonly #drain = new AbortController();
  readonly #abandon = new AbortController();
  readonly #dispose = new AbortController();
  #first: StopReason | undefined;
  #interrupted: Interruption | undefined;
  #unexpected: unknown;

  constructor(interrupt: AbortSignal | undefined, clock: Clock, announce: (signal: Interruption) => void) {
    this.#clock = clock;
    this.#announce = announce;
    this.#interrupt = interrupt;
    // Everything in flight listens to them at once: Node would warn of a leak.
    setMaxListeners(0, this.#stop.signal, this.#drain.signal, this.#abandon.signal);
  }

  /** Starts to listen for the interrupt; an earlier one counts. */
  listen(): void {
    if (this.#interrupt?.aborted) this.#onInterrupt();
    else this.#interrupt?.addEventListener('abort', this.#onInterrupt, { once: true });
  }

  /** Aborts when nothing more is to be started. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborts when answers are no longer awaited and readings resolve the calls; only an interrupt leads to it. */
  get draining(): AbortSignal {
    return this.#drain.signal;
  }

  /** Aborts when what is still in flight is no longer awaited; only an interrupt leads to it. */
  get abandoned(): AbortSignal {
    return this.#abandon.signal;
  }

  /** What ended the run early, if it was an interrupt. */
  get interrupted(): Interruption | undefined {
    return this.#interrupted;
  }

  /** What ended the run early, before anything else did. */
  get reason(): StopReason | undefined {
    return this.#first;
  }

  /** An error that no worker causes. */
  get unexpected(): unknown {
    return this.#unexpected;
  }

  /** Why what has not started does not start, for people. */
  describe(): string {
    switch (this.#first?.kind) {
      case 'interrupted':
        return describeInterruption(this.#first.signal);
      case 'unauthorised':
        return 'the cluster refused the credentials';
      case 'hidden':
        return `the lists of this cluster do not show ${this.#first.name}, which exists: others may be hidden, too`;
      case 'other-cluster':
        return this.#first.because;
      default:
        return 'an unexpected error ended the run';
    }
  }

  /** From now on nothing more is started. */
  stop(reason: StopReason): void {
    this.#first ??= reason;
    if (reason.kind === 'unexpected') this.#unexpected ??= reason.error;
    this.#stop.abort();
  }

  /** Stops where a failure is one of the whole cluster, not of one connector. */
  stopAfter({ verdict, brief }: Pick<WorkerFailure, 'verdict' | 'brief'>): void {
    if (verdict === 'unauthorised') this.stop({ kind: 'unauthorised' });
    if (verdict === 'other-cluster') this.stop({ kind: 'other-cluster', because: brief });
  }

  /** Stops its listeners and timers. */
  dispose(): void {
    this.#interrupt?.removeEventListener('abort', this.#onInterrupt);
    this.#dispose.abort();
  }

  readonly #onInterrupt = (): void => {
    const signal = interruptionOf(this.#interrupt?.reason);
    this.#interrupted = signal;
    this.stop({ kind: 'interrupted', signal });
    this.#announce(signal);
    const after = (milliseconds: number, controller: AbortController) =>
      this.#clock.sleep(milliseconds, this.#dispose.signal).then(() => controller.abort());
    void after(answerMilliseconds, this.#drain);
    void after(graceMilliseconds, this.#abandon);
  };
}
