import type { Span } from '../span.ts';
import { coverMasks, eachDecodedText } from './decode-text.ts';
import { barrier, DecodedText } from './decoded-text.ts';
import { decodeEscapes } from './escapes.ts';
import { ExactForms } from './exact-forms.ts';
import { type FoldedText, fold, isLeftOut } from './fold.ts';
import { isPublicWindow, publicParts } from './public-text.ts';
import { SplitSearch } from './split-search.ts';
import { type FoundUnits, WindowSearch } from './window-search.ts';
import { windowLength } from './window-set.ts';

/** Lines of a longer secret, such as a PEM key, are secrets too: free text is often cut into lines. */
const shortestLine = 16;

/**
 * Secrets, to be found in texts in any spelling: a text is searched, and so is everything that it decodes to. Of secrets
 * of eight characters and more every eight characters are found; short ones and everyday words in a few forms only.
 */
export class SecretIndex {
  readonly #exact = new ExactForms();
  readonly #folded = new WindowSearch();
  /** Pieces with so many quotes and signs that too little of them is left when they are folded. */
  readonly #unfolded = new WindowSearch();
  readonly #split = new SplitSearch();
  readonly #values = new Set<string>();
  #added: string[] = [];

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Adds a secret value. What a search needs of it is prepared by the next search. */
  add(value: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    this.#added.push(value);
  }

  /** The places of all secrets and pieces of them, in no order; they may overlap. */
  find(text: string): readonly Span[] {
    this.#prepare();
    const spans: Span[] = [];
    this.#exact.search(coverMasks(text), (start, end) => {
      spans.push({ start, end });
      return true;
    });
    const isComplete = eachDecodedText(text, (decoded) => {
      const add = (start: number, end: number) =>
        spans.push({ start: decoded.startOf(start), end: decoded.endOf(end - 1) });
      this.#searchWindows(decoded, (found, indexes) => {
        const { start, end } = withLeftOut(decoded.text, found, indexes);
        add(start, end);
      });
      this.#split.search(decoded.text, ({ start, end }) => add(start, end));
      return true;
    });
    return isComplete ? spans : [{ start: 0, end: text.length }];
  }

  /** Whether a text contains one of the secrets as a whole. */
  hasWhole(text: string): boolean {
    this.#prepare();
    let isFound = false;
    this.#exact.search(text, () => {
      isFound = true;
      return false;
    });
    if (isFound || this.#folded.isEmpty || text.length < windowLength) return isFound;
    const isComplete = eachDecodedText(text, (decoded) => {
      this.#folded.search(fold(decoded.text), (_, isWhole) => {
        isFound ||= isWhole;
      });
      return !isFound;
    });
    return isFound || !isComplete;
  }

  #searchWindows(decoded: DecodedText, found: (found: FoundUnits, indexes?: Int32Array) => void): void {
    if (!this.#folded.isEmpty) {
      const folded = fold(decoded.text);
      this.#folded.search(folded, (one) => found(one, folded.indexes));
    }
    if (!this.#unfolded.isEmpty) this.#unfolded.search(unitsOf(decoded.text), (one) => found(one));
  }

  #prepare(): void {
    if (this.#added.length === 0) return;
    for (const value of this.#added) {
      const text = indexed(value.replaceAll(barrier, ''));
      if (!this.#addWindows(text)) this.#exact.add(text);
      for (const line of linesOf(text)) this.#addWhole(line);
      // A worker may show what it decoded.
      for (const inner of decodedForms(text)) this.#addWindows(inner);
    }
    this.#added = [];
  }

  /** Adds a value in any spelling. Returns false where it is too short or an everyday word. */
  #addWindows(value: string): boolean {
    const folded = fold(value);
    const parts = publicParts(value);
    const reach = reachOf(parts, value.length);
    this.#addUnfolded(value, folded, reach);
    if (folded.length < windowLength) return false;
    let isEveryday = parts.length === 0;
    this.#folded.addWindows(folded, (last, first, second) => {
      const isPublic =
        // More than half of it.
        isWithin(reach, folded.indexes[last - 7], folded.indexes[last - 3]) ||
        isWithin(reach, folded.indexes[last - 4], folded.indexes[last]) ||
        isPublicWindow(folded.units, last, first, second);
      isEveryday &&= isPublic;
      return isPublic;
    });
    if (isEveryday) return false;
    this.#addWhole(value, folded);
    return true;
  }

  #addWhole(value: string, folded = fold(value)): void {
    if (folded.length < windowLength) return;
    const first = folded.indexes[0] ?? 0;
    const last = folded.indexes[folded.length - 1] ?? 0;
    const before = value.slice(0, first).trim().length;
    const after = value.slice(last + 1).trim().length;
    this.#folded.addWhole({ ...folded, before, after });
    this.#split.add(String.fromCharCode(...ends(folded)));
  }

  /** Adds the pieces of eight characters of which too few are left when they are folded, unless they are words. */
  #addUnfolded(value: string, { indexes, length }: FoldedText, reach: Int32Array): void {
    if (length === value.length) return;
    let first = 0;
    let end = 0;
    for (let start = 0; start + windowLength <= value.length; start += 1) {
      while (first < length && (indexes[first] ?? 0) < start) first += 1;
      while (end < length && (indexes[end] ?? 0) < start + windowLength) end += 1;
      if (end - first >= windowLength || end - first < fewestFolded) continue;
      const piece = value.slice(start, start + windowLength);
      if (prose.test(piece) || isWithin(reach, start, start + windowLength - 1)) continue;
      this.#unfolded.addWindows(unitsOf(piece), () => false);
    }
  }
}

