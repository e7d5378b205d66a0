import { HclSyntaxError } from './hcl.ts';

/** A position in a text of HCL, which moves forward only. */
export class HclCursor {
  readonly text: string;
  at = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether a text is next. */
  isAt(expected: string): boolean {
    return this.text.startsWith(expected, this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Reads what a sticky expression matches; undefined if it does not match here. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  /** Reads a text if it is next. */
  skip(expected: string): boolean {
    if (!this.isAt(expected)) return false;
    this.at += expected.length;
    return true;
  }

  /** @throws HclSyntaxError if something else is next */
  expect(expected: string): void {
    if (!this.skip(expected)) throw this.fault(`expected ${expected}`);
  }

  /** Skips white space and comments; newlines only where they have no meaning. */
  skipSpace({ newlines }: { readonly newlines: boolean }): void {
    for (;;) {
      if (this.take(newlines ? anySpace : lineSpace)) continue;
      if (this.take(lineComment)) continue;
      if (!this.isAt('/*')) return;
      const end = this.text.indexOf('*/', this.at + 2);
      if (end < 0) throw this.fault('unterminated comment');
      this.at = end + 2;
    }
  }

  /**
   * Reads a nested part.
   *
   * @throws HclSyntaxError if parts are nested too deeply
   */
  nested<Part>(read: () => Part): Part {
    this.#depth += 1;
    if (this.#depth > deepest) throw this.fault('nested too deeply');
    const part = read();
    this.#depth -= 1;
    return part;
  }

  fault(message: string): HclSyntaxError {
    return new HclSyntaxError(message, Math.min(this.at, this.text.length));
  }
}

const deepest = 300;
const anySpace = /\s+/y;
const lineSpace = /[^\S\n]+/y;
const lineComment = /(?:#|\/\/)[^\n]*/y;
