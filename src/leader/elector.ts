import type { Clock } from '../model/clock.ts';
import type { LeadershipView } from '../model/controller-view.ts';
import type { LockRecord, LockStore } from './lock-record.ts';

/** In the proportions of client-go, the election of Kubernetes: renewing ends well before another replica may take over. */
export const leaseMilliseconds = 15_000;
const renewDeadlineMilliseconds = 10_000;
const retryMilliseconds = 2_000;
const jitter = 1.2;

/** What an elector needs of the world around it. */
export interface ElectorPorts {
  readonly clock: Clock;
  /** Called with why the store cannot be used, once for each reason in a row. */
  readonly onProblem: (message: string) => void;
}

/**
 * Elects one active replica by a record that the active one renews. A replica takes over when it has seen the record
 * unchanged for as long as a lease lasts, by its own clock.
 */
export class Elector {
  readonly #identity: string;
  readonly #store: LockStore;
  readonly #ports: ElectorPorts;
  #observed: { readonly record: LockRecord; readonly at: number } | undefined;
  #isActive = false;
  #renewals = 0;
  #problem: string | undefined;
  #ended: Promise<void> = Promise.resolve();
  /** The last renewal, which may go on after it was given up. */
  #attempt: Promise<boolean> = Promise.resolve(false);
  readonly #closing = new AbortController();

  constructor(identity: string, store: LockStore, ports: ElectorPorts) {
    this.#identity = identity;
    this.#store = store;
    this.#ports = ports;
  }

  get view(): LeadershipView {
    const holder = this.#observed?.record.holder;
    return {
      kind: this.#store.kind,
      isActive: this.#isActive,
      holder: holder === undefined || holder === '' ? null : holder,
    };
  }

  /** Waits until this replica is active. The signal aborts when it may no longer be, or when `signal` does. */
  async lead(signal: AbortSignal): Promise<AbortSignal> {
    await this.#ended;
    const { clock } = this.#ports;
    let startedAt = clock.now();
    while (!signal.aborted && !(await this.#tryOnce(signal))) {
      await clock.sleep(retryMilliseconds * (1 + (jitter - 1) * clock.random()), signal);
      startedAt = clock.now();
    }
    if (signal.aborted) return signal;
    this.#isActive = true;
    const term = new AbortController();
    this.#ended = this.#renew(term, AbortSignal.any([signal, this.#closing.signal]), startedAt);
    return term.signal;
  }

  /** Gives the lock back, so that another replica need not wait for it to expire. */
  async close(): Promise<void> {
    this.#closing.abort('SIGTERM');
    await this.#ended;
  }

  /** Renews until the signal aborts, or no renewal has succeeded for too long. */
  async #renew(term: AbortController, signal: AbortSignal, acquiredAt: number): Promise<void> {
    const { clock } = this.#ports;
    let renewedAt = acquiredAt;
    while (!signal.aborted) {
      await clock.sleep(retryMilliseconds, signal);
      if (signal.aborted) break;
      const start = clock.now();
      const left = renewedAt + renewDeadlineMilliseconds - start;
      if (left <= 0) break;
      if (await this.#within(left, signal)) renewedAt = start;
      else if (this.#isHeldByAnother()) break;
    }
    // Before the lock is given back: what runs must hear of it first.
    term.abort(signal.aborted ? signal.reason : 'SIGTERM');
    this.#isActive = false;
    if (signal.aborted) await this.#release();
  }

  #isHeldByAnother(): boolean {
    const holder = this.#observed?.record.holder ?? '';
    return holder !== '' && holder !== this.#identity;
  }

  /** One attempt that is given up after so long. */
  async #within(milliseconds: number, signal: AbortSignal): Promise<boolean> {
    const late = new AbortController();
    const end = () => late.abort();
    const cancel = this.#ports.clock.deadline(milliseconds, end);
    signal.addEventListener('abort', end, { once: true });
    const aborted = new Promise<false>((resolve) =>
      late.signal.addEventListener('abort', () => resolve(false)),
    );
    try {
      this.#attempt = this.#tryOnce(late.signal);
      return await Promise.race([this.#attempt, aborted]);
    } finally {
      cancel();
      signal.removeEventListener('abort', end);
    }
  }

  /** Acquires or renews the lock; false: somebody else has it, or the store cannot be used. */
  async #tryOnce(signal: AbortSignal): Promise<boolean> {
    try {
      const read = await this.#store.read(signal);
      const now = this.#ports.clock.now();
      const record = read?.record;
      if (record && !isSame(record, this.#observed?.record)) this.#observed = { record, at: now };
      if (record && this.#isTaken(record, now)) return false;
      const mine = { holder: this.#identity, renewed: this.#nextRenewal() };
      if (signal.aborted || !(await this.#store.write(mine, read?.version, signal))) return false;
      this.#observed = { record: mine, at: now };
      this.#problem = undefined;
      return true;
    } catch (error) {
      if (!signal.aborted) this.#tell(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  #isTaken({ holder }: LockRecord, now: number): boolean {
    const since = this.#observed?.at ?? now;
    return holder !== '' && holder !== this.#identity && now - since < leaseMilliseconds;
  }

  #nextRenewal(): string {
    this.#renewals += 1;
    return new Date(this.#ports.clock.wallTime())
      .toISOString()
      .replace('Z', `${pad(this.#renewals % 1_000)}Z`);
  }

  /** A short attempt: if it fails, the lock expires. */
  async #release(): Promise<void> {
    const late = new AbortController();
    const cancel = this.#ports.clock.deadline(retryMilliseconds, () => late.abort());
    const isLate = new Promise((resolve) => late.signal.addEventListener('abort', resolve));
    try {
      // A renewal that arrives after the lock was given back would take it again.
      await Promise.race([this.#attempt, isLate]);
      const read = await this.#store.read(late.signal);
      if (read?.record.holder !== this.#identity) return;
      const free = { holder: '', renewed: this.#nextRenewal() };
      if (await this.#store.write(free, read.version, late.signal)) this.#observed = undefined;
    } catch {
      // It expires by itself.
    } finally {
      cancel();
    }
  }

  #tell(problem: string): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#ports.onProblem(problem);
  }
}

function isSame(one: LockRecord, other: LockRecord | undefined): boolean {
  return one.holder === other?.holder && one.renewed === other.renewed;
}

/** Microseconds, as Kubernetes has them: two renewals in one millisecond differ too. */
function pad(number: number): string {
  return String(number).padStart(3, '0');
}
