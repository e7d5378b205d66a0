import type { Source } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import { maskSpans, secretSpansInBrokenText, secretSpansInLine } from './mask-excerpt.ts';

/** Longer lines (JSON without line breaks) are not useful as an excerpt and are slow to search for secrets. */
const longestExcerpt = 1000;

/** The text of one file; converts offsets to lines and columns. */
export class SourceText {
  /** Relative to the project's directory, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly #starts: readonly number[];
  /** The line of the last lookup: the next one is usually close to it. */
  #latest = 0;
  #lines: readonly string[] | undefined;
  readonly #secretsByLine = new Map<number, readonly Span[]>();
  #findSecrets: (() => readonly Span[]) | undefined;
  #secrets: readonly Span[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#starts = startsOfLines(text);
  }

  /**
   * Sets how to find the secrets of the text once its structure is known. Until then, every line is masked by strict
   * guessing. The function is called when the first line is shown, which most files never need.
   */
  hide(findSecrets: () => readonly Span[]): void {
    this.#findSecrets = findSecrets;
    this.#secrets = undefined;
    this.#secretsByLine.clear();
  }

  /** The position of a span: its first line, up to its end or to the end of that line. */
  sourceOf(span: Span): Source {
    return new Position(this, this.#lineAt(span.start), span);
  }

  /** The 0-based column of an offset in a 0-based line, at most the end of the line. */
  columnIn(line: number, offset: number): number {
    const start = this.#starts[line] ?? 0;
    return Math.min(offset - start, this.#endOf(line) - start);
  }

  /** The excerpt of the line that a span begins in. */
  excerptOf(line: number, span: Span): Pick<Source, 'endColumn' | 'excerpt'> {
    const start = this.columnIn(line, span.start);
    const behind = span.end - (this.#starts[line] ?? 0);
    const end = Math.min(Math.max(behind, start + 1), Math.max(this.#lineOf(line).length, start + 1));
    return this.#excerpt(line, { start, end });
  }

  /** The offset of the line break, or the end of the text. */
  #endOf(line: number): number {
    const next = this.#starts[line + 1];
    if (next === undefined) return this.text.endsWith('\r') ? this.text.length - 1 : this.text.length;
    return this.text[next - 2] === '\r' ? next - 2 : next - 1;
  }

  #lineOf(line: number): string {
    return this.#allLines()[line] ?? '';
  }

  #allLines(): readonly string[] {
    this.#lines ??= this.text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
    return this.#lines;
  }

  /**
   * The line with its secrets masked. A mask differs in length from its secret, so a caret after it would be misplaced:
   * then there is no excerpt, nor for a line that is only a mask. A caret under a mask is one character wide, so that
   * the length of the secret stays hidden.
   */
  #excerpt(line: number, marked: Span): Pick<Source, 'endColumn' | 'excerpt'> {
    const text = this.#lineOf(line);
    if (text.length > longestExcerpt) return {};
    const secrets = this.#secretsIn(line);
    const isSecret = secrets.some((secret) => secret.start < marked.end && secret.end > marked.start);
    const endColumn = isSecret && !this.#isInsideSecret(marked, secrets) ? {} : { endColumn: marked.end + 1 };
    const isWholeLine = secrets.some(
      (secret) => secret.start <= indentOf(text) && secret.end >= text.trimEnd().length,
    );
    if (isWholeLine || secrets.some((secret) => secret.start < marked.start)) return endColumn;
    return { ...endColumn, excerpt: maskSpans(text, secrets) };
  }

  /** A reference such as `${env.NAME}` inside a masked value is not a secret. */
  #isInsideSecret(marked: Span, secrets: readonly Span[]): boolean {
    return secrets.some((secret) => secret.start < marked.start && secret.end >= marked.end);
  }

  #secretsIn(line: number): readonly Span[] {
    const found = this.#secretsByLine.get(line) ?? this.#findSecretsIn(line);
    this.#secretsByLine.set(line, found);
    return found;
  }

  #findSecretsIn(line: number): readonly Span[] {
    const text = this.#lineOf(line);
    if (!this.#findSecrets) return secretSpansInBrokenText(this.#allLines(), line);
    this.#secrets ??= this.#findSecrets();
    const start = this.#starts[line] ?? 0;
    const known = this.#secrets
      .filter((secret) => secret.start < start + text.length && secret.end > start)
      .map((secret) => ({
        start: Math.max(secret.start - start, indentOf(text)),
        end: Math.min(secret.end - start, text.length),
      }));
    return [...known, ...secretSpansInLine(text)];
  }

  /** The index of the line of an offset: the latest one, or found by binary search. */
  #lineAt(offset: number): number {
    const starts = this.#starts;
    let [low, high] = [0, starts.length - 1];
    if ((starts[this.#latest] ?? 0) <= offset) {
      low = this.#latest;
      const near = low + 2;
      if (near < starts.length && (starts[near] ?? 0) > offset) high = near;
    }
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#latest = low;
    return low;
  }
}

/** Computes its excerpt lazily: of thousands of positions, few are shown. */
class Position implements Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly #text: SourceText;
  readonly #start: number;
  readonly #end: number;

  constructor(text: SourceText, line: number, { start, end }: Span) {
    this.file = text.file;
    this.line = line + 1;
    this.column = text.columnIn(line, start) + 1;
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  get endColumn(): number | undefined {
    return this.#shown().endColumn;
  }

  get excerpt(): string | undefined {
    return this.#shown().excerpt;
  }

  #shown(): Pick<Source, 'endColumn' | 'excerpt'> {
    return this.#text.excerptOf(this.line - 1, { start: this.#start, end: this.#end });
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
