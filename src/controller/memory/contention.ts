const windowMilliseconds = 3_600_000;
const mostUndone = 2;

/**
 * Whether somebody else changes one connector back: a write of ours that was undone twice within an hour is not repeated.
 * All times are milliseconds of a clock that only moves forward.
 */
export class Contention {
  /** What our last write made of it; undefined: nothing was written, or its loss is counted already. */
  #written: string | undefined;
  /** What a write made of it that may not have arrived: it counts once a reading shows it. */
  #maybeWritten: string | undefined;
  #desired: string | undefined;
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

  /** Our write was applied; `maybe`: that is not certain, or it was applied in part. */
  wrote(target: string, certainty: 'certain' | 'maybe' = 'certain'): void {
    this.#written = certainty === 'certain' ? target : undefined;
    this.#maybeWritten = certainty === 'maybe' ? target : undefined;
    this.#inSyncSince = undefined;
  }

  /** What is declared now, by a digest: another desired state is another matter. */
  desires(target: string): void {
    if (target === this.#desired) return;
    this.#desired = target;
    this.#end();
  }

  /** A plan has the connector among its changes: if its target is what we wrote, somebody undid that. */
  differs(target: string, keys: readonly string[], now: number): void {
    this.#inSyncSince = undefined;
    if (this.#written !== target) return;
    this.#written = undefined;
    this.#undone = [...this.#undone, now].filter((at) => now - at < windowMilliseconds);
    this.#keys = [...new Set([...this.#keys, ...keys])].sort();
    if (this.#undone.length >= mostUndone) this.#contendedSince ??= now;
  }

  /** A plan has nothing to change: after an hour the contention is over. */
  isAsDeclared(now: number): void {
    this.#written ??= this.#maybeWritten;
    this.#maybeWritten = undefined;
    this.#inSyncSince ??= now;
    if (now - this.#inSyncSince >= windowMilliseconds) this.#end();
  }

  #end(): void {
    this.#undone = [];
    this.#keys = [];
    this.#contendedSince = undefined;
  }
}
