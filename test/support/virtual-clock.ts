import type { Clock } from '../../src/model/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * A clock whose time passes only while everything sleeps: five minutes of waiting take milliseconds, and the same
 * test takes the same course every time. Sleepers wake in the order of their time, then of their asking. Made for
 * code that waits for nothing but this clock; what talks over real sockets needs `realClock`.
 */
export class VirtualClock implements Clock {
  readonly #timers: Timer[] = [];
  #now: number;
  #order = 0;
  #seed: number;
  #isScheduled = false;

  constructor(options: { readonly start?: number; readonly seed?: number } = {}) {
    this.#now = options.start ?? Date.UTC(2026, 0, 1);
    this.#seed = options.seed ?? 1;
  }

  now(): number {
    return this.#now;
  }

  /** The next of a fixed row of numbers in [0, 1) (mulberry32). */
  random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer: Timer = { at: this.#now + Math.max(0, milliseconds), order: this.#order++, wake };
      const forget = () => {
        this.#timers.splice(this.#timers.indexOf(timer), 1);
        resolve();
      };
      function wake() {
        signal?.removeEventListener('abort', forget);
        resolve();
      }
      signal?.addEventListener('abort', forget, { once: true });
      this.#timers.push(timer);
      this.#schedule();
    });
  }

  /** Calls `action` once that much time has passed: for what somebody else does meanwhile. */
  after(milliseconds: number, action: () => void): void {
    void this.sleep(milliseconds).then(action);
  }

  // An immediate runs when no promise has anything left to do: then everything sleeps.
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#wakeNext();
      if (this.#timers.length > 0) this.#schedule();
    });
  }

  #wakeNext(): void {
    const [first, ...others] = this.#timers;
    if (!first) return;
    const next = others.reduce((best, timer) => (isBefore(timer, best) ? timer : best), first);
    this.#timers.splice(this.#timers.indexOf(next), 1);
    this.#now = Math.max(this.#now, next.at);
    next.wake();
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at;
}
