import type { Clock } from '../model/clock.ts';
import { aborted, unlessAborted } from '../model/poll.ts';
import { renewDeadlineMilliseconds, retryMilliseconds } from './lease-times.ts';
import { LockProblem, type LockRecord, type LockStore } from './lock-record.ts';
import { type Moment, presentMoment } from './moment.ts';
import { ObservedLock } from './observed-lock.ts';

/** What an election needs of the world around it. */
export interface ElectorPorts {
  readonly clock: Clock;
  /** Called with why the store cannot be used, once for each reason in a row. */
  readonly onProblem: (message: string) => void;
}

/** What came of an attempt. `held-by-another`: another replica has the lock, or was faster. */
export type LockAttempt =
  /** `at`: no other replica was active at this moment. */
  | { readonly kind: 'held'; readonly at: Moment }
  | { readonly kind: 'held-by-another' }
  | { readonly kind: 'failed'; readonly retryAfterMilliseconds: number }
  /** There is no answer yet. */
  | { readonly kind: 'given-up' };

/** One replica's use of a lock: one attempt at a time, since a late one could undo what a later one did. */
export class LockClient {
  readonly observed: ObservedLock;
  readonly #identity: string;
  readonly #store: LockStore;
  readonly #ports: ElectorPorts;
  #renewals = 0;
  #problem: string | undefined;
  #mayBeHeld = false;
  /** The last attempt, which may go on after it was given up. Never rejects. */
  #attempt: Promise<unknown> = Promise.resolve();

  constructor(identity: string, store: LockStore, ports: ElectorPorts) {
    this.#identity = identity;
    this.#store = store;
    this.#ports = ports;
    this.observed = new ObservedLock(identity);
  }

  /** Takes the lock if it is free or expired, and confirms that it has it. */
  acquire(signal: AbortSignal): Promise<LockAttempt> {
    return this.#try(signal, async (): Promise<LockAttempt> => {
      const { clock } = this.#ports;
      const at = presentMoment(clock);
      const { version } = await this.#read();
      if (this.observed.mayBeHeldByAnother(clock.now())) return heldByAnother;
      // A write that was refused or failed may have taken effect all the same.
      this.#mayBeHeld = true;
      const mine = this.#nextRecord();
      if (signal.aborted || !(await this.#store.write(mine, version))) return heldByAnother;
      this.observed.see(mine, clock.now());
      const { confirmMilliseconds } = this.#store;
      if (confirmMilliseconds === 0) return { kind: 'held', at };
      await clock.sleep(confirmMilliseconds, signal);
      return signal.aborted ? heldByAnother : this.#confirm(mine);
    });
  }

  /** Renews a lock that this replica has. */
  renew(signal: AbortSignal): Promise<LockAttempt> {
    return this.#try(signal, async (): Promise<LockAttempt> => {
      const at = presentMoment(this.#ports.clock);
      const { version } = await this.#read();
      if (this.observed.namesAnother) return heldByAnother;
      return this.#rewrite(version, at);
    });
  }

  /** Gives the lock back, so that another replica need not wait for it to expire. A short attempt: else it expires. */
  async release(): Promise<void> {
    if (!this.#mayBeHeld) return;
    const late = new AbortController();
    const cancel = this.#ports.clock.deadline(retryMilliseconds, () => late.abort());
    await this.#try(late.signal, async (): Promise<LockAttempt> => {
      const { record, version } = await this.#store.read();
      const isLate = late.signal.aborted;
      const free = { ...this.#nextRecord(), holder: '' };
      if (record?.holder === this.#identity && !isLate && (await this.#store.write(free, version)))
        this.observed.see(free, this.#ports.clock.now());
      this.#mayBeHeld = isLate;
      return heldByAnother;
    });
    cancel();
  }

  /** Reports that the replica stops, whatever the reason. */
  reportNoRenewal(): void {
    const seconds = renewDeadlineMilliseconds / 1_000;
    this.#report(
      `${this.#store.name} was not renewed for ${seconds} s: this replica is no longer active, and waits for the lock`,
    );
  }

  /** Reports that the store does not answer at all. */
  reportNoAnswer(): void {
    this.#report(`${this.#store.name} does not answer: no replica can become active without it`);
  }

  async #confirm(mine: LockRecord): Promise<LockAttempt> {
    const at = presentMoment(this.#ports.clock);
    const { record, version } = await this.#read();
    if (record?.holder !== mine.holder || record.renewed !== mine.renewed) return heldByAnother;
    // By now the others have seen it unchanged for almost a lease.
    return this.#rewrite(version, at);
  }

  async #rewrite(version: unknown, at: Moment): Promise<LockAttempt> {
    const record = this.#nextRecord();
    // An earlier write of this replica may have arrived late: the next attempt reads who has it.
    if (!(await this.#store.write(record, version))) return { kind: 'failed', retryAfterMilliseconds: 0 };
    this.observed.see(record, this.#ports.clock.now());
    return { kind: 'held', at };
  }

  async #read() {
    const stored = await this.#store.read();
    this.observed.see(stored.record, this.#ports.clock.now());
    return stored;
  }

  /** Waits for the attempt before; until the signal aborts. */
  async #try(signal: AbortSignal, attempt: () => Promise<LockAttempt>): Promise<LockAttempt> {
    if ((await unlessAborted(this.#attempt, signal)) === aborted) return { kind: 'given-up' };
    const made = this.#guarded(attempt);
    this.#attempt = made;
    const result = await unlessAborted(made, signal);
    return result === aborted ? { kind: 'given-up' } : result;
  }

  async #guarded(attempt: () => Promise<LockAttempt>): Promise<LockAttempt> {
    try {
      const result = await attempt();
      this.#problem = undefined;
      return result;
    } catch (error) {
      this.#report(error instanceof Error ? error.message : String(error));
      const retryAfterMilliseconds = error instanceof LockProblem ? error.retryAfterMilliseconds : 0;
      return { kind: 'failed', retryAfterMilliseconds };
    }
  }

  #report(problem: string): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#ports.onProblem(problem);
  }

  #nextRecord(): LockRecord {
    this.#renewals += 1;
    // Microseconds, as Kubernetes has them: two renewals in one millisecond differ too.
    const micros = String(this.#renewals % 1_000).padStart(3, '0');
    const now = new Date(this.#ports.clock.wallTime()).toISOString();
    return { holder: this.#identity, renewed: now.replace('Z', `${micros}Z`) };
  }
}

const heldByAnother: LockAttempt = { kind: 'held-by-another' };
