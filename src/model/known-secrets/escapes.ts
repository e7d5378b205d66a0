import { type DecodedText, Decoding } from './decoded-text.ts';
import { namedEntity } from './html-entities.ts';

/** Undoes one way of writing characters; undefined where the text has nothing of it. */
export type Decoder = (source: DecodedText) => DecodedText | undefined;

/** Writes what one match decodes to. `from` and `to`: its place in the source. */
type Rewrite = (found: string, write: Decoding, from: number, to: number) => void;

/**
 * One level of escapes: percent-encoding, backslashes of any language (however many of them: JSON in JSON), entities of
 * HTML and XML, and CDATA that is split.
 */
export const decodeEscapes: Decoder = replacing(
  /%u[\da-fA-F]{4}|%[\da-fA-F]{2}|%%|(?<!\\)\\+(?:[uU]\{[\da-fA-F]{1,6}\}|U00[01][\da-fA-F]{5}|[uU][\da-fA-F]{4}|[xX][\da-fA-F]{2}|[0-3]?[0-7]{2}|[nrtbf])|&#[xX][\da-fA-F]{1,6};?|&#\d{1,7};?|&[a-zA-Z]{2,16};?|\]\]><!\[CDATA\[|<w?br ?\/?>/g,
  rewriteEscape,
);

/** Quoted-printable: apart from the other escapes, since many a text has `name=12`. */
export const decodeQuotedPrintable: Decoder = (source) =>
  isQuotedPrintable.test(source.text) ? decodeEquals(source) : undefined;

/** What must be encoded: `=`, blanks at the end of a line, what is not ASCII; and lines that go on. */
const isQuotedPrintable = /=(?:3D|20|0[9AD]|[89A-F][\dA-F]|[ \t]{0,8}\r?\n)/;
const decodeEquals = replacing(/=(?:[\da-fA-F]{2}|[ \t]{0,8}\r?\n)/g, (found, write, from, to) => {
  if (!found.endsWith('\n')) write.byte(Number.parseInt(found.slice(1), 16), from, to);
});

/**
 * Leaves out what may stand within an escape: backslashes before signs (`\\u\{68\}`), characters that do not show, the
 * zeros of UTF-16 that was read byte by byte, the ends of lines, and of strings that a program puts together.
 */
export const leaveOutGaps: Decoder = (source) => (hasGaps.test(source.text) ? dropGaps(source) : undefined);

const hasGaps =
  /\\[^\w\s\\]|[\0\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]|(?:%u?[\da-fA-F]{0,3}|[\\=][uUxX]?[\da-fA-F{]{0,7}|&#?\w{0,14}|["'][ \t]{0,9}[+.,&]?)[ \t]{0,9}\\?\r?\n/;
const dropGaps = replacing(
  /(?<!\\)\\+(?=[^\w\s\\])|[\0\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]+|["']?[ \t]?[+.,&\\]?[ \t]?\r?\n[ \t]*["']?/g,
  () => {},
);

function replacing(pattern: RegExp, rewrite: Rewrite): Decoder {
  return (source) => {
    let write: Decoding | undefined;
    let done = 0;
    for (const match of source.text.matchAll(pattern)) {
      const [found] = match;
      write ??= new Decoding(source);
      write.copy(done, match.index);
      done = match.index + found.length;
      rewrite(found, write, match.index, done);
    }
    write?.copy(done, source.text.length);
    return write?.finish();
  };
}

function rewriteEscape(found: string, write: Decoding, from: number, to: number): void {
  if (found.startsWith('%')) rewritePercent(found, write, from, to);
  else if (found.startsWith('\\')) rewriteBackslash(found.replace(/^\\+/, ''), write, from, to);
  else if (found.startsWith('&')) rewriteEntity(found, write, from, to);
}

function rewritePercent(found: string, write: Decoding, from: number, to: number): void {
  if (found === '%%') write.unit(0x25, from, to);
  else if (found.length > 3) write.unit(Number.parseInt(found.slice(2), 16), from, to);
  else write.byte(Number.parseInt(found.slice(1), 16), from, to);
}

/** `code`: what follows the backslashes. */
function rewriteBackslash(code: string, write: Decoding, from: number, to: number): void {
  if (/^\d/.test(code)) write.byte(Number.parseInt(code, 8), from, to);
  else if (/^x./i.test(code)) write.byte(Number.parseInt(code.slice(1), 16), from, to);
  else if (/^u[^{]{4}$/i.test(code)) write.unit(Number.parseInt(code.slice(1), 16), from, to);
  else if (/^u./i.test(code)) {
    write.codePoint(Number.parseInt(code.replace(/^u\{?/i, ''), 16), from, to);
  } else write.unit(0x0a, from, to);
}

function rewriteEntity(found: string, write: Decoding, from: number, to: number): void {
  const number = /^&#([xX]?)(\w+)/.exec(found);
  if (number) {
    write.codePoint(Number.parseInt(number[2] ?? '', number[1] === '' ? 10 : 16), from, to);
    return;
  }
  const { length, characters } = namedEntity(found);
  for (const unit of characters.split('')) write.unit(unit.charCodeAt(0), from, from + length);
  write.copy(from + length, to);
}
