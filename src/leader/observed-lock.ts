import { toPrintableLine } from '../model/printable.ts';
import { leaseMilliseconds } from './lease-times.ts';
import type { LockRecord } from './lock-record.ts';

/** What one replica has seen of a lock. The time of a sighting is that of its own clock. */
export class ObservedLock {
  readonly #identity: string;
  /** Undefined: nothing was ever read. */
  #record: LockRecord | undefined;
  #isRemoved = false;
  #since = 0;

  constructor(identity: string) {
    this.#identity = identity;
  }

  /** The last known holder, for people; null: there is none. */
  get holder(): string | null {
    const holder = this.#record?.holder ?? '';
    return holder === '' ? null : toPrintableLine(holder.slice(0, longestHolder));
  }

  /** `record`: as `StoredLock`; `now`: when it had been read, in milliseconds of the clock for durations. */
  see(record: LockRecord | undefined, now: number): void {
    const isRemoved = record === undefined;
    if (isRemoved === this.#isRemoved && (isRemoved || isSame(record, this.#record))) return;
    // A record that vanished says nothing about its holder, which may be active.
    this.#record = record ?? this.#record;
    this.#isRemoved = isRemoved;
    this.#since = now;
  }

  /**
   * Whether another replica may be active: its record was renewed less than a lease ago, or there was a record, whatever
   * it was by then, that vanished less than a lease ago.
   */
  mayBeHeldByAnother(now: number): boolean {
    const hasVanished = this.#isRemoved && this.#record !== undefined;
    return (hasVanished || this.#isAnother()) && now - this.#since < leaseMilliseconds;
  }

  /** Whether the record names another replica, however old it is. */
  get namesAnother(): boolean {
    return this.#isAnother() && !this.#isRemoved;
  }

  #isAnother(): boolean {
    const holder = this.#record?.holder ?? '';
    return holder !== '' && holder !== this.#identity;
  }
}

/** A record may contain anything. */
const longestHolder = 200;

function isSame(one: LockRecord, other: LockRecord | undefined): boolean {
  return one.holder === other?.holder && one.renewed === other.renewed;
}
