import type { Clock } from '../../model/clock.ts';

/** Durations measured on real workers, in milliseconds (Connect REST contract 10.3). */
const delays = {
  /** From the answer to a create until the owner calls `start()`. */
  assignment: 60,
  /** `start()` itself, and the gap between stop and start in an update or a restart. */
  start: 40,
  /** From RUNNING until the tasks' configurations are written. */
  taskGeneration: 15,
  /** From there until the first task is up, and from each task to the next. */
  firstTask: 25,
  nextTask: 5,
  /** From a pause, resume or stop until the connector shows it, and from there until its tasks do. */
  connectorState: 30,
  taskState: 60,
  /** From a restart's answer until RESTARTING shows. */
  restart: 15,
  /** How long the status of a deleted connector is still found (Connect REST contract 4.8). */
  lingering: 150,
} as const;

/** A named delay. */
export type Delay = keyof typeof delays;

/** Waits for the state machine: scaled by the pace, and ended early when the sandbox closes. */
export class Timing {
  readonly #clock: Clock;
  readonly #pace: number;
  readonly #signal: AbortSignal;

  constructor(clock: Clock, pace: number, signal: AbortSignal) {
    this.#clock = clock;
    this.#pace = pace;
    this.#signal = signal;
  }

  get isOver(): boolean {
    return this.#signal.aborted;
  }

  now(): number {
    return this.#clock.now();
  }

  wallTime(): number {
    return this.#clock.wallTime();
  }

  /** A named delay at the sandbox's pace. */
  wait(delay: Delay): Promise<void> {
    return this.sleep(delays[delay] * this.#pace);
  }

  /** A duration from a test, which is not scaled. */
  sleep(milliseconds: number): Promise<void> {
    return milliseconds <= 0 ? Promise.resolve() : this.#clock.sleep(milliseconds, this.#signal);
  }

  /** A duration that real workers have, at the sandbox's pace. */
  scaled(milliseconds: number): number {
    return milliseconds * this.#pace;
  }
}
