import type { Span } from '../span.ts';
import { fold } from './fold.ts';

const shortest = 4;
const longest = 7;

/**
 * Finds secrets whose middle is left out: `hunt…nary`, `abcd****wxyz`. Halves of eight characters are pieces and found
 * without it.
 */
export class SplitSearch {
  /** Ends of secrets, by beginnings of the same secret. */
  readonly #ends = new Map<string, Set<string>>();
  #added: string[] = [];

  /** Adds the folded characters of a secret. */
  add(folded: string): void {
    this.#added.push(folded);
  }

  /** Calls `found` with the place of each secret in a text. */
  search(text: string, found: (span: Span) => void): void {
    for (const { 0: gap, index } of text.matchAll(ellipsis)) {
      const span = this.#around(text, index, index + gap.length);
      if (span) found(span);
    }
  }

  /** Few texts have an ellipsis: only they need the ends. */
  #prepare(): void {
    for (const folded of this.#added) {
      for (let count = shortest; count <= longest; count += 1) {
        const beginning = folded.slice(0, count);
        const ends = this.#ends.get(beginning) ?? new Set();
        this.#ends.set(beginning, ends);
        for (let rest = shortest; rest <= longest; rest += 1) ends.add(folded.slice(-rest));
      }
    }
    this.#added = [];
  }

  #around(text: string, gapStart: number, gapEnd: number): Span | undefined {
    this.#prepare();
    const offset = Math.max(0, gapStart - context);
    const before = fold(text.slice(offset, gapStart));
    const after = fold(text.slice(gapEnd, gapEnd + context));
    const beginnings = String.fromCharCode(...before.units.subarray(0, before.length));
    const ends = String.fromCharCode(...after.units.subarray(0, after.length));
    for (let count = shortest; count <= Math.min(longest, beginnings.length); count += 1) {
      const known = this.#ends.get(beginnings.slice(-count));
      if (!known) continue;
      for (let rest = Math.min(longest, ends.length); rest >= shortest; rest -= 1) {
        if (!known.has(ends.slice(0, rest))) continue;
        const start = offset + (before.indexes[before.length - count] ?? 0);
        return { start, end: gapEnd + (after.indexes[rest - 1] ?? 0) + 1 };
      }
    }
    return undefined;
  }
}

/** So many characters on each side may belong to a half: quotes and blanks do not count. */
const context = 12;
const ellipsis = /[[(<]?(?:\.{2,}|…|\*{2,}|•{2,})[\])>]?/g;