/** Fewer characters than these are too little to find a piece by. */
const fewestFolded = 4;
const prose = /^[\p{L}\s,.'"-]*$/u;

/** The beginning and the end of a folded text. */
function ends({ units, length }: FoldedText): Uint16Array {
  return length <= 16
    ? units.subarray(0, length)
    : Uint16Array.of(...units.subarray(0, 8), ...units.subarray(length - 8, length));
}

function unitsOf(text: string): { readonly units: Uint16Array; readonly length: number } {
  const units = new Uint16Array(text.length);
  for (let index = 0; index < text.length; index += 1) units[index] = text.charCodeAt(index);
  return { units, length: text.length };
}

function linesOf(text: string): string[] {
  if (!text.includes('\n')) return [];
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestLine && !line.startsWith('-----'));
}

/** By place, the end of the part that reaches furthest of those that begin there or before. */
function reachOf(parts: readonly Span[], length: number): Int32Array {
  const reach = new Int32Array(length);
  for (const { start, end } of parts) reach[start] = Math.max(reach[start] ?? 0, end);
  for (let index = 1; index < length; index += 1)
    reach[index] = Math.max(reach[index] ?? 0, reach[index - 1] ?? 0);
  return reach;
}

/** Whether one part covers both places and all between. */
function isWithin(reach: Int32Array, first = 0, last = 0): boolean {
  return (reach[first] ?? 0) > last;
}

/** Kafka stores no configuration above 1 MiB; of a longer text, which no worker quotes, only the beginning is searched for. */
const longestIndexed = 1024 * 1024;

function indexed(text: string): string {
  return text.length <= longestIndexed ? text : text.slice(0, longestIndexed);
}

/** A longer secret is no password in base64, and a regular expression runs out of stack on some megabytes. */
const longestEncoded = 65_536;

/** What a secret itself decodes to: its escapes, and text in base64. */
function decodedForms(value: string): string[] {
  const forms: string[] = [];
  let decoded = decodeEscapes(new DecodedText(value))?.text;
  for (let depth = 0; decoded !== undefined && depth < 2; depth += 1) {
    forms.push(decoded);
    decoded = decodeEscapes(new DecodedText(decoded))?.text;
  }
  if (value.length <= longestEncoded && /^[\w+/-]{12,}={0,2}$/.test(value)) {
    const inner = Buffer.from(value, 'base64').toString('latin1');
    if (/^[\x20-\x7e]*$/.test(inner)) forms.push(inner);
  }
  return forms;
}

/** The place of what was found in its text, with the quotes and signs at both ends that folding leaves out. */
function withLeftOut(text: string, { first, last, before, after }: FoundUnits, indexes?: Int32Array): Span {
  let start = indexes?.[first] ?? first;
  let end = (indexes?.[last] ?? last) + 1;
  for (let count = before; count > 0 && isSignAt(text, start - 1); start -= 1) {
    if (text[start - 1] !== '\\') count -= 1;
  }
  // They escape the sign that follows.
  while (before > 0 && text[start - 1] === '\\') start -= 1;
  for (let count = after; count > 0 && isSignAt(text, end); end += 1) {
    if (text[end] !== '\\') count -= 1;
  }
  return { start, end };
}

function isSignAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit > 0x20 && isLeftOut(unit);
}
