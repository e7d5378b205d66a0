/** The holder of a lock, as all replicas see it. */
export interface LockRecord {
  /** The identity of a replica; empty: the last holder gave the lock back. */
  readonly holder: string;
  /** Differs after each renewal. It is compared with itself only: the clocks of replicas may differ. */
  readonly renewed: string;
}

/** What a store contains. */
export interface StoredLock {
  /** Undefined: no holder is recorded, because there never was one, or because it was removed by hand. */
  readonly record: LockRecord | undefined;
  /** For `write`: what was read. */
  readonly version: unknown;
}

/** Where the record is kept. `read` and `write` reject with `LockProblem` where the store cannot be used. */
export interface LockStore {
  readonly kind: 'lease' | 'lock-file';
  /** For people, such as `the Lease connect-sync`. */
  readonly name: string;
  /**
   * How long the record of a new holder must stay in place until it counts, in milliseconds; 0 where `write` compares and
   * writes in one step.
   */
  readonly confirmMilliseconds: number;
  read(): Promise<StoredLock>;
  /** Writes unless the record has changed since that version was read; false: it has. */
  write(record: LockRecord, version: unknown): Promise<boolean>;
  close(): Promise<void>;
}

/** Why a store cannot be used, for people: what, where, why, and what to do. */
export class LockProblem extends Error {
  override readonly name = 'LockProblem';
  /** How long the store asks to wait. */
  readonly retryAfterMilliseconds: number;

  constructor(
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterMilliseconds?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfterMilliseconds = options.retryAfterMilliseconds ?? 0;
  }
}
