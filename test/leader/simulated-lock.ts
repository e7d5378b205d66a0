import type { LockRecord, LockStore, StoredLock } from '../../src/leader/lock-record.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import type { ReplicaClock } from './replica-clock.ts';

/** How a store treats a request. */
export interface StoreWeather {
  /** The most that a request takes before it takes effect, between its comparison and its effect, and afterwards. */
  readonly slowMilliseconds: number;
  /** Requests that fail without an effect, and those that fail after it; of one. */
  readonly failing: number;
  readonly failingAfterwards: number;
}

export const fairWeather: StoreWeather = { slowMilliseconds: 50, failing: 0, failingAfterwards: 0 };

/** How long a file system may show an old record: less than the margin of the election. */
const staleMilliseconds = 400;

/**
 * One record that several replicas share. As a Lease it is compared and written in one step; as a file in two, other
 * replicas may write in between, and what was written shows a little later.
 */
export class SimulatedLock {
  readonly kind: LockStore['kind'];
  weather = fairWeather;
  readonly #clock: VirtualClock;
  #history: { readonly record: LockRecord | undefined; readonly version: number; readonly at: number }[] = [
    { record: undefined, version: 0, at: Number.NEGATIVE_INFINITY },
  ];

  constructor(kind: LockStore['kind'], clock: VirtualClock) {
    this.kind = kind;
    this.#clock = clock;
  }

  get record(): LockRecord | undefined {
    return this.#current.record;
  }

  /** What somebody does by hand; undefined: it is deleted. */
  edit(record: LockRecord | undefined): void {
    this.#set(record);
  }

  /** As one replica sees it. */
  storeOf(clock: ReplicaClock, confirmMilliseconds: number): LockStore {
    const ask = async <Answer>(act: () => Answer | Promise<Answer>): Promise<Answer> => {
      await this.#delay();
      await clock.awake();
      if (this.#clock.random() < this.weather.failing) throw new Error('the store is away');
      const answer = await act();
      await this.#delay();
      await clock.awake();
      if (this.#clock.random() < this.weather.failingAfterwards) throw new Error('the answer is lost');
      return answer;
    };
    return {
      ...{ kind: this.kind, name: 'the simulated lock', confirmMilliseconds },
      read: () => ask(() => this.#read()),
      write: (record, version) => ask(() => this.#write(record, version, clock)),
      close: async () => {},
    };
  }

  get #current() {
    const current = this.#history.at(-1);
    if (!current) throw new Error('there is no history');
    return current;
  }

  #set(record: LockRecord | undefined): void {
    const { version } = this.#current;
    this.#history = [...this.#history.slice(-20), { record, version: version + 1, at: this.#clock.now() }];
  }

  #read(): StoredLock {
    if (this.kind === 'lease') return this.#current;
    const at = this.#clock.now() - this.#clock.random() * staleMilliseconds;
    const shown = this.#history.findLast((one) => one.at <= at) ?? this.#current;
    return { record: shown.record, version: JSON.stringify(shown.record) };
  }

  async #write(record: LockRecord, version: unknown, clock: ReplicaClock): Promise<boolean> {
    if (this.kind === 'lease') {
      if (this.#current.version !== (version as number)) return false;
      this.#set(record);
      return true;
    }
    if (this.#read().version !== version) return false;
    // Between reading and renaming the process may be paused, and others may write.
    await this.#delay();
    await clock.awake();
    this.#set(record);
    return true;
  }

  #delay(): Promise<void> {
    return this.#clock.sleep(this.#clock.random() * this.weather.slowMilliseconds);
  }
}
