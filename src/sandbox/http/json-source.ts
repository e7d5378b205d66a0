/**
 * A parsed JSON value that still knows its source text, since a worker stores numbers as they were written
 * (Connect REST contract 6). `at` is the offset of its first character.
 */
export type JsonSource =
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, JsonSource>; readonly at: number }
  | { readonly kind: 'array'; readonly items: readonly JsonSource[]; readonly at: number }
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'number' | 'boolean' | 'null'; readonly text: string; readonly at: number };

/** The text is not JSON. The message resembles Jackson's, whose wording changes from version to version. */
export class JsonSourceError extends Error {
  override readonly name = 'JsonSourceError';
  /** The offset of the problem. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Parses a body; undefined where it is empty. Of repeated names the last one counts. `trailing`: what happens to
 * text after the value.
 */
export function parseJsonSource(text: string, trailing: 'ignored' | 'refused'): JsonSource | undefined {
  const reader = new Reader(text);
  reader.skipSpace();
  if (reader.isAtEnd()) return undefined;
  const value = reader.readValue();
  reader.skipSpace();
  if (trailing === 'refused' && !reader.isAtEnd()) throw trailingToken(reader.readValue());
  return value;
}

function trailingToken({ kind, at }: JsonSource): JsonSourceError {
  const tokens = { object: 'START_OBJECT', array: 'START_ARRAY', string: 'VALUE_STRING', null: 'VALUE_NULL' };
  const token = kind === 'number' || kind === 'boolean' ? 'VALUE' : tokens[kind];
  const rule = '`DeserializationFeature.FAIL_ON_TRAILING_TOKENS`';
  return new JsonSourceError(
    `Trailing token (of type ${token}) found after value (bound as \`java.util.Map\`): not allowed as per ${rule}`,
    at,
  );
}

const literals = /(?:true|false|null)\b/y;
const numbers = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\r\n]*/y;
const words = /[A-Za-z]+/y;

class Reader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#offset >= this.#text.length;
  }

  skipSpace(): void {
    this.#match(space);
  }

  readValue(): JsonSource {
    this.skipSpace();
    const at = this.#offset;
    if (this.#take('{')) return { kind: 'object', entries: this.#readEntries(), at };
    if (this.#take('[')) return { kind: 'array', items: this.#readItems(), at };
    if (this.#peek() === '"') return { kind: 'string', value: this.#readString(), at };
    const literal = this.#match(literals);
    if (literal) return { kind: literal === 'null' ? 'null' : 'boolean', text: literal, at };
    const number = this.#match(numbers);
    if (number) return { kind: 'number', text: number, at };
    throw this.#unexpected('a value');
  }

  #readEntries(): Map<string, JsonSource> {
    const entries = new Map<string, JsonSource>();
    this.skipSpace();
    if (this.#take('}')) return entries;
    for (;;) {
      this.skipSpace();
      if (this.#peek() !== '"') throw this.#unexpected('double-quote to start field name');
      const name = this.#readString();
      this.skipSpace();
      if (!this.#take(':')) throw this.#unexpected('a colon to separate field name and value');
      entries.set(name, this.readValue());
      this.skipSpace();
      if (this.#take('}')) return entries;
      if (!this.#take(',')) throw this.#unexpected('comma to separate Object entries');
    }
  }

  #readItems(): JsonSource[] {
    const items: JsonSource[] = [];
    this.skipSpace();
    if (this.#take(']')) return items;
    for (;;) {
      items.push(this.readValue());
      this.skipSpace();
      if (this.#take(']')) return items;
      if (!this.#take(',')) throw this.#unexpected('comma to separate Array entries');
    }
  }

  // A loop: a regular expression overflows the stack on a string of some megabytes.
  #readString(): string {
    const start = this.#offset;
    for (let end = start + 1; end < this.#text.length; end += 1) {
      const character = this.#text[end];
      if (character === '\\') end += 1;
      if (character === '"') {
        this.#offset = end + 1;
        return this.#unescape(start);
      }
    }
    throw new JsonSourceError('Unexpected end-of-input: was expecting closing quote for a string', start);
  }

  #unescape(start: number): string {
    try {
      return String(JSON.parse(this.#text.slice(start, this.#offset)));
    } catch (error) {
      if (error instanceof SyntaxError) {
        throw new JsonSourceError('Illegal character or unrecognized escape sequence in a string', start);
      }
      throw error;
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0];
    if (found) this.#offset += found.length;
    return found || undefined;
  }

  #peek(): string | undefined {
    return this.#text[this.#offset];
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#offset += 1;
    return true;
  }

  #unexpected(wanted: string): JsonSourceError {
    const at = this.#offset;
    if (this.isAtEnd()) return new JsonSourceError(`Unexpected end-of-input: expected ${wanted}`, at);
    const word = this.#match(words);
    if (word && wanted === 'a value') {
      const known = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
      return new JsonSourceError(`Unrecognized token '${word}': was expecting ${known}`, at);
    }
    const character = this.#text.charAt(at);
    const code = character.charCodeAt(0);
    return new JsonSourceError(
      `Unexpected character ('${character}' (code ${code})): expected ${wanted}`,
      at,
    );
  }
}
