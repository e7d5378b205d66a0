import { stripVTControlCharacters } from 'node:util';
import { displayWidth } from '../../render/display-width.ts';
import type { Output } from '../host.ts';

/** Text that stays on the terminal, and its stream: stdout and stderr may share a terminal. */
export interface LastingText {
  readonly output: Output;
  readonly text: string;
}

const control = '\u001b[';
/** Synchronized output: terminals that support it show the update at once; others ignore it. */
const beginUpdate = `${control}?2026h`;
const endUpdate = `${control}?2026l`;
/** Without wrapping, a line that is wider than the terminal still takes one row. */
const wrapOff = `${control}?7l`;
const wrapOn = `${control}?7h`;

/**
 * Lines at the bottom of a terminal that are redrawn in place. The cursor stays visible below them, at the start of a
 * line, so that the terminal is usable however the process ends.
 */
export class LiveArea {
  readonly #output: Output;
  #shown: readonly string[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  /** Erases the area, writes the lasting text in its place, and draws these lines below. */
  redraw(lasting: readonly LastingText[], lines: readonly string[]): void {
    if (lasting.length === 0 && isSame(lines, this.#shown)) return;
    const isLive = this.#shown.length > 0 || lines.length > 0;
    let pending = isLive ? beginUpdate + this.#erase() : '';
    for (const { output, text } of lasting) {
      if (output === this.#output) pending += text;
      else {
        this.#write(pending);
        output.write(text);
        pending = '';
      }
    }
    this.#write(pending + draw(lines) + (isLive ? endUpdate : ''));
    this.#shown = lines;
  }

  /** Moves the cursor to the first line of the area and clears everything below. */
  #erase(): string {
    const { columns } = this.#output;
    // A terminal that became narrower has wrapped the lines.
    const rows = this.#shown.map((line) =>
      Math.max(1, Math.ceil(displayWidth(stripVTControlCharacters(line)) / columns)),
    );
    const height = rows.reduce((sum, row) => sum + row, 0);
    return height > 0 ? `\r${control}${height}A${control}J` : '';
  }

  #write(text: string): void {
    if (text !== '') this.#output.write(text);
  }
}

function draw(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${wrapOff}${lines.map((line) => `${line}\n`).join('')}${wrapOn}`;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
