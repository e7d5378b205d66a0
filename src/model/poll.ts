import type { Clock } from './clock.ts';
import { givenUp, unlessAborted } from './unless-aborted.ts';

/** The first pause between two looks: most things show at once. */
export const firstInterval = 100;
const longestInterval = 2_000;

/** When to stop asking. */
export interface PollLimits {
  readonly clock: Clock;
  /** Milliseconds until it is too late; asked again each time. */
  readonly remaining: () => number;
  readonly signal: AbortSignal;
}

/** Asks, at growing intervals, until there is an answer; undefined where none came in time. Asks at least once. */
export async function poll<T>(ask: () => Promise<T | undefined>, limits: PollLimits): Promise<T | undefined> {
  const { clock, signal } = limits;
  for (let interval = firstInterval; ; interval = nextInterval(interval)) {
    const answer = await unlessAborted(ask(), signal);
    if (answer === givenUp) return undefined;
    if (answer !== undefined) return answer;
    const remaining = limits.remaining();
    if (signal.aborted || remaining <= 0) return undefined;
    await clock.sleep(Math.min(interval, remaining), signal);
  }
}

/** The pause after this one. */
export function nextInterval(interval: number): number {
  return Math.min(interval * 1.5, longestInterval);
}
