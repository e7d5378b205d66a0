import { escapePattern } from './json-schema.ts';

/**
 * A pattern of the misspellings of a key: one letter is missing, too much, another one, or changed places with its
 * neighbor. Undefined for a very short key, which too many others resemble.
 *
 * Of a long key, a pattern of exactly these would be many times as long as the key. It leaves a fifth of the key open, with
 * one letter more or less; what it matches otherwise is no key either, unless it is one of `known`. Digits are no typo:
 * `host.1` and `host.2` are two keys.
 */
export function misspellingsOf(key: string, known: readonly string[]): string | undefined {
  const letters = [...key];
  if (letters.length < shortest) return undefined;
  const pattern =
    letters.length < long ? exactPattern(letters) : patternFrom(letters, 0, Math.ceil(letters.length / 5));
  const expression = new RegExp(`^${pattern}$`, 'u');
  const others = known.filter((other) => expression.test(other)).map(escapePattern);
  return others.length === 0 ? pattern : `(?!(?:${others.join('|')})$)${pattern}`;
}

const shortest = 3;
const long = 8;

/**
 * From a place on: the next part is misspelled, or it is right and a later one is not. A part shares a letter with the
 * next one, so that two letters that changed places are in one of them.
 */
function patternFrom(letters: readonly string[], start: number, size: number): string {
  const end = Math.min(letters.length, start + size + 1);
  const open = String.raw`\D{${end - start - 1},${end - start + 1}}${textOf(letters.slice(end))}`;
  const next = start + size;
  if (next >= letters.length) return open;
  return `(?:${open}|${textOf(letters.slice(start, next))}${patternFrom(letters, next, size)})`;
}

/** One letter is missing or another one, one is too much, or two changed places. */
function exactPattern(letters: readonly string[]): string {
  const typos = [...letters.keys(), letters.length].flatMap((at) => {
    const [before, after] = [textOf(letters.slice(0, at)), textOf(letters.slice(at))];
    const rest = textOf(letters.slice(at + 1));
    const [first = '', second = ''] = letters.slice(at, at + 2);
    const swapped = before + escapePattern(second + first) + textOf(letters.slice(at + 2));
    return [
      String.raw`${before}\D${after}`,
      ...(first === '' ? [] : [String.raw`${before}\D?${rest}`]),
      ...(second === '' ? [] : [swapped]),
    ];
  });
  return `(?:${typos.join('|')})`;
}

function textOf(letters: readonly string[]): string {
  return escapePattern(letters.join(''));
}
