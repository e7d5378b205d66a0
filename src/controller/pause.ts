import type { Clock } from '../model/clock.ts';

/** A pause that can be ended from outside. */
export class Pause {
  readonly #clock: Clock;
  #wake: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves after so long, when it is ended, or when the signal aborts. Leaves no listener on the signal. */
  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const awake = new AbortController();
    const wake = () => awake.abort();
    this.#wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    await this.#clock.sleep(milliseconds, awake.signal);
    signal.removeEventListener('abort', wake);
    this.#wake = undefined;
  }

  /** Ends the pause, if there is one. */
  end(): void {
    this.#wake?.();
  }
}
