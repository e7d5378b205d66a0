import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../model/clock.ts';

/** The clock and the random numbers of the process. */
export const systemClock: Clock = {
  // Whole milliseconds, as reports print them.
  now: () => Math.round(performance.now()),
  wallTime: () => Date.now(),
  random: () => Math.random(),
  sleep: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined);
  },
  deadline: (milliseconds, end) => {
    const timer = setTimeout(end, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
