import type { Host } from '../host.ts';

const control = '\u001b[';
/** The alternate screen keeps what was on the terminal before; without wrapping, a line never takes two rows. */
const enter = `${control}?1049h${control}?25l${control}?7l`;
const leave = `${control}?7h${control}?25h${control}?1049l`;
/** Synchronized output: terminals that support it show the frame at once; others ignore it. */
const beginUpdate = `${control}?2026h`;
const endUpdate = `${control}?2026l`;

/** The alternate screen of a terminal, filled by one frame after another. The screen is restored however the run ends. */
export class WatchScreen {
  readonly #host: Pick<Host, 'stdout' | 'onExit'>;
  #forget: (() => void) | undefined;

  constructor(host: Pick<Host, 'stdout' | 'onExit'>) {
    this.#host = host;
  }

  get isOpen(): boolean {
    return this.#forget !== undefined;
  }

  /** The size as one text, to notice when it changes. */
  get size(): string {
    const { columns, rows } = this.#host.stdout;
    return `${columns}x${rows}`;
  }

  open(): void {
    if (this.isOpen) return;
    this.#host.stdout.write(enter);
    this.#forget = this.#host.onExit(() => this.#host.stdout.write(leave));
  }

  close(): void {
    if (!this.isOpen) return;
    this.#forget?.();
    this.#forget = undefined;
    this.#host.stdout.write(leave);
  }

  /** Replaces what is shown. The last line has no line feed, which would scroll. */
  draw(lines: readonly string[]): void {
    if (!this.isOpen) return;
    const text = lines.map((line) => `${line}${control}K`).join('\r\n');
    this.#host.stdout.write(`${beginUpdate}${control}H${text}${control}J${endUpdate}`);
  }
}
