import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../model/clock.ts';

/** The clock and the random numbers of the process. */
export const systemClock: Clock = {
  // Whole milliseconds, as reports print them.
  now: () => Math.round(performance.now()),
  wallTime: () => Date.now(),
  random: () => Math.random(),
  sleep: async (milliseconds, signal) => {
    for (let left = milliseconds; signal?.aborted !== true; left -= longestTimer) {
      const part = Math.min(left, longestTimer);
      await sleep(part, undefined, signal ? { signal } : {}).catch(() => undefined);
      if (left <= longestTimer) return;
    }
  },
  deadline: (milliseconds, end) => {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const next = left > longestTimer ? () => wait(left - longestTimer) : end;
      timer = setTimeout(next, Math.min(left, longestTimer)).unref();
    };
    wait(milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Timers of Node end after a millisecond where they would be longer than 24.8 days. */
const longestTimer = 2 ** 31 - 1;
