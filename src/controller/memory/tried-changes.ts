/** Why a change is not tried again now. */
export interface Rejection {
  readonly kind: 'refused' | 'back-off';
  readonly reason: string;
  /** In milliseconds of the clock; undefined: not before the change or the worker is another one. */
  readonly nextAt: number | undefined;
}

/**
 * How an attempt failed.
 * - `refused-for-good`: the worker refused to write exactly this, and would refuse it again;
 * - `refused`: its validation refused it, which can depend on a database that is away;
 * - `failed`: anything else.
 */
export type FailureOfAttempt = 'refused-for-good' | 'refused' | 'failed';

interface Tried {
  readonly failures: number;
  readonly rejection: Rejection;
}

const firstDelayMilliseconds = 60_000;
const longestDelayMilliseconds = 3_600_000;
/** Of more changes than this, made back and forth, the oldest one is tried again. */
const mostAttempts = 32;

/**
 * The changes of one connector that were tried and did not succeed. Each is known by what was tried: another change, or
 * the same on another version of the worker or plugin, is tried at once.
 */
export class TriedChanges {
  /** By attempt, the latest last. */
  readonly #tried = new Map<string, Tried>();

  /** Why this attempt is not made now; undefined: it may be. */
  rejection(attempt: string, now: number): Rejection | undefined {
    const rejection = this.#tried.get(attempt)?.rejection;
    const isDue = rejection?.nextAt !== undefined && rejection.nextAt <= now;
    return isDue ? undefined : rejection;
  }

  /** Whether this attempt was made before, and failed. */
  has(attempt: string): boolean {
    return this.#tried.has(attempt);
  }

  /** The attempt did not succeed; each failure doubles the delay, from one minute to one hour. */
  failed(attempt: string, how: FailureOfAttempt, reason: string, now: number): void {
    const failures = (this.#tried.get(attempt)?.failures ?? 0) + 1;
    const delay = Math.min(longestDelayMilliseconds, firstDelayMilliseconds * 2 ** (failures - 1));
    const kind = how === 'failed' ? 'back-off' : 'refused';
    const nextAt = how === 'refused-for-good' ? undefined : now + delay;
    this.#tried.delete(attempt);
    this.#tried.set(attempt, { failures, rejection: { kind, reason, nextAt } });
    const [oldest] = this.#tried.keys();
    if (this.#tried.size > mostAttempts && oldest !== undefined) this.#tried.delete(oldest);
  }

  /** A change succeeded: what failed before is no longer delayed. What was refused for good stays refused. */
  succeeded(): void {
    for (const [attempt, { rejection }] of this.#tried) {
      if (rejection.nextAt !== undefined) this.#tried.delete(attempt);
    }
  }
}
