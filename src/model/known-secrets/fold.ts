import { barrier } from './decoded-text.ts';

/** A text as secrets are compared: its characters without case and accents, and without those that quoting adds. */
export interface FoldedText {
  /** UTF-16 units; only the first `length` of them. */
  readonly units: Uint16Array;
  readonly length: number;
  /** The index in the text of each unit. */
  readonly indexes: Int32Array;
}

/**
 * Folds a text. Blanks, line breaks, quotes, backslashes, commas, `+` and `$` are left out: shells, languages and wrapped
 * lines add or change them. So are characters that do not show. The time it takes is linear.
 */
export function fold(text: string): FoldedText {
  // One character above ASCII may become up to four units.
  const size = isAscii.test(text) ? text.length : text.length * longestFold;
  const units = new Uint16Array(size);
  const indexes = new Int32Array(size);
  let length = 0;
  const add = (unit: number, index: number) => {
    units[length] = unit;
    indexes[length] = index;
    length += 1;
  };
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      const folded = foldedAscii[unit] ?? 0;
      if (folded !== 0) add(folded, index);
      continue;
    }
    const folded = foldOther(unit);
    for (let part = 0; part < folded.length; part += 1) add(folded.charCodeAt(part), index);
  }
  return { units, length, indexes };
}

/** Whether folding leaves this UTF-16 unit out. */
export function isLeftOut(unit: number): boolean {
  return unit < 0x80 ? foldedAscii[unit] === 0 : foldOther(unit) === '';
}

const longestFold = 4;
const isAscii = /^[\x00-\x7f]*$/;

/** By ASCII code: the lower case, 0 where it is left out. */
const foldedAscii = Uint16Array.from({ length: 0x80 }, (_, code) =>
  /[\x00-\x20\x7f"'\\,+$]/.test(String.fromCharCode(code))
    ? 0
    : String.fromCharCode(code).toLowerCase().charCodeAt(0),
);

const foldedOthers = new Map<number, string>([[barrier.charCodeAt(0), barrier]]);

/** Characters above ASCII: decomposed, so that composed and decomposed texts are equal. */
function foldOther(unit: number): string {
  const known = foldedOthers.get(unit);
  if (known !== undefined) return known;
  const folded = String.fromCharCode(unit)
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cc}\p{Cf}\p{Z}"'\\,+$]/gu, '')
    .slice(0, longestFold);
  foldedOthers.set(unit, folded);
  return folded;
}
