import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/model/clock.ts';

/** A clock that stands still until a test advances it, so results do not depend on the speed of the machine. */
export class HandClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#now;
  }

  random(): number {
    return 0;
  }

  /** How many sleepers there are. */
  get sleepers(): number {
    return this.#sleepers.length;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((wake) => {
      const sleeper = { at: this.#now + milliseconds, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => this.#wake(sleeper), { once: true });
    });
  }

  deadline(milliseconds: number, end: () => void): () => void {
    const sleeper = { at: this.#now + milliseconds, wake: end };
    this.#sleepers.push(sleeper);
    return () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    };
  }

  /** Advances the time. Sleepers that are due wake in order, and may sleep again within it. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await turn();
    for (;;) {
      const next = this.#sleepers.toSorted((one, other) => one.at - other.at)[0];
      if (!next || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      this.#wake(next);
      await turn();
    }
    this.#now = end;
  }

  #wake(sleeper: { readonly wake: () => void }): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    sleeper.wake();
  }
}
