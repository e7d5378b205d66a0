import type { Expression } from './hcl.ts';
import type { HclCursor } from './hcl-cursor.ts';

type Template = Extract<Expression, { kind: 'template' }>;

/** Parses the expression in an interpolation, up to its `}`. */
export type ParseInner = (cursor: HclCursor) => Expression;

/** Parses a string in quotes. */
export function parseQuoted(cursor: HclCursor, parseInner: ParseInner): Template {
  cursor.expect('"');
  const parts: (string | Expression)[] = [];
  while (!cursor.skip('"')) {
    if (cursor.isAtEnd || cursor.isAt('\n')) throw cursor.fault('unterminated string');
    const sequence = cursor.take(escaped);
    if (sequence !== undefined) parts.push(unescaped(sequence));
    else
      parts.push(...parseSequence(cursor, parseInner, { plain: plainInQuotes, limit: cursor.text.length }));
  }
  return { kind: 'template', parts };
}

/** Parses a here-document: `<<EOT`, or `<<-EOT`, which removes the common indentation. */
export function parseHeredoc(cursor: HclCursor, parseInner: ParseInner): Template {
  const [, dash = '', word = ''] = /^<<(-?)([\p{L}_][\p{L}\p{N}_-]*)/u.exec(cursor.take(heredoc) ?? '') ?? [];
  const start = cursor.at;
  const end = word === '' ? undefined : lineOf(cursor.text, word, start);
  if (end === undefined) throw cursor.fault('unterminated here-document');
  const parts: (string | Expression)[] = [];
  while (cursor.at < end.start)
    parts.push(...parseSequence(cursor, parseInner, { plain: plainInHeredoc, limit: end.start }));
  cursor.at = end.end;
  return { kind: 'template', parts: dash === '' ? parts : withoutIndent(parts) };
}

const heredoc = /<<-?[\p{L}_][\p{L}\p{N}_-]*[^\S\n]*\n/uy;
const escaped = /\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^\n])/y;
const plainInQuotes = /[^"\\$%\n]+/y;
const plainInHeredoc = /[^$%\n]+\n?|\n/y;

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(sequence: string): string {
  const letter = sequence.charAt(1);
  if (/^\\[uU].{4,}/.test(sequence)) {
    const code = Number.parseInt(sequence.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return simpleEscapes[letter] ?? letter;
}

/** Text, `$${` for `${`, an interpolation or a directive. */
function parseSequence(
  cursor: HclCursor,
  parseInner: ParseInner,
  { plain, limit }: { readonly plain: RegExp; readonly limit: number },
): readonly (string | Expression)[] {
  if (cursor.skip('$${')) return ['${'];
  if (cursor.skip('%%{')) return ['%{'];
  const isDirective = cursor.isAt('%{');
  if (cursor.isAt('${') || isDirective) {
    cursor.at += 2;
    cursor.skip('~');
    const value = parseInner(cursor);
    cursor.skip('~');
    if (cursor.at > limit) throw cursor.fault('unterminated interpolation');
    cursor.expect('}');
    return [isDirective ? { kind: 'other', uses: 'a template directive' } : value];
  }
  const text = cursor.take(plain);
  if (text !== undefined) return [text];
  cursor.at += 1;
  return [cursor.text.charAt(cursor.at - 1)];
}

/** The first line that consists of a word and white space. */
function lineOf(text: string, word: string, from: number): { start: number; end: number } | undefined {
  for (let start = from; start <= text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (text.slice(start, end).trim() === word) return { start, end };
    if (newline < 0) return undefined;
    start = newline + 1;
  }
  return undefined;
}

function withoutIndent(parts: readonly (string | Expression)[]): readonly (string | Expression)[] {
  const isLineStart = (index: number) => {
    const before = parts[index - 1];
    return index === 0 || (typeof before === 'string' && before.endsWith('\n'));
  };
  const indents = parts.flatMap((part, index) => {
    if (!isLineStart(index)) return [];
    const text = typeof part === 'string' ? part : '';
    return text.trim() === '' && text.endsWith('\n') ? [] : [/^[ \t]*/.exec(text)?.[0].length ?? 0];
  });
  const indent = indents.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  return parts.map((part, index) =>
    typeof part === 'string' && isLineStart(index) ? part.slice(Math.min(indent, part.length)) : part,
  );
}
