/** The injected source of time and randomness, which tests replace by a virtual one. */
export interface Clock {
  /**
   * Milliseconds of a clock that only moves forward, whatever happens to the system time: the difference of two readings
   * is a duration. A reading alone means nothing.
   */
  now(): number;
  /** Milliseconds since the epoch, for what is printed or compared with a date. It jumps when the system time is set. */
  wallTime(): number;
  /** Resolves after `milliseconds`, or at once when `signal` aborts. Never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `end` after `milliseconds`, unless the returned function is called first. Does not keep the process alive. */
  deadline(milliseconds: number, end: () => void): () => void;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
