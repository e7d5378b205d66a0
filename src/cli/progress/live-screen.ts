import type { Clock } from '../../model/clock.ts';
import type { Output } from '../host.ts';
import { type LastingText, LiveArea } from './live-area.ts';

/** The minimum time between two writes to a terminal with a live area. */
export const redrawMilliseconds = 100;

/** What a screen consists of. */
export interface LiveScreenParts {
  /** The terminal. */
  readonly output: Output;
  readonly clock: Clock;
  /** The current lines of the live area. */
  readonly frame: () => readonly string[];
}

/**
 * A terminal with a live area below the lasting text. All output to the terminal goes through this class: while the area
 * is shown, text is written in whole lines and at a limited rate; while a question is open, text is buffered.
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

  /** Shows the area. */
  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    // Output through a pipe to the same terminal gets time to appear above the area.
    this.#drawnAt = this.#clock.now();
    void this.#keepDrawing(this.#running.signal);
  }

  /** Writes the buffered text and removes the area. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#complete();
    if (!this.#isPaused) this.#flush([]);
  }

  /** Ends a pause too, so that no text is lost. */
  close(): void {
    this.#isPaused = false;
    this.stop();
  }

  /** Removes the area and buffers text until `resume`. */
  pause(): void {
    this.#flush([]);
    this.#isPaused = true;
  }

  /** Writes the text of the pause and shows the area again. */
  resume(): void {
    this.#isPaused = false;
    this.#flush(this.#running ? this.#frame() : []);
  }

  /** Writes text that stays. */
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

  /** Queues lines that were never terminated. */
  #complete(): void {
    for (const [output, text] of this.#partial) if (text !== '') this.#queue.push({ output, text });
    this.#partial.clear();
  }
}
