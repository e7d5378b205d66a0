import { stripVTControlCharacters } from 'node:util';
import { displayWidth } from '../../render/display-width.ts';
import type { Output } from '../host.ts';

/** Text that stays on the terminal, and the stream it belongs to: both streams may show on one screen. */
export interface LastingText {
  readonly output: Output;
  readonly text: string;
}

const control = '\u001b[';
/** Terminals that know it show all that comes between at once; the others ignore it. */
const beginUpdate = `${control}?2026h`;
const endUpdate = `${control}?2026l`;
/** A line that is wider than thought, or than the terminal has become, is cut and takes no second row. */
const wrapOff = `${control}?7l`;
const wrapOn = `${control}?7h`;

/**
 * Lines at the bottom of a terminal that are drawn anew in place. Below them the cursor waits at the beginning of a
 * line and is never hidden: whatever ends the process leaves a terminal that can be worked on.
 */
export class LiveArea {
  readonly #output: Output;
  #shown: readonly string[] = [];

  constructor(output: Output) {
    this.#output = output;
  }

  /** Takes the area away, writes what lasts in its place, and draws these lines below. */
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

  /** What moves the cursor to the first line of the area and clears all below, the area included. */
  #erase(): string {
    const { columns } = this.#output;
    // A terminal that has become narrower has broken the lines into several rows.
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
