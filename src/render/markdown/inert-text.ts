import { grouped } from '../../model/count.ts';
import { toPrintableLine } from '../../model/printable.ts';

/** How a piece of text is formatted as code. */
export type CodeStyle = (text: string) => string;

/**
 * Text as a code span, in which nothing is a mention, a reference, a link or HTML, so nobody is notified. Never empty.
 * Control characters, line feeds included, are escaped, so the text stays on one line.
 */
export const codeSpan: CodeStyle = (text) => {
  const line = shortLine(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  // Markdown strips one space at both ends, and a back-tick at an end would join the fence.
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
};

/** A code span in a table, where a bar ends the cell even inside code. */
export const tableCode: CodeStyle = (text) =>
  codeSpan(text).replace(/(?<!\\)(\\*)\|/g, (_, slashes: string) =>
    slashes === '' ? '\\|' : `${slashes}\\x7c`,
  );

/** Code as HTML, for places where Markdown is not parsed, such as a summary. */
export const htmlCode: CodeStyle = (text) => `<code>${escapeHtml(shortLine(text))}</code>`;

/**
 * A sentence that may contain foreign text. Plain words and numbers are kept; everything else becomes code.
 * Do not use it at the beginning of a block, where even `1.` has a meaning.
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
  const [before = ''] = /^["'(]*/.exec(word) ?? [];
  const [after = ''] = /(?<!["')])["')]*[.,;:!?]?$/.exec(word.slice(before.length)) ?? [];
  const core = word.slice(before.length, word.length - after.length);
  return core === '' ? { before: '', core: word, after: '' } : { before, core, after };
}

/** A text cut to a number of UTF-16 units, with a note of how much was cut. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const rest = grouped(text.length - longest);
  return `${text.slice(0, longest).toWellFormed()}… (${rest} more characters)`;
}

const longestSentence = 1000;
const longestCode = 200;

const plainWord = /^["'(]{0,2}(?:[A-Za-z]+(?:['-][a-z]+)*|\d{1,3}(?:,\d{3})*|%)["')]{0,2}[.,;:!?]?$/;
/** Letters that GitHub or GitLab may link as a commit hash. */
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
