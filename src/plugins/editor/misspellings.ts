import { escapePattern } from './json-schema.ts';

/**
 * A pattern of the misspellings of a key: one letter is missing, too much, another one, or changed places with its
 * neighbor. Undefined for a short key, which too many others resemble.
 *
 * A pattern of exactly these would be many times as long as the key. This one leaves a fifth of the key open, with one
 * letter more or less; what it matches otherwise is no key either, unless it is one of `known`. Digits are no typo:
 * `host.1` and `host.2` are two keys.
 */
export function misspellingsOf(key: string, known: readonly string[]): string | undefined {
  const letters = [...key];
  if (letters.length < shortest) return undefined;
  const pattern = patternFrom(letters, 0, Math.max(2, Math.ceil(letters.length / 5)));
  const expression = new RegExp(`^${pattern}$`, 'u');
  const others = known.filter((other) => expression.test(other)).map(escapePattern);
  return others.length === 0 ? pattern : `(?!(?:${others.join('|')})$)${pattern}`;
}

const shortest = 5;

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

function textOf(letters: readonly string[]): string {
  return escapePattern(letters.join(''));
}
