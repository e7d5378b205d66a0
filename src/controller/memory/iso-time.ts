import type { Clock } from '../../model/clock.ts';

/** A moment of the clock as a time of day, as the wall clock is set now. */
export function isoTime(at: number, clock: Clock): string {
  return new Date(clock.wallTime() + (at - clock.now())).toISOString();
}
