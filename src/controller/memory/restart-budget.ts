import { typedDuration } from '../../model/duration.ts';
import type { RestartSettings } from '../controller-input.ts';

/** Why no restart follows now. */
export interface RestartDelay {
  readonly reason: string;
  /** In milliseconds of the clock; undefined: never by itself. */
  readonly nextAt: number | undefined;
}

/**
 * The restarts of one connector: the n-th in a row follows n²+n delays after the one before, as Strimzi restarts. All
 * times are milliseconds of a clock that only moves forward.
 */
export class RestartBudget {
  readonly #settings: RestartSettings;
  #restarts = 0;
  #lastAt = 0;
  #healthySince: number | undefined;

  constructor(settings: RestartSettings) {
    this.#settings = settings;
  }

  /** Restarts since it was last healthy for long enough. */
  get restarts(): number {
    return this.#restarts;
  }

  /** How many may follow; undefined: any number. */
  get left(): number | undefined {
    const { limit } = this.#settings;
    return limit === undefined ? undefined : Math.max(0, limit - this.#restarts);
  }

  /** When the next one may follow, if that is later; undefined: now, or never. */
  nextAt(now: number): number | undefined {
    return this.delay(now)?.nextAt;
  }

  /** Why it is not restarted now; undefined: it may be. */
  delay(now: number): RestartDelay | undefined {
    const n = this.#restarts;
    const isSpent = this.left === 0;
    const next = this.#lastAt + (n * n + n) * this.#settings.delayMilliseconds;
    if (!isSpent && (n === 0 || next <= now)) return undefined;
    const times = this.#restarts === 1 ? 'once' : `${this.#restarts} times`;
    if (isSpent) {
      const after = typedDuration(this.#settings.resetMilliseconds);
      const reason = `it was restarted ${times}, which is the limit; the count ends after ${after} of health`;
      return { reason, nextAt: undefined };
    }
    return {
      reason: `it was restarted ${times} and failed again; the next restart follows later`,
      nextAt: next,
    };
  }

  /** It was restarted, with success or not. */
  restarted(now: number): void {
    this.#restarts += 1;
    this.#lastAt = now;
    this.#healthySince = undefined;
  }

  /** Its health at one reading. */
  seen(isHealthy: boolean, now: number): void {
    if (!isHealthy) {
      this.#healthySince = undefined;
      return;
    }
    this.#healthySince ??= now;
    if (now - this.#healthySince >= this.#settings.resetMilliseconds) this.#restarts = 0;
  }
}
