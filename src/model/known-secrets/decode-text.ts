import { barrier, DecodedText } from './decoded-text.ts';
import { decodeBase64, decodeByteList, decodeHex } from './encoded-bytes.ts';
import { type Decoder, decodeEscapes, decodeQuotedPrintable, leaveOutGaps } from './escapes.ts';

/** Every way of writing a text that is undone. To know another one, add its decoder. */
const decoders: readonly Decoder[] = [
  decodeEscapes,
  decodeQuotedPrintable,
  leaveOutGaps,
  decodeBase64,
  decodeHex,
  decodeByteList,
];

/** So many encodings, one in the other, are undone. */
const deepest = 6;

/** All that a long text decodes to may have this many times its length. A text made to have more is not shown. */
const largestGrowth = 24;

/**
 * Calls `visit` with a text and with everything that it decodes to, until that returns false. Masks are covered: they
 * are no part of a secret.
 *
 * @returns false where the text decodes to too much, so that not all of it was visited
 */
export function eachDecodedText(text: string, visit: (decoded: DecodedText) => boolean): boolean {
  const original = new DecodedText(coverMasks(text));
  const seen = new Set([original.text]);
  const queue = [{ decoded: original, depth: 0 }];
  let left = text.length * largestGrowth + 1_000_000;
  // An array also iterates what is added meanwhile.
  for (const { decoded, depth } of queue) {
    if (!visit(decoded)) return true;
    if (depth === deepest) continue;
    for (const inner of decodedOnce(decoded, seen)) {
      left -= inner.text.length;
      if (left < 0) return false;
      queue.push({ decoded: inner, depth: depth + 1 });
    }
  }
  return true;
}

/** What each decoder makes of a text, if it is new. */
function* decodedOnce(decoded: DecodedText, seen: Set<string>): Generator<DecodedText> {
  if (!mayBeEncoded.test(decoded.text)) return;
  for (const decode of decoders) {
    const inner = decode(decoded);
    if (!inner || seen.has(inner.text)) continue;
    seen.add(inner.text);
    yield inner;
  }
}

/** A cheap first test: names and numbers encode nothing. */
const mayBeEncoded =
  /[%\\&=<\n\0\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]|[\w+/-]{11}|(?:[\da-f]{1,3}[\s:,;+-]{1,40}(?:0x)?){3}[\da-f]/i;

/** Covers masks, which have the same length after it. */
export function coverMasks(text: string): string {
  return text.includes('(sensitive') ? text.replace(masks, (found) => barrier.repeat(found.length)) : text;
}

const masks = /\(sensitive(?: #\d{1,9})?\)/g;
