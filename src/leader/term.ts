import type { Clock } from '../model/clock.ts';
import type { Interruption } from '../model/interruption.ts';
import {
  leaseMilliseconds,
  longestRetryMilliseconds,
  marginMilliseconds,
  renewDeadlineMilliseconds,
  retryMilliseconds,
} from './lease-times.ts';
import type { LockAttempt, LockClient } from './lock-client.ts';
import { ageOf, type Moment } from './moment.ts';

/** The time for which this replica is the active one. */
export interface Term {
  /** Aborts when nothing more may be started: the controller ends, or the lock may be lost. */
  readonly signal: AbortSignal;
  /**
   * Whether a write may be sent at this very moment: asked before each. A process that was paused for longer than a lease
   * finds its timers late, so the clock decides.
   */
  readonly mayWrite: () => boolean;
  /** The work of the term has ended: gives the lock back, which is renewed until then. */
  end(): Promise<void>;
}

/** What a term of an elected replica needs. */
export interface TermContext {
  readonly client: LockClient;
  readonly clock: Clock;
  /** As `LockStore.confirmMilliseconds`. */
  readonly confirmMilliseconds: number;
  /** Ends the term as a SIGTERM does; its work may be finished. */
  readonly signal: AbortSignal;
}

/** A term that renews its lock until its work has ended, or no renewal has succeeded for too long. */
export class RenewedTerm implements Term {
  readonly #context: TermContext;
  readonly #stop = new AbortController();
  readonly #ending = new AbortController();
  readonly #renewing: Promise<void>;
  /** After so long since the last renewal another replica may be active. */
  readonly #writeLimitMilliseconds: number;
  #heldAt: Moment;
  #isLost = false;
  #isHeldByAnother = false;
  #hasEnded = false;

  /** `heldAt`: no other replica was active at this moment. */
  constructor(context: TermContext, heldAt: Moment) {
    this.#context = context;
    this.#heldAt = heldAt;
    this.#writeLimitMilliseconds = (context.confirmMilliseconds || leaseMilliseconds) - marginMilliseconds;
    if (context.signal.aborted) this.#onStop();
    else context.signal.addEventListener('abort', this.#onStop, { once: true });
    this.#renewing = this.#renewUntilEnded();
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Whether this replica is the active one. */
  get isActive(): boolean {
    return !this.#isLost && !this.#hasEnded;
  }

  readonly mayWrite = (): boolean => {
    const age = this.#age();
    if (age >= renewDeadlineMilliseconds) this.#lose();
    return !this.#hasEnded && !this.#isHeldByAnother && age < this.#writeLimitMilliseconds;
  };

  async end(): Promise<void> {
    this.#hasEnded = true;
    this.#ending.abort();
    await this.#renewing;
    this.#context.signal.removeEventListener('abort', this.#onStop);
    if (!this.#isLost) await this.#context.client.release();
  }

  readonly #onStop = (): void => this.#stop.abort(this.#context.signal.reason);

  async #renewUntilEnded(): Promise<void> {
    let pause = retryMilliseconds;
    for (;;) {
      const left = renewDeadlineMilliseconds - this.#age();
      await this.#context.clock.sleep(Math.max(0, Math.min(pause, left)), this.#ending.signal);
      if (this.#ending.signal.aborted || this.#isLost) return;
      if (this.#age() >= renewDeadlineMilliseconds) return this.#lose();
      const attempt = await this.#renewInTime();
      if (this.#ending.signal.aborted || this.#isLost) return;
      this.#isHeldByAnother = attempt.kind === 'held-by-another';
      if (this.#isHeldByAnother) return this.#lose();
      if (attempt.kind === 'held') this.#heldAt = attempt.at;
      pause = pauseAfter(attempt);
    }
  }

  /** One attempt, which is given up when the term is over. */
  async #renewInTime(): Promise<LockAttempt> {
    const { client, clock } = this.#context;
    const late = new AbortController();
    const giveUp = () => late.abort();
    const cancel = clock.deadline(renewDeadlineMilliseconds - this.#age(), giveUp);
    this.#ending.signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await client.renew(late.signal);
    } finally {
      cancel();
      this.#ending.signal.removeEventListener('abort', giveUp);
    }
  }

  #age(): number {
    return ageOf(this.#heldAt, this.#context.clock);
  }

  #lose(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    if (!this.#isHeldByAnother) this.#context.client.reportNoRenewal();
    this.#stop.abort('lock-lost' satisfies Interruption);
  }
}

/** As long as the store asks for, so that two more attempts fit into the deadline. */
export function pauseAfter(attempt: LockAttempt): number {
  const asked = attempt.kind === 'failed' ? attempt.retryAfterMilliseconds : 0;
  return Math.min(Math.max(retryMilliseconds, asked), longestRetryMilliseconds);
}
