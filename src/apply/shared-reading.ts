import type { Clock } from '../model/clock.ts';

interface Reading<T> {
  readonly askedAt: number;
  readonly value: Promise<T>;
}

/**
 * One kind of reading, shared by all that is in flight: at most one request at a time, and who comes while it is
 * under way shares either it or the one that follows.
 */
export class SharedReading<T> {
  readonly #read: () => Promise<T>;
  readonly #clock: Clock;
  #last: Reading<T> | undefined;
  #current: Reading<T> | undefined;
  #next: Promise<T> | undefined;

  constructor(read: () => Promise<T>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** A reading that was asked for at most `maximumAge` milliseconds ago. */
  recent(maximumAge: number): Promise<T> {
    const oldest = this.#clock.now() - maximumAge;
    const known = [this.#last, this.#current].find((reading) => reading && reading.askedAt >= oldest);
    return known ? known.value : this.fresh();
  }

  /** A reading that is asked for from now on: it shows every write that has been answered already. */
  fresh(): Promise<T> {
    if (!this.#current) return this.#start();
    this.#next ??= this.#after(this.#current);
    return this.#next;
  }

  #start(): Promise<T> {
    const reading: Reading<T> = { askedAt: this.#clock.now(), value: this.#read() };
    this.#current = reading;
    const end = (last: Reading<T> | undefined) => {
      if (this.#current === reading) this.#current = undefined;
      this.#last = last;
    };
    return reading.value.then(
      (value) => {
        end(reading);
        return value;
      },
      (error: unknown) => {
        end(undefined);
        throw error;
      },
    );
  }

  async #after(current: Reading<T>): Promise<T> {
    await current.value.catch(() => undefined);
    this.#next = undefined;
    // Whatever has begun by now was asked for later than what waits here.
    return this.#current?.value ?? this.#start();
  }
}
