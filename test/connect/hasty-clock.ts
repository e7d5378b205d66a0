import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../src/model/clock.ts';

/** A clock whose sleeps take no time and count as if they had; real time goes on beside them. */
export interface HastyClock extends Clock {
  /** Every sleep so far, in milliseconds. */
  readonly sleeps: number[];
}

export function hastyClock(random = 0.5): HastyClock {
  const sleeps: number[] = [];
  let slept = 0;
  return {
    sleeps,
    now: () => performance.now() + slept,
    random: () => random,
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      slept += milliseconds;
      await nextTurn();
    },
  };
}
