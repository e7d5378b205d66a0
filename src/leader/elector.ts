import type { LeadershipView } from '../model/controller-view.ts';
import { renewDeadlineMilliseconds, retryJitter } from './lease-times.ts';
import { type ElectorPorts, type LockAttempt, LockClient } from './lock-client.ts';
import type { LockStore } from './lock-record.ts';
import { ageOf } from './moment.ts';
import { pauseAfter, RenewedTerm, type Term } from './term.ts';

/**
 * Elects one active replica by a record that the active one renews. A replica takes over when it has seen the record
 * unchanged for as long as a lease lasts, by its own clock.
 */
export class Elector {
  readonly #store: LockStore;
  readonly #ports: ElectorPorts;
  readonly #client: LockClient;
  #term: RenewedTerm | undefined;

  /** `identity`: different for each replica. */
  constructor(identity: string, store: LockStore, ports: ElectorPorts) {
    this.#store = store;
    this.#ports = ports;
    this.#client = new LockClient(identity, store, ports);
  }

  get view(): LeadershipView {
    const { holder } = this.#client.observed;
    return { kind: this.#store.kind, isActive: this.#term?.isActive ?? false, holder };
  }

  /** Waits until this replica is active, or the signal aborts. The term before must have ended. */
  async lead(signal: AbortSignal): Promise<Term> {
    const { clock } = this.#ports;
    while (!signal.aborted) {
      const attempt = await this.#acquire(signal);
      // One that took too long says nothing about the present.
      if (attempt.kind === 'held' && ageOf(attempt.at, clock) < renewDeadlineMilliseconds) {
        const { confirmMilliseconds } = this.#store;
        const context = { client: this.#client, clock, confirmMilliseconds, signal };
        this.#term = new RenewedTerm(context, attempt.at);
        return this.#term;
      }
      await clock.sleep(pauseAfter(attempt) * (1 + retryJitter * clock.random()), signal);
    }
    return { signal, mayWrite: () => false, end: async () => undefined };
  }

  /** Gives back a lock that was acquired and not used, and closes the store. The last term must have ended. */
  async close(): Promise<void> {
    await this.#client.release();
    await this.#store.close();
  }

  async #acquire(signal: AbortSignal): Promise<LockAttempt> {
    const usual = this.#store.confirmMilliseconds + renewDeadlineMilliseconds;
    const cancel = this.#ports.clock.deadline(usual, () => this.#client.reportNoAnswer());
    const attempt = await this.#client.acquire(signal);
    cancel();
    return attempt;
  }
}
