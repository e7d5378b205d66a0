import type { Clock } from '../../model/clock.ts';
import type { Output } from '../host.ts';
import { type LastingText, LiveArea } from './live-area.ts';

/** The least time between two writes to a terminal with a live area on it. */
export const redrawMilliseconds = 100;

/** What a screen is made of. */
export interface LiveScreenParts {
  /** The terminal. */
  readonly output: Output;
  readonly clock: Clock;
  /** The lines of the live area as they are to be now. */
  readonly frame: () => readonly string[];
}

/**
 * A terminal with a live area below what lasts. Everything that is written to it goes through here, so that nothing
 * is torn: while the area is shown, text comes in whole lines, and both together at a bounded rate. While it is
 * paused, because a person is asked something, text is kept back.
 */
export class LiveScreen {
  readonly #clock: Clock;
  readonly #frame: () => readonly string[];
  readonly #area: LiveArea;
  readonly #partial = new Map<Output, string>();
  #queue: LastingText[] = [];
  #drawnAt = 0;
  #running: AbortController | undefined;
  #isPaused = false;

  constructor({ output, clock, frame }: LiveScreenParts) {
    this.#clock = clock;
    this.#frame = frame;
    this.#area = new LiveArea(output);
  }

  /** Shows the area from now on. */
  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    // What was written a moment ago to a pipe that ends on the same terminal gets time to appear above.
    this.#drawnAt = this.#clock.now();
    void this.#keepDrawing(this.#running.signal);
  }

  /** Takes the area away, after all that was still to be written. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#complete();
    if (!this.#isPaused) this.#flush([]);
  }

  /** Ends everything: nothing is kept back. */
  close(): void {
    this.#isPaused = false;
    this.stop();
  }

  /** Takes the area away for a while and keeps back what is written. */
  pause(): void {
    this.#flush([]);
    this.#isPaused = true;
  }

  /** Goes on after a pause, with what was written meanwhile. */
  resume(): void {
    this.#isPaused = false;
    this.#flush(this.#running ? this.#frame() : []);
  }

  /** Writes text that lasts. */
  write(output: Output, text: string): void {
    if (!this.#running && !this.#isPaused) {
      output.write(text);
      return;
    }
    const whole = (this.#partial.get(output) ?? '') + text;
    const end = whole.lastIndexOf('\n') + 1;
    this.#partial.set(output, whole.slice(end));
    if (end > 0) this.#queue.push({ output, text: whole.slice(0, end) });
    if (this.#clock.now() - this.#drawnAt >= redrawMilliseconds) this.#draw();
  }

  async #keepDrawing(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#clock.sleep(redrawMilliseconds, signal);
      if (signal.aborted) return;
      this.#draw();
    }
  }

  #draw(): void {
    if (!this.#isPaused) this.#flush(this.#running ? this.#frame() : []);
  }

  #flush(lines: readonly string[]): void {
    const lasting = this.#queue;
    this.#queue = [];
    this.#drawnAt = this.#clock.now();
    this.#area.redraw(lasting, lines);
  }

  /** Lines that were never ended are written as they are. */
  #complete(): void {
    for (const [output, text] of this.#partial) if (text !== '') this.#queue.push({ output, text });
    this.#partial.clear();
  }
}
