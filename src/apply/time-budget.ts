import type { Clock } from '../model/clock.ts';

/**
 * The time left for waiting on one cluster. Only waiting counts, not writing, so that a large apply is not cut short;
 * waits side by side count once.
 */
export class TimeBudget {
  readonly #limit: number;
  readonly #clock: Clock;
  #spent = 0;
  #since = 0;
  #waiting = 0;

  constructor(limitMilliseconds: number, clock: Clock) {
    this.#limit = limitMilliseconds;
    this.#clock = clock;
  }

  /** Milliseconds that are left; never negative. */
  remaining(): number {
    const current = this.#waiting > 0 ? this.#clock.now() - this.#since : 0;
    return Math.max(0, this.#limit - this.#spent - current);
  }

  /** The time that `wait` takes is taken from the budget. */
  async during<T>(wait: () => Promise<T>): Promise<T> {
    if (this.#waiting === 0) this.#since = this.#clock.now();
    this.#waiting += 1;
    try {
      return await wait();
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#spent += this.#clock.now() - this.#since;
    }
  }
}
