/** Who holds a lock, as all replicas see it. */
export interface LockRecord {
  /** Empty: nobody. */
  readonly holder: string;
  /** Differs after each renewal. It is compared with itself only: the clocks of replicas may differ. */
  readonly renewed: string;
}

/** Where the record is kept. Both calls reject where the store cannot be used. */
export interface LockStore {
  readonly kind: 'lease' | 'lock-file';
  /** `version` is handed back to `write`; undefined: there is no record yet. */
  read(signal: AbortSignal): Promise<{ readonly record: LockRecord; readonly version: unknown } | undefined>;
  /** Writes if nobody else has written since that version; false: somebody has. */
  write(record: LockRecord, version: unknown, signal: AbortSignal): Promise<boolean>;
}
