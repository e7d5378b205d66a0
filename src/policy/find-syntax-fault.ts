import type { ExpressionProblem } from './check-expression.ts';

/**
 * Where an expression breaks the syntax, and what is wrong there: the parser of the library names the start of the
 * operand that it gave up on. Undefined where this simple look at the tokens finds nothing.
 */
export function findSyntaxFault(text: string): ExpressionProblem | undefined {
  const open: Token[] = [];
  let last: Token | undefined;
  for (const token of tokensOf(text)) {
    const fault = faultOf(token, last, open);
    if (fault !== undefined) return { offset: token.offset, reason: fault };
    last = token;
  }
  const unclosed = open.at(-1);
  if (unclosed && (!last || endsOperand(last)))
    return { offset: unclosed.offset, reason: `"${unclosed.text}" is not closed` };
  if (last && endsOperand(last)) return undefined;
  if (!last) return { offset: 0, reason: 'the expression is empty' };
  return { offset: last.offset, reason: `nothing follows "${last.text}"` };
}

interface Token {
  readonly kind: 'operand' | 'word' | 'sign' | 'open-text' | 'unknown';
  readonly text: string;
  readonly offset: number;
}

const closings: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function faultOf(token: Token, last: Token | undefined, open: Token[]): string | undefined {
  if (token.kind === 'open-text') return `the text that begins with ${token.text} is not closed`;
  if (token.kind === 'unknown') return instead[token.text] ?? `unexpected ${token.text}`;
  if (token.kind === 'sign') return faultOfSign(token, last, open);
  if (last && endsOperand(last))
    return instead[token.text] ?? `an operator is missing before "${token.text}"`;
  return last?.text === '.' && token.kind !== 'word' ? `a name is missing after "."` : undefined;
}

function faultOfSign(token: Token, last: Token | undefined, open: Token[]): string | undefined {
  const { text } = token;
  if (text in closings) return faultOfClosing(token, last, open);
  if (isOpening(text)) open.push(token);
  const isAfterOperand = last !== undefined && endsOperand(last);
  if (!isAfterOperand) return prefixes.has(text) ? undefined : faultBefore(text, last);
  const isInfix = !['!', '{', '('].includes(text) || (text !== '!' && last.kind === 'word');
  return isInfix ? undefined : `an operator is missing before "${text}"`;
}

/** What can stand where an operand is expected. */
const prefixes: ReadonlySet<string> = new Set(['!', '-', '.', '(', '[', '{']);

function isOpening(text: string): boolean {
  return text === '(' || text === '[' || text === '{';
}

function faultBefore(text: string, last: Token | undefined): string {
  return last ? `"${text}" cannot follow "${last.text}"` : `nothing stands before "${text}"`;
}

function faultOfClosing({ text }: Token, last: Token | undefined, open: Token[]): string | undefined {
  const opening = open.pop();
  if (opening?.text !== closings[text]) return `"${text}" closes nothing`;
  const isEmpty = last === opening || last?.text === ',';
  return isEmpty || (last && endsOperand(last)) ? undefined : `nothing follows "${last?.text}"`;
}

function endsOperand({ kind, text }: Token): boolean {
  if (kind === 'word') return text !== 'in';
  return kind === 'operand' || text in closings;
}

/** Operators of other languages. */
const instead: Readonly<Record<string, string>> = {
  '=': '"=" is no operator: == compares',
  '===': '"===" is no operator: == compares',
  '!==': '"!==" is no operator: != compares',
  '&': '"&" is no operator: && means and',
  '|': '"|" is no operator: || means or',
  and: '"and" is no operator: write &&',
  or: '"or" is no operator: write ||',
  not: '"not" is no operator: write !',
};

const signs = ['===', '!==', '==', '!=', '<=', '>=', '&&', '||', ...'<>+-*/%!?:.,()[]{}'];
const known: ReadonlySet<string> = new Set(signs.slice(2));

function* tokensOf(text: string): Generator<Token> {
  let offset = 0;
  while (offset < text.length) {
    const rest = text.slice(offset, offset + 3);
    if (/^\s/.test(rest)) offset += 1;
    else if (rest.startsWith('//')) offset = endOfLine(text, offset);
    else {
      const token = tokenAt(text, offset);
      yield token;
      // Nothing after a text that does not end can be read.
      offset = token.kind === 'open-text' ? text.length : offset + token.text.length;
    }
  }
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

function tokenAt(text: string, offset: number): Token {
  const quoted = /^[rRbB]{0,2}(?:"""|'''|"|')/.exec(text.slice(offset, offset + 5))?.[0];
  if (quoted !== undefined) return quotedAt(text, offset, quoted);
  const word = wordAt(text, offset, /[A-Za-z0-9_]/);
  if (/^[0-9]/.test(word)) return { kind: 'operand', text: numberAt(text, offset), offset };
  if (word === 'in') return { kind: 'sign', text: word, offset };
  if (word !== '') return { kind: 'word', text: word, offset };
  const sign = signs.find((one) => text.startsWith(one, offset));
  if (sign !== undefined && known.has(sign)) return { kind: 'sign', text: sign, offset };
  return { kind: 'unknown', text: sign ?? text.charAt(offset), offset };
}

function wordAt(text: string, offset: number, character: RegExp): string {
  let end = offset;
  while (end < text.length && character.test(text.charAt(end))) end += 1;
  return text.slice(offset, end);
}

/** A dot belongs to a number only before a digit. */
function numberAt(text: string, offset: number): string {
  const whole = wordAt(text, offset, /[A-Za-z0-9_]/);
  const dot = offset + whole.length;
  if (text.charAt(dot) !== '.' || !/[0-9]/.test(text.charAt(dot + 1))) return whole;
  return `${whole}.${wordAt(text, dot + 1, /[A-Za-z0-9_]/)}`;
}

function quotedAt(text: string, offset: number, opening: string): Token {
  const quote = opening.replace(/^[rRbB]+/, '');
  const isRaw = /^[bB]?[rR]/.test(opening);
  let end = offset + opening.length;
  while (end < text.length && !text.startsWith(quote, end)) {
    if (quote.length === 1 && text.charAt(end) === '\n') return { kind: 'open-text', text: quote, offset };
    end += text.charAt(end) === '\\' && !isRaw ? 2 : 1;
  }
  if (end >= text.length) return { kind: 'open-text', text: quote, offset };
  return { kind: 'operand', text: text.slice(offset, end + quote.length), offset };
}
