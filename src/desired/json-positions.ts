import type { Span } from '../model/span.ts';

/** The positions of the values in a JSON text. */
export interface JsonPositions {
  /** By JSON pointer: `/connector/config/topics`. Values deeper than `depth` levels are omitted. */
  readonly values: ReadonlyMap<string, Span>;
  /** Duplicate keys with the positions of both values; `JSON.parse` uses the last one. */
  readonly duplicates: readonly { readonly key: string; readonly first: Span; readonly second: Span }[];
}

/**
 * Finds the positions of all values down to a depth, in one pass and without recursion, so that deep nesting is
 * harmless. The text must be valid JSON.
 */
export function jsonPositions(text: string, depth: number): JsonPositions {
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
  /** In an object: the key whose value comes next. */
  key: string | undefined;
  /** In a list: the index of the next value. */
  index: number;
}

class Walk implements JsonPositions {
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

/** Brackets, commas, strings and literals; white space and colons are skipped. */
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

/** A separator is a token of one character. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && !separators.test(text[at] ?? '')) at += 1;
  return Math.max(at, start + 1);
}
