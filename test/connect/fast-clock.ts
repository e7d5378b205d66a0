import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../src/model/clock.ts';
import { realClock } from '../support/real-clock.ts';

/** A clock whose sleeps take no time; in it nothing else takes any either, so that a busy machine changes nothing. */
export interface HastyClock extends Clock {
  /** Every sleep so far, in milliseconds. */
  readonly sleeps: number[];
  /** All of them together. */
  slept(): number;
}

export function fastClock(random = 0.5): HastyClock {
  const sleeps: number[] = [];
  const slept = () => sleeps.reduce((sum, sleep) => sum + sleep, 0);
  return {
    sleeps,
    slept,
    now: slept,
    wallTime: slept,
    random: () => random,
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      await nextTurn();
    },
    // A request takes real time.
    deadline: realClock().deadline,
  };
}
