import type { Clock } from './clock.ts';

/** The first pause between two readings: most changes show at once. */
export const firstInterval = 100;
const longestInterval = 2_000;

/** When to stop polling. */
export interface PollLimits {
  readonly clock: Clock;
  /** Milliseconds until it is too late; asked again each time. */
  readonly remaining: () => number;
  readonly signal: AbortSignal;
}

/** Asks at growing intervals until there is an answer; undefined where none came in time. Asks at least once. */
export async function poll<T>(ask: () => Promise<T | undefined>, limits: PollLimits): Promise<T | undefined> {
  const { clock, signal } = limits;
  for (let interval = firstInterval; ; interval = nextInterval(interval)) {
    const answer = await unlessAborted(ask(), signal);
    if (answer === aborted) return undefined;
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

const firstRetryDelay = 1_000;
const longestRetryDelay = 30_000;

/**
 * How long to wait before the next attempt: full jitter (any time between none and the whole) over a pause that doubles
 * from 1 s to at most 30 s, so that many clients of one worker do not retry in step.
 */
export function retryDelay(failures: number, random: number): number {
  return random * Math.min(longestRetryDelay, firstRetryDelay * 2 ** (failures - 1));
}

/** In place of a result that is no longer awaited. */
export const aborted = Symbol('aborted');

/** The result of `work`, or `aborted` as soon as `signal` aborts. The work itself goes on. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | typeof aborted> {
  let onAbort: (() => void) | undefined;
  const abortion = new Promise<typeof aborted>((resolve) => {
    onAbort = () => resolve(aborted);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, abortion]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
