import type { Expression } from './hcl.ts';
import type { HclCursor } from './hcl-cursor.ts';
import { parseHeredoc, parseQuoted } from './parse-template.ts';

/** Whether newlines are white space, as within parentheses, or end the expression. */
interface Lines {
  readonly newlines: boolean;
}

/** Parses an expression up to its end: a newline, a comma or a closing bracket. */
export function parseExpression(cursor: HclCursor, lines: Lines): Expression {
  cursor.skipSpace(lines);
  const first = cursor.nested(() => parsePrimary(cursor));
  cursor.skipSpace(lines);
  if (cursor.isAtEnd || endsExpression(cursor)) return first;
  const uses = first.kind === 'other' ? first.uses : nameOfOperator(cursor);
  skipRest(cursor, lines);
  return { kind: 'other', uses };
}

/** The expression in an interpolation. */
function parseInner(cursor: HclCursor): Expression {
  return parseExpression(cursor, { newlines: true });
}

function endsExpression(cursor: HclCursor): boolean {
  return /[\n,}\])]/.test(cursor.text.charAt(cursor.at)) || cursor.isAt('~}');
}

function nameOfOperator(cursor: HclCursor): string {
  if (cursor.isAt('?')) return 'a condition';
  return cursor.isAt('[') ? 'an index' : 'an operator';
}

function parsePrimary(cursor: HclCursor): Expression {
  if (cursor.isAt('"')) return parseQuoted(cursor, parseInner);
  if (cursor.isAt('<<')) return parseHeredoc(cursor, parseInner);
  if (cursor.isAt('{')) return parseObject(cursor);
  if (cursor.isAt('[')) return parseList(cursor);
  const number = cursor.take(numberLiteral);
  if (number !== undefined) return { kind: 'literal', text: number };
  const path = cursor.take(reference);
  if (path === undefined) return { kind: 'other', uses: 'an operator' };
  if (cursor.isAt('(')) return { kind: 'other', uses: `the function ${path}` };
  if (path === 'true' || path === 'false') return { kind: 'literal', text: path };
  if (path === 'null') return { kind: 'literal', text: null };
  return { kind: 'reference', path: path.split('.') };
}

const numberLiteral = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const reference = /[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}\p{N}_-]+)*/uy;
const forKeyword = /for\b(?![-.])/y;

function parseObject(cursor: HclCursor): Expression {
  cursor.expect('{');
  const entries: [Expression, Expression][] = [];
  for (;;) {
    cursor.skipSpace({ newlines: true });
    if (entries.length === 0 && isAtFor(cursor)) return skipFor(cursor, '}');
    if (cursor.skip('}')) return { kind: 'object', entries };
    const key = parseKey(cursor);
    cursor.skipSpace({ newlines: true });
    if (!(cursor.skip('=') || cursor.skip(':'))) throw cursor.fault('expected =');
    entries.push([key, parseExpression(cursor, { newlines: false })]);
    cursor.skipSpace({ newlines: false });
    if (!(cursor.skip(',') || cursor.isAt('\n') || cursor.isAt('}'))) throw cursor.fault('expected }');
  }
}

function isAtFor(cursor: HclCursor): boolean {
  const { at } = cursor;
  const isFor = cursor.take(forKeyword) !== undefined;
  cursor.skipSpace({ newlines: true });
  const isOperator = cursor.isAt('=') || cursor.isAt(':');
  cursor.at = at;
  return isFor && !isOperator;
}

function skipFor(cursor: HclCursor, end: string): Expression {
  skipRest(cursor, { newlines: true });
  while (cursor.skip(',')) skipRest(cursor, { newlines: true });
  cursor.expect(end);
  return { kind: 'other', uses: 'a for expression' };
}

/** A word as a key is text, and not a reference. */
function parseKey(cursor: HclCursor): Expression {
  if (cursor.isAt('"')) return parseQuoted(cursor, parseInner);
  const word = cursor.take(reference) ?? cursor.take(numberLiteral);
  if (word !== undefined) return { kind: 'template', parts: [word] };
  if (!cursor.isAt('(')) throw cursor.fault('expected a key');
  skipBracket(cursor);
  return { kind: 'other', uses: 'a key in parentheses' };
}

function parseList(cursor: HclCursor): Expression {
  cursor.expect('[');
  const items: Expression[] = [];
  for (;;) {
    cursor.skipSpace({ newlines: true });
    if (items.length === 0 && isAtFor(cursor)) return skipFor(cursor, ']');
    if (cursor.skip(']')) return { kind: 'list', items };
    items.push(parseExpression(cursor, { newlines: true }));
    cursor.skipSpace({ newlines: true });
    if (!(cursor.skip(',') || cursor.isAt(']'))) throw cursor.fault('expected ]');
  }
}

/** Skips the rest of an expression that is not evaluated. */
function skipRest(cursor: HclCursor, { newlines }: Lines): void {
  for (;;) {
    cursor.skipSpace({ newlines });
    if (cursor.isAtEnd || endsExpression(cursor)) return;
    if (/[([{]/.test(cursor.text.charAt(cursor.at))) cursor.nested(() => skipBracket(cursor));
    else if (cursor.isAt('"')) parseQuoted(cursor, parseInner);
    else if (cursor.isAt('<<')) parseHeredoc(cursor, parseInner);
    else cursor.at += 1;
  }
}

function skipBracket(cursor: HclCursor): void {
  const close = ({ '(': ')', '[': ']', '{': '}' } as const)[cursor.text.charAt(cursor.at)] ?? '';
  cursor.at += 1;
  for (;;) {
    skipRest(cursor, { newlines: true });
    if (cursor.skip(close)) return;
    if (!cursor.skip(',')) throw cursor.fault(`expected ${close}`);
  }
}
