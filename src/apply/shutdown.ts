import { setMaxListeners } from 'node:events';
import type { Clock } from '../model/clock.ts';

/** Why nothing more is started. */
export type StopReason =
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM' }
  | { readonly kind: 'unauthorised' }
  | { readonly kind: 'unexpected'; readonly error: unknown };

/** After an interrupt a run leaves within 5 s: so long it waits for answers, then it reads what came of the calls. */
const answerMilliseconds = 3_500;

/** So long it reads; what is left of the 5 s is for the report. */
const graceMilliseconds = 4_500;

/**
 * The end of a run before its time: first nothing more is started, then answers that have not come are no longer
 * waited for, then all that is in flight is given up.
 */
export class Shutdown {
  readonly #clock: Clock;
  readonly #interrupt: AbortSignal | undefined;
  readonly #announce: (signal: 'SIGINT' | 'SIGTERM') => void;
  readonly #stop = new AbortController();
  readonly #readInstead = new AbortController();
  readonly #giveUp = new AbortController();
  readonly #dispose = new AbortController();
  #first: StopReason | undefined;
  #interrupted: 'SIGINT' | 'SIGTERM' | undefined;
  #unexpected: unknown;

  constructor(
    interrupt: AbortSignal | undefined,
    clock: Clock,
    announce: (signal: 'SIGINT' | 'SIGTERM') => void,
  ) {
    this.#clock = clock;
    this.#announce = announce;
    this.#interrupt = interrupt;
    // All that is in flight listens to them at once: that is no leak to warn of.
    setMaxListeners(0, this.#stop.signal, this.#readInstead.signal, this.#giveUp.signal);
  }

  /** Begins to listen for the interrupt; one that has come already counts. */
  listen(): void {
    if (this.#interrupt?.aborted) this.#onInterrupt();
    else this.#interrupt?.addEventListener('abort', this.#onInterrupt, { once: true });
  }

  /** Aborts when nothing more is to be started. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborts when the answer to a call is no longer waited for, but read for; only an interrupt leads to it. */
  get readInstead(): AbortSignal {
    return this.#readInstead.signal;
  }

  /** Aborts when what is still in flight is no longer waited for; only an interrupt leads to it. */
  get giveUp(): AbortSignal {
    return this.#giveUp.signal;
  }

  /** The signal that ended the run early. */
  get interrupted(): 'SIGINT' | 'SIGTERM' | undefined {
    return this.#interrupted;
  }

  /** What ended the run early, before anything else did. */
  get reason(): StopReason | undefined {
    return this.#first;
  }

  /** What was thrown that no worker causes. */
  get unexpected(): unknown {
    return this.#unexpected;
  }

  /** Why what has not begun is not begun, for people. */
  describe(): string {
    switch (this.#first?.kind) {
      case 'interrupted':
        return `the run was interrupted (${this.#first.signal})`;
      case 'unauthorised':
        return 'the cluster refused the credentials';
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

  /** Ends its listening and timing. */
  dispose(): void {
    this.#interrupt?.removeEventListener('abort', this.#onInterrupt);
    this.#dispose.abort();
  }

  readonly #onInterrupt = (): void => {
    const signal = this.#interrupt?.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT';
    this.#interrupted = signal;
    this.stop({ kind: 'interrupted', signal });
    this.#announce(signal);
    const after = (milliseconds: number, controller: AbortController) =>
      this.#clock.sleep(milliseconds, this.#dispose.signal).then(() => controller.abort());
    void after(answerMilliseconds, this.#readInstead);
    void after(graceMilliseconds, this.#giveUp);
  };
}
