/** Frees a slot; a second call does nothing. */
export type ReleaseSlot = () => void;

/** A limited number of slots for writes in flight, granted in the order of the requests. */
export class WriteSlots {
  readonly #queue: ((release: ReleaseSlot) => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = Math.max(1, count);
  }

  /** Resolves when a slot is free. */
  acquire(): Promise<ReleaseSlot> {
    return new Promise((resolve) => {
      this.#queue.push(resolve);
      this.#serve();
    });
  }

  #serve(): void {
    while (this.#free > 0) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#free -= 1;
      next(this.#makeRelease());
    }
  }

  #makeRelease(): ReleaseSlot {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#free += 1;
      this.#serve();
    };
  }
}
