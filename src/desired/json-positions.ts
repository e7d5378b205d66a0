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

/**
 * Whether an object anywhere in a JSON text has a key twice: then the text has more keys than its value, in which
 * `JSON.parse` keeps the last one of them. Much faster than positions.
 */
export function hasRepeatedKeys(text: string, value: unknown): boolean {
  let keys = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    const end = endOfString(text, start);
    if (isBeforeColon(text, end)) keys += 1;
    start = text.indexOf('"', end);
  }
  return keys > keysIn(value);
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

/** After a string comes a colon only if the string is a key. */
function isBeforeColon(text: string, end: number): boolean {
  let at = end;
  while (/\s/.test(text[at] ?? '')) at += 1;
  return text[at] === ':';
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  return members.reduce<number>(
    (total, member) => total + keysIn(member),
    Array.isArray(value) ? 0 : members.length,
  );
}
