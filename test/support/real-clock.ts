import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/model/clock.ts';

/**
 * The real clock, run `speed` times as fast: a program under test that waits 10 s then waits 1 s at speed 10, and
 * sees 10 s pass. What talks over real sockets cannot live in virtual time alone.
 */
export function realClock(speed = 1): Clock {
  const start = performance.now();
  const epoch = Date.now();
  return {
    now: () => performance.now() * speed,
    wallTime: () => epoch + (performance.now() - start) * speed,
    random: Math.random,
    sleep: async (milliseconds, signal) => {
      await sleep(milliseconds / speed, undefined, signal ? { signal } : {}).catch(() => undefined);
    },
    // Not faster than life: on a busy machine an answer on its way must not be given up.
    deadline: (milliseconds, end) => {
      const timer = setTimeout(end, milliseconds).unref();
      return () => clearTimeout(timer);
    },
  };
}
