const quote = 0x22;
const backslash = 0x5c;

/** A longer string is shortened. */
const longest = 4 * 1024;
/** What is kept of its first and last lines. */
const firstBytes = 1024;
const lastBytes = 2 * 1024;
/** No more than this of one string is held in memory. */
const mostHeld = 1024 * 1024;

/**
 * Shortens the long strings of a JSON text while it arrives, so that memory does not grow with them: thousands of failed
 * tasks have traces of tens of kilobytes each, and no worker lists states without traces (Connect REST contract 17). Of
 * a trace the first and last lines stay, and the line of the root cause. Lines are kept or left out as a whole, because
 * half a secret would not be recognized.
 */
export class StringShortener {
  /** Undefined outside of a string. */
  #string: HeldString | undefined;

  /** Returns what is known of the shortened text by now. */
  push(chunk: Buffer): Buffer {
    const out: Buffer[] = [];
    let at = 0;
    while (at < chunk.length)
      at = this.#string ? this.#within(chunk, at, out) : this.#outside(chunk, at, out);
    return Buffer.concat(out);
  }

  #outside(chunk: Buffer, start: number, out: Buffer[]): number {
    const begin = chunk.indexOf(quote, start);
    if (begin >= 0) this.#string = new HeldString();
    const next = begin < 0 ? chunk.length : begin + 1;
    out.push(chunk.subarray(start, next));
    return next;
  }

  #within(chunk: Buffer, start: number, out: Buffer[]): number {
    const held = this.#string ?? new HeldString();
    const end = held.endIn(chunk, start);
    held.add(chunk.subarray(start, end < 0 ? chunk.length : end));
    if (end < 0) return chunk.length;
    out.push(held.close(), chunk.subarray(end, end + 1));
    this.#string = undefined;
    return end + 1;
  }
}

/** The string that is being read, without its quotes. */
class HeldString {
  readonly #parts: Buffer[] = [];
  #held = 0;
  #length = 0;
  /** Whether what was read so far ends with a backslash that escapes what follows. */
  #escapes = false;

  /** The index of the quote that ends it; -1: it goes on behind the chunk. */
  endIn(chunk: Buffer, start: number): number {
    let end = chunk.indexOf(quote, start);
    while (end >= 0 && this.#isEscaped(chunk, start, end)) end = chunk.indexOf(quote, end + 1);
    return end;
  }

  add(part: Buffer): void {
    this.#escapes = this.#isEscaped(part, 0, part.length);
    this.#length += part.length;
    const held = part.subarray(0, mostHeld - this.#held);
    this.#held += held.length;
    if (held.length > 0) this.#parts.push(held);
  }

  close(): Buffer {
    const text = Buffer.concat(this.#parts);
    if (this.#length <= longest) return text;
    return Buffer.from(shorten(text.toString('utf8'), this.#length > this.#held), 'utf8');
  }

  /** Whether an odd number of backslashes stands before the index. */
  #isEscaped(chunk: Buffer, start: number, index: number): boolean {
    let first = index;
    while (first > start && chunk[first - 1] === backslash) first -= 1;
    const isOdd = (index - first) % 2 === 1;
    return first === start && this.#escapes ? !isOdd : isOdd;
  }
}

/** `isCut`: the text lacks its end, so its last line is incomplete. */
function shorten(text: string, isCut: boolean): string {
  const lines = linesOf(text);
  if (isCut) lines.pop();
  const head = countWithin(lines, firstBytes);
  const rest = lines.slice(Math.max(head, 1));
  const tail = rest.slice(rest.length - countWithin(rest.toReversed(), lastBytes));
  const omitted = rest.slice(0, rest.length - tail.length);
  const cause = tail.some(isCause) ? undefined : omitted.findLast(isCause);
  const first = head > 0 ? lines.slice(0, head) : [cutAtSpace(lines[0] ?? '')];
  const note = '… left out by connect-sync: the traces of this cluster are too large to be read as a whole …';
  return [...first, note, ...(cause === undefined ? [] : [cutAtSpace(cause), note]), ...tail].join('\\n');
}

/** The lines of a text that is encoded as JSON, still encoded. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const { 0: pair, index } of text.matchAll(/\\./gs)) {
    if (pair !== '\\n') continue;
    lines.push(text.slice(start, index));
    start = index + pair.length;
  }
  return [...lines, text.slice(start)];
}

function countWithin(lines: readonly string[], limit: number): number {
  let total = 0;
  const first = lines.findIndex((line) => {
    total += line.length + 1;
    return total > limit;
  });
  return first < 0 ? lines.length : first;
}

function isCause(line: string): boolean {
  return line.startsWith('Caused by: ');
}

/** A word is left out as a whole. */
function cutAtSpace(line: string): string {
  return line.length <= firstBytes
    ? line
    : `${line
        .slice(0, firstBytes)
        .replace(/(?<!\S)\S*$/, '')
        .trimEnd()} …`;
}
