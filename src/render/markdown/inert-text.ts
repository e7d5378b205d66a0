import { grouped } from '../../model/count.ts';
import { toPrintableLine } from '../../model/printable.ts';

/** How a piece of text is put in code. */
export type CodeStyle = (text: string) => string;

/**
 * Text as a code span: in one, nothing is a mention, a reference, a link or HTML, and nobody is notified. Never empty.
 * What would act on a terminal is escaped, line feeds too, so that it stays on its line.
 */
export const codeSpan: CodeStyle = (text) => {
  const line = shortLine(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  // A blank at both ends would be stripped, and a back-tick at one would join the fence.
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
};

/** The same in a table, where a bar ends the cell even inside of code. */
export const tableCode: CodeStyle = (text) =>
  codeSpan(text).replace(/(\\*)\|/g, (_, slashes: string) => (slashes === '' ? '\\|' : `${slashes}\\x7c`));

/** The same as HTML, where Markdown is not read: in a summary. */
export const htmlCode: CodeStyle = (text) => `<code>${escapeHtml(shortLine(text))}</code>`;

/**
 * A sentence that may hold anybody's words. Plain words and numbers stay as they are; all else is put in code.
 * It must not stand at the beginning of a block, where even `1.` has a meaning.
 */
export function inertSentence(text: string, code: CodeStyle): string {
  const words = cutText(toPrintableLine(text), longestSentence).split(/ +/);
  const pieces: Piece[] = [];
  for (const piece of words.filter((word) => word !== '').map(pieceOf)) {
    const last = pieces.at(-1);
    // Neighbours share one code span, unless punctuation stands between them.
    if (last?.core && piece.core && last.after === '' && piece.before === '') {
      pieces[pieces.length - 1] = { ...last, core: `${last.core} ${piece.core}`, after: piece.after };
    } else pieces.push(piece);
  }
  return pieces.map(({ before, core, after }) => before + (core === '' ? '' : code(core)) + after).join(' ');
}

/** A word: `core` goes into code, quotes and punctuation around it do not. A plain word is all `before`. */
interface Piece {
  readonly before: string;
  readonly core: string;
  readonly after: string;
}

function pieceOf(word: string): Piece {
  if (isPlain(word)) return { before: word, core: '', after: '' };
  const [, before = '', core = '', after = ''] = /^(["'(]*)(.*?)(["')]*[.,;:!?]?)$/.exec(word) ?? [];
  return core === '' ? { before: '', core: word, after: '' } : { before, core, after };
}

/** A text cut to so many UTF-16 units, saying so. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const rest = grouped(text.length - longest);
  return `${text.slice(0, longest).toWellFormed()}… (${rest} more characters)`;
}

const longestSentence = 1000;
const longestCode = 200;

const plainWord = /^["'(]{0,2}(?:[A-Za-z]+(?:['-][a-z]+)*|\d{1,3}(?:,\d{3})*|%)["')]{0,2}[.,;:!?]?$/;
/** Letters that a forge takes for the beginning of a commit's hash. */
const hash = /[a-f]{7}/i;

function isPlain(word: string): boolean {
  return plainWord.test(word) && !hash.test(word);
}

function shortLine(text: string): string {
  const line = toPrintableLine(text);
  if (line.trim() === '') return JSON.stringify(line);
  return cutText(line, longestCode);
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
