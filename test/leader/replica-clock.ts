import type { Clock } from '../../src/model/clock.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';

/** The clocks of one machine: its own speed, its own wall clock, and no time to act in while it is paused. */
export class ReplicaClock implements Clock {
  readonly #world: VirtualClock;
  readonly #rate: number;
  #wallShift: number;
  #suspendedMilliseconds = 0;
  #isKilled = false;
  #pause: { readonly end: Promise<void>; readonly resume: () => void } | undefined;

  /** `rate`: 1.01 runs one percent too fast; `wallShift`: how wrong the wall clock is, in milliseconds. */
  constructor(world: VirtualClock, rate = 1, wallShift = 0) {
    this.#world = world;
    this.#rate = rate;
    this.#wallShift = wallShift;
  }

  now(): number {
    return (this.#world.now() - this.#suspendedMilliseconds) * this.#rate;
  }

  wallTime(): number {
    return this.#world.now() * this.#rate + this.#wallShift;
  }

  random(): number {
    return this.#world.random();
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await this.#world.sleep(milliseconds / this.#rate, signal);
    await this.awake();
  }

  deadline(milliseconds: number, end: () => void): () => void {
    let isCancelled = false;
    const late = async () => {
      await this.awake();
      if (!isCancelled) end();
    };
    const cancel = this.#world.deadline(milliseconds / this.#rate, () => void late());
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  /** Sets the wall clock forward, or back. */
  setWallClock(milliseconds: number): void {
    this.#wallShift += milliseconds;
  }

  /** Resolves when the process runs; never, if it was killed. */
  async awake(): Promise<void> {
    while (this.#pause) await this.#pause.end;
    if (this.#isKilled) await new Promise(() => {});
  }

  kill(): void {
    this.#isKilled = true;
  }

  get isPaused(): boolean {
    return this.#pause !== undefined;
  }

  /** Nothing of the process runs for so long. A machine that is suspended does not count that time. */
  async pauseFor(milliseconds: number, kind: 'stopped' | 'suspended'): Promise<void> {
    if (this.#pause) return;
    let resume = () => {};
    const end = new Promise<void>((resolve) => {
      resume = resolve;
    });
    this.#pause = { end, resume };
    await this.#world.sleep(milliseconds);
    if (kind === 'suspended') this.#suspendedMilliseconds += milliseconds;
    this.#pause = undefined;
    resume();
  }
}
