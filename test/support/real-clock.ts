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

/**
 * The same, for code under test that runs in this process and has limits of time of its own, such as a lease: while the
 * process does not get to run, no time passes. It then cannot miss such a limit only because the machine is busy.
 */
export function patientClock(speed: number): Clock {
  const clock = realClock(speed);
  const epoch = Date.now();
  const now = () => scheduledMilliseconds() * speed;
  const start = now();
  return {
    ...clock,
    now,
    wallTime: () => epoch + now() - start,
    async sleep(milliseconds, signal) {
      const end = now() + milliseconds;
      do await clock.sleep(Math.max(end - now(), 0), signal);
      while (now() < end && !signal?.aborted);
    },
  };
}

const tickMilliseconds = 4;
let ticking: { scheduled: number; last: number } | undefined;

/** The real time in which this process has run: a turn of the event loop counts as three ticks at most. */
function scheduledMilliseconds(): number {
  if (!ticking) {
    const state = { scheduled: 0, last: performance.now() };
    ticking = state;
    setInterval(() => {
      const now = performance.now();
      state.scheduled += Math.min(now - state.last, 3 * tickMilliseconds);
      state.last = now;
    }, tickMilliseconds).unref();
  }
  return ticking.scheduled;
}
