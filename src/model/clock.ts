/** Time as the core sees it; injected, so that tests run as fast as they can think. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `milliseconds`, or at once when `signal` aborts. Never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Calls `end` after `milliseconds`, unless the function it returns is called before. Keeps no process alive. */
  deadline(milliseconds: number, end: () => void): () => void;
  /** A number in [0, 1), for jitter. */
  random(): number;
}
