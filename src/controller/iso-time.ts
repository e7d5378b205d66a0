import type { Clock } from '../model/clock.ts';

/** A moment of the clock as a time of day, as the wall clock is set now: ISO 8601, UTC. */
export function isoTime(at: number, clock: Clock): string {
  return new Date(clock.wallTime() + (at - clock.now())).toISOString();
}

/** Now, as a time of day: ISO 8601, UTC. */
export function isoNow(clock: Pick<Clock, 'wallTime'>): string {
  return new Date(clock.wallTime()).toISOString();
}
