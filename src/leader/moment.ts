import type { Clock } from '../model/clock.ts';

/** A point in time by both clocks of a machine. */
export interface Moment {
  readonly now: number;
  readonly wall: number;
}

/** The present. */
export function presentMoment(clock: Clock): Moment {
  return { now: clock.now(), wall: clock.wallTime() };
}

/**
 * Milliseconds since a moment, by the clock that shows more. The clock for durations stands still while a machine is
 * suspended; the wall clock does not, but it may be set back. If it is set forward, the age is too high.
 */
export function ageOf({ now, wall }: Moment, clock: Clock): number {
  return Math.max(clock.now() - now, clock.wallTime() - wall);
}
