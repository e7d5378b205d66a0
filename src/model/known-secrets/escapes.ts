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
export const decodeQuotedPrintable: Decoder = replacing(
  /=(?:[0-9a-f]{2}|[ \t]{0,8}\r?\n)/gi,
  (found, write, from, to) => {
    if (!found.endsWith('\n')) write.byte(Number.parseInt(found.slice(1), 16), from, to);
  },
);

/**
 * Lines that were wrapped within an escape, and strings that a program puts together: elsewhere line breaks do not
 * matter.
 */
export const joinLines: Decoder = (source) => (isCut.test(source.text) ? join(source) : undefined);

const isCut =
  /(?:%u?[0-9a-fA-F]{0,3}|[\\=][uUxX]?[0-9a-fA-F{]{0,7}|&#?\w{0,14}|["'][ \t]{0,9}[+.,&]?)[ \t]{0,9}\\?\r?\n/;
const join = replacing(/["']?[ \t]?[+.,&\\]?[ \t]?\r?\n[ \t]*["']?/g, () => {});

/** Characters that do not show, and the zeros of UTF-16 that was read byte by byte. */
export const dropHidden: Decoder = replacing(
  /[\0\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]+/g,
  () => {},
);

/** Backslashes before signs, which may be within other escapes: `\\u\\{68\\}`. */
export const dropBackslashes: Decoder = replacing(/(?<!\\)\\+(?=[^\w\s\\])/g, () => {});

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
