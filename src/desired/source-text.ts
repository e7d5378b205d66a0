import type { Source } from '../model/source.ts';
import { maskSpans, type Span, secretSpansInBrokenText, secretSpansInLine } from './secret-excerpt.ts';

/** Longer lines (JSON without line breaks) help nobody, and looking through them for every place takes its time. */
const longestExcerpt = 1000;

/** The text of one file, and the places in it as people count them. */
export class SourceText {
  /** Relative to the project's directory, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly #lines: readonly string[];
  readonly #starts: readonly number[];
  readonly #secretsByLine = new Map<number, readonly Span[]>();
  #secrets: readonly Span[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
    this.#starts = startsOfLines(text);
  }

  /** Tells which parts of the text are secret, once its structure is known; until then it is guessed strictly. */
  hide(secrets: readonly Span[]): void {
    this.#secrets = secrets;
    this.#secretsByLine.clear();
  }

  /** The place of a span: its first line, up to its end or to the end of that line. */
  sourceOf(span: Span): Source {
    const line = this.#lineAt(span.start);
    const start = this.#starts[line] ?? 0;
    const text = this.#lines[line] ?? '';
    const column = Math.min(span.start - start, text.length);
    const end = Math.min(Math.max(span.end - start, column + 1), Math.max(text.length, column + 1));
    return {
      file: this.file,
      line: line + 1,
      column: column + 1,
      ...this.#excerpt(line, { start: column, end }),
    };
  }

  /**
   * The line with its secrets masked. A mask has a length of its own, so a caret behind it would point astray: then
   * the line is left out, and so is one that would be nothing but a mask. A caret under the mask is one character wide, to keep the length of the secret.
   */
  #excerpt(line: number, marked: Span): Pick<Source, 'endColumn' | 'excerpt'> {
    const text = this.#lines[line] ?? '';
    if (text.length > longestExcerpt) return {};
    const secrets = this.#secretsIn(line);
    const isHidden = secrets.some((secret) => secret.start < marked.end && secret.end > marked.start);
    const endColumn = isHidden && !this.#isInsideShown(marked, secrets) ? {} : { endColumn: marked.end + 1 };
    const isWholeLine = secrets.some(
      (secret) => secret.start <= indentOf(text) && secret.end >= text.trimEnd().length,
    );
    if (isWholeLine || secrets.some((secret) => secret.start < marked.start)) return endColumn;
    return { ...endColumn, excerpt: maskSpans(text, secrets) };
  }

  /** A reference such as `${env.NAME}` within a hidden value is no secret itself. */
  #isInsideShown(marked: Span, secrets: readonly Span[]): boolean {
    return secrets.some((secret) => secret.start < marked.start && secret.end >= marked.end);
  }

  #secretsIn(line: number): readonly Span[] {
    const found = this.#secretsByLine.get(line) ?? this.#findSecretsIn(line);
    this.#secretsByLine.set(line, found);
    return found;
  }

  #findSecretsIn(line: number): readonly Span[] {
    const text = this.#lines[line] ?? '';
    if (!this.#secrets) return secretSpansInBrokenText(this.#lines, line);
    const start = this.#starts[line] ?? 0;
    const known = this.#secrets
      .filter((secret) => secret.start < start + text.length && secret.end > start)
      .map((secret) => ({
        start: Math.max(secret.start - start, indentOf(text)),
        end: Math.min(secret.end - start, text.length),
      }));
    return [...known, ...secretSpansInLine(text)];
  }

  /** The index of the line that an offset lies in, by bisection. */
  #lineAt(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
