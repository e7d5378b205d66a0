import type { Span } from '../model/span.ts';

/** Where the values of a JSON text stand. */
export interface JsonPlaces {
  /** By JSON pointer: `/connector/config/topics`. What lies below `depth` levels is left out. */
  readonly values: ReadonlyMap<string, Span>;
  /** Keys that are in an object twice, both places of their values; JSON's own parser takes the last one. */
  readonly duplicates: readonly { readonly key: string; readonly first: Span; readonly second: Span }[];
}

/**
 * Finds the places of all values down to a depth, in one pass and without recursion: a text of a million brackets is
 * nothing but long. The text must be JSON.
 */
export function jsonPlaces(text: string, depth: number): JsonPlaces {
  const walk = new Walk(depth);
  for (const token of tokensOf(text)) {
    switch (text[token.start]) {
      case '{':
      case '[':
        walk.enter(token.start, text[token.start] === '{');
        break;
      case '}':
      case ']':
        walk.leave(token.end);
        break;
      case ',':
        walk.goOn();
        break;
      default:
        if (walk.awaitsKey) walk.takeKey(JSON.parse(text.slice(token.start, token.end)) as string);
        else walk.note(token);
    }
  }
  return walk;
}

/** An object or a list that is not closed yet. */
interface Container {
  readonly isObject: boolean;
  readonly start: number;
  /** Of an object: the key whose value comes next. */
  key: string | undefined;
  /** Of a list: the place of the value that comes next. */
  index: number;
}

class Walk implements JsonPlaces {
  readonly values = new Map<string, Span>();
  readonly duplicates: { key: string; first: Span; second: Span }[] = [];
  readonly #depth: number;
  readonly #open: Container[] = [];

  constructor(depth: number) {
    this.#depth = depth;
  }

  get awaitsKey(): boolean {
    const parent = this.#open.at(-1);
    return parent?.isObject === true && parent.key === undefined;
  }

  enter(start: number, isObject: boolean): void {
    this.#open.push({ isObject, start, key: undefined, index: 0 });
  }

  leave(end: number): void {
    const closed = this.#open.pop();
    if (closed) this.note({ start: closed.start, end });
  }

  goOn(): void {
    const parent = this.#open.at(-1);
    if (parent) [parent.key, parent.index] = [undefined, parent.index + 1];
  }

  takeKey(key: string): void {
    const parent = this.#open.at(-1);
    if (parent) parent.key = key;
  }

  note(span: Span): void {
    if (this.#open.length > this.#depth) return;
    const pointer = this.#open.map((container) => `/${stepInto(container)}`).join('');
    const [first, key] = [this.values.get(pointer), this.#open.at(-1)?.key];
    if (first && key !== undefined) this.duplicates.push({ key, first, second: span });
    this.values.set(pointer, span);
  }
}

function stepInto({ isObject, key, index }: Container): string {
  return isObject ? (key ?? '').replaceAll('~', '~0').replaceAll('/', '~1') : String(index);
}

const separators = /[\s:{}[\],]/;

/** Brackets, commas, strings and plain words; white space and colons say nothing. */
function* tokensOf(text: string): Iterable<Span> {
  for (let at = 0; at < text.length; ) {
    const start = at;
    const character = text[at] ?? '';
    at = character === '"' ? endOfString(text, at) : endOfWord(text, at);
    if (!/[\s:]/.test(character)) yield { start, end: at };
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** A separator ends behind itself. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !separators.test(text[at] ?? '')) at += 1;
  return Math.max(at, start + 1);
}
