import { readTextUpTo } from '../files/read-file.ts';
import { replaceSharedFile } from '../files/replace-file.ts';
import { describeFileError } from '../files/write-error.ts';
import { confirmMilliseconds } from './lease-times.ts';
import { LockProblem, type LockRecord, type LockStore, type StoredLock } from './lock-record.ts';

const mostBytes = 4_096;

/**
 * A lock in a file on a volume that all replicas share. No file system promises to compare and write in one step, so the
 * record of a new holder counts only when it is still there after longer than any term lasts without a renewal. By then
 * the holder before, whose record it may have replaced, no longer writes, and a replica that wrote at the same moment
 * has replaced this record or waits in its turn.
 */
export class LockFileStore implements LockStore {
  readonly kind = 'lock-file';
  readonly confirmMilliseconds = confirmMilliseconds;
  readonly name: string;
  readonly #file: string;
  readonly #identity: string;

  /** `file`: absolute; `identity`: of this replica, for the name of its partial file. */
  constructor(file: string, identity: string) {
    this.name = `the lock file ${file}`;
    this.#file = file;
    this.#identity = identity;
  }

  async read(): Promise<StoredLock> {
    const record = await this.#readRecord();
    return { record, version: record };
  }

  async write(record: LockRecord, version: unknown): Promise<boolean> {
    if (JSON.stringify(await this.#readRecord()) !== JSON.stringify(version)) return false;
    try {
      await replaceSharedFile(this.#file, `${JSON.stringify(record)}\n`, this.#identity);
    } catch (error) {
      throw this.#problem('written', error);
    }
    return true;
  }

  async close(): Promise<void> {}

  /** Undefined where there is none. Text that is no record counts as a holder, until it has not changed for a lease. */
  async #readRecord(): Promise<LockRecord | undefined> {
    let text: string;
    try {
      text = await readTextUpTo(this.#file, mostBytes);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw this.#problem('read', error);
    }
    return parseRecord(text) ?? { holder: unreadable, renewed: text };
  }

  #problem(verb: 'read' | 'written', error: unknown): LockProblem {
    const why = describeFileError(error) ?? `it is no regular file, or has more than ${mostBytes} bytes`;
    const next = 'check the shared volume, and that each replica may write in this folder';
    return new LockProblem(`${this.name} cannot be ${verb}: ${why}; ${next}`, { cause: error });
  }
}

const unreadable = 'unknown (the lock file has no valid record)';

function parseRecord(text: string): LockRecord | undefined {
  try {
    const { holder, renewed } = JSON.parse(text) as Partial<LockRecord>;
    return typeof holder === 'string' && typeof renewed === 'string' ? { holder, renewed } : undefined;
  } catch {
    return undefined;
  }
}
