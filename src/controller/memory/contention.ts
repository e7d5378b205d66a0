const windowMilliseconds = 3_600_000;
const mostUndone = 2;

/**
 * Whether somebody else changes one connector back: a write of ours that was undone twice within an hour is not repeated.
 * All times are milliseconds of a clock that only moves forward.
 */
export class Contention {
  /** What our last write made of it; undefined: nothing was written, or its loss is counted already. */
  #written: string | undefined;
  #target: string | undefined;
  #undone: readonly number[] = [];
  #contendedSince: number | undefined;
  #keys: readonly string[] = [];
  /** Since when it is as declared. */
  #inSyncSince: number | undefined;

  /** Since when it is contended; undefined: it is not. */
  get since(): number | undefined {
    return this.#contendedSince;
  }

  /** The keys that were changed back, sorted. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  /** Our write was applied. */
  wrote(target: string): void {
    this.#written = target;
    this.#inSyncSince = undefined;
  }

  /** A plan has the connector among its changes: if its goal is what we wrote, somebody undid that. */
  differs(target: string, keys: readonly string[], now: number): void {
    this.#inSyncSince = undefined;
    if (target !== this.#target) this.#begin(target);
    if (this.#written !== target) return;
    this.#written = undefined;
    this.#undone = [...this.#undone, now].filter((at) => now - at < windowMilliseconds);
    this.#keys = [...new Set([...this.#keys, ...keys])].sort();
    if (this.#undone.length >= mostUndone) this.#contendedSince ??= now;
  }

  /** A plan has nothing to change: after an hour the contention is over. */
  isAsDeclared(now: number): void {
    this.#inSyncSince ??= now;
    if (now - this.#inSyncSince < windowMilliseconds) return;
    this.#contendedSince = undefined;
    this.#undone = [];
    this.#keys = [];
  }

  /** Another goal is another matter. */
  #begin(target: string): void {
    this.#target = target;
    this.#undone = [];
    this.#keys = [];
    this.#contendedSince = undefined;
  }
}
