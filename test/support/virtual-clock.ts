import process from 'node:process';
import type { Clock } from '../../src/model/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** How a virtual clock starts, and when it considers everything idle. */
export interface VirtualClockOptions {
  readonly start?: number;
  readonly seed?: number;
  /**
   * The number of turns of the event loop without a call to the clock after which time passes. One is enough for code
   * that waits only for this clock. With sockets within one process, each hop of a request takes a few turns.
   */
  readonly quietTurns?: number;
}

/**
 * A clock whose time passes only while everything is idle: five minutes of waiting take milliseconds, and a test
 * always runs the same way. Sleepers wake by time, then in the order of their calls.
 */
export class VirtualClock implements Clock {
  readonly #timers: Timer[] = [];
  readonly #quietTurns: number;
  #quiet = 0;
  #now: number;
  #order = 0;
  #seed: number;
  #isScheduled = false;
  #wallShift = 0;

  constructor(options: VirtualClockOptions = {}) {
    this.#now = options.start ?? Date.UTC(2026, 0, 1);
    this.#seed = options.seed ?? 1;
    this.#quietTurns = options.quietTurns ?? 1;
  }

  now(): number {
    this.#quiet = 0;
    return this.#now;
  }

  wallTime(): number {
    return this.now() + this.#wallShift;
  }

  /** Sets the wall clock forward, or back; durations do not change. */
  setWallClock(milliseconds: number): void {
    this.#wallShift += milliseconds;
  }

  /** The next number in [0, 1) of a fixed sequence (mulberry32). */
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

  deadline(milliseconds: number, end: () => void): () => void {
    const timer: Timer = { at: this.#now + milliseconds, order: this.#order++, wake: end };
    this.#timers.push(timer);
    this.#schedule();
    return () => void this.#timers.splice(this.#timers.indexOf(timer), this.#timers.includes(timer) ? 1 : 0);
  }

  /** Calls `action` after this time, to simulate a concurrent change. */
  after(milliseconds: number, action: () => void): void {
    void this.sleep(milliseconds).then(action);
  }

  // An immediate runs after all pending promise jobs: then everything sleeps or waits for a socket.
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#quiet = 0;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#quiet += 1;
    const isQuiet = this.#quiet >= this.#quietTurns;
    if (isQuiet && this.#quietTurns > 1 && isUnderWay()) this.#quiet = 0;
    if (this.#quiet < this.#quietTurns) {
      setImmediate(() => this.#turn());
      return;
    }
    this.#isScheduled = false;
    this.#wakeNext();
    if (this.#timers.length > 0) this.#schedule();
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

/** Pending file operations, which run on other threads, and connections count as not idle. */
function isUnderWay(): boolean {
  return process.getActiveResourcesInfo().some((name) => /^(FSReq|CloseReq|TCPConnect|WriteWrap)/.test(name));
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at;
}
