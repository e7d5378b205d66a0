import { setTimeout as sleep } from 'node:timers/promises';

/** How long to look, and how often. */
export interface PollOptions {
  /** What is waited for, for the message of the failure. */
  readonly what: string;
  /** Milliseconds; default 60 s. */
  readonly within?: number;
  /** Milliseconds between two looks; default 50. */
  readonly every?: number;
}

/**
 * Looks until `look` gives something other than undefined, and returns that. After the deadline it throws, with
 * what the last look threw as the cause. `look` that throws counts as "not yet".
 */
export async function poll<T>(look: () => Promise<T | undefined>, options: PollOptions): Promise<T> {
  const { what, within = 60_000, every = 50 } = options;
  const deadline = performance.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`not within ${within} ms: ${what}`, { cause: last });
    await sleep(every);
  }
}
