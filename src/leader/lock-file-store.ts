import { readTextUpTo } from '../files/read-file.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { Clock } from '../model/clock.ts';
import type { LockRecord, LockStore } from './lock-record.ts';

const mostBytes = 4_096;
/** Longer than any replica takes from its reading to its writing. */
const confirmMilliseconds = 1_000;

/**
 * A lock in a file on a volume that all replicas share. No file system promises to compare and write in one step, so a
 * replica that takes over reads once more after a moment: of two that write at once, the last one has it.
 */
export class LockFileStore implements LockStore {
  readonly kind = 'lock-file';
  readonly #file: string;
  readonly #clock: Clock;

  /** `file`: absolute. */
  constructor(file: string, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
  }

  async read() {
    const record = await this.#readRecord();
    return record && { record, version: record };
  }

  async write(record: LockRecord, version: unknown, signal: AbortSignal): Promise<boolean> {
    const before = await this.#readRecord();
    if (JSON.stringify(before) !== JSON.stringify(version)) return false;
    await replaceFile(this.#file, `${JSON.stringify(record)}\n`);
    const isRenewal = before?.holder === record.holder || record.holder === '';
    if (isRenewal) return true;
    await this.#clock.sleep(confirmMilliseconds, signal);
    return (await this.#readRecord())?.holder === record.holder;
  }

  /** Undefined where there is none; a file that is none of ours counts as held by somebody until it stays as it is. */
  async #readRecord(): Promise<LockRecord | undefined> {
    let text: string;
    try {
      text = await readTextUpTo(this.#file, mostBytes);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const { holder, renewed } = JSON.parse(text) as Partial<LockRecord>;
      if (typeof holder === 'string' && typeof renewed === 'string') return { holder, renewed };
    } catch {
      // Not JSON.
    }
    return { holder: 'somebody whose record cannot be read', renewed: text.slice(0, 100) };
  }
}
