import type { Span } from '../model/span.ts';

/** The positions of the values in a JSON text. */
export interface JsonPositions {
  /** By JSON pointer: `/connector/config/topics`. Values deeper than `depth` levels are omitted. */
  readonly values: ReadonlyMap<string, Span>;
  /** The keys of the values that are members of an object, by the same pointers. */
  readonly keys: ReadonlyMap<string, Span>;
  /** Duplicate keys with the positions of both values; `JSON.parse` uses the last one. */
  readonly duplicates: readonly RepeatedMember[];
}

/** A key that an object has twice, with the positions of both keys and both values. */
export interface RepeatedMember {
  readonly key: string;
  readonly pointer: string;
  readonly first: Span;
  readonly second: Span;
  readonly firstKey: Span;
  readonly secondKey: Span;
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
        if (walk.awaitsKey) walk.takeKey(JSON.parse(text.slice(token.start, token.end)) as string, token);
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
  /** The position of that key. */
  keySpan: Span | undefined;
  /** In a list: the index of the next value. */
  index: number;
}

class Walk implements JsonPositions {
  readonly values = new Map<string, Span>();
  readonly keys = new Map<string, Span>();
  readonly duplicates: RepeatedMember[] = [];
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
    this.#open.push({ isObject, start, key: undefined, keySpan: undefined, index: 0 });
  }

  leave(end: number): void {
    const closed = this.#open.pop();
    if (closed) this.note({ start: closed.start, end });
  }

  goOn(): void {
    const parent = this.#open.at(-1);
    if (parent) [parent.key, parent.index] = [undefined, parent.index + 1];
  }

  takeKey(key: string, span: Span): void {
    const parent = this.#open.at(-1);
    if (parent) [parent.key, parent.keySpan] = [key, span];
  }

  note(span: Span): void {
    if (this.#open.length > this.#depth) return;
    const pointer = this.#open.map((container) => `/${stepInto(container)}`).join('');
    const { key, keySpan } = this.#open.at(-1) ?? {};
    if (key !== undefined && keySpan) this.#noteKey({ key, pointer, second: span, secondKey: keySpan });
    this.values.set(pointer, span);
  }

  #noteKey(member: Pick<RepeatedMember, 'key' | 'pointer' | 'second' | 'secondKey'>): void {
    const [first, firstKey] = [this.values.get(member.pointer), this.keys.get(member.pointer)];
    if (first && firstKey) this.duplicates.push({ ...member, first, firstKey });
    this.keys.set(member.pointer, member.secondKey);
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
