/** Why a change is not tried again now. */
export interface Rejection {
  readonly kind: 'refused' | 'back-off';
  readonly reason: string;
  /** In milliseconds of the clock; undefined: not before the change or the worker is another one. */
  readonly nextAt: number | undefined;
}

const firstDelayMilliseconds = 60_000;
const longestDelayMilliseconds = 3_600_000;

/**
 * The last change of one connector that was tried and did not succeed. It is known by what was tried: another change, or
 * the same on another version of the worker, is tried at once.
 */
export class TriedChange {
  #attempt: string | undefined;
  #failures = 0;
  #rejection: Rejection | undefined;

  /** Why this attempt is not made now; undefined: it may be. */
  rejection(attempt: string, now: number): Rejection | undefined {
    if (attempt !== this.#attempt || !this.#rejection) return undefined;
    const { nextAt } = this.#rejection;
    return nextAt !== undefined && nextAt <= now ? undefined : this.#rejection;
  }

  /** It did not succeed. `refused-for-good`: the worker refused to write exactly this, and would again. */
  failed(attempt: string, how: 'refused-for-good' | 'refused' | 'failed', why: string, now: number): void {
    this.#failures = attempt === this.#attempt ? this.#failures + 1 : 1;
    this.#attempt = attempt;
    const delay = Math.min(longestDelayMilliseconds, firstDelayMilliseconds * 2 ** (this.#failures - 1));
    const kind = how === 'failed' ? 'back-off' : 'refused';
    this.#rejection = { kind, reason: why, nextAt: how === 'refused-for-good' ? undefined : now + delay };
  }

  /** It succeeded, or is not needed any more. */
  forget(): void {
    this.#attempt = undefined;
    this.#failures = 0;
    this.#rejection = undefined;
  }
}
