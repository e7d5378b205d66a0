import { spellings as allSpellings } from './spellings.ts';

/**
 * Secrets that can be found in any output: whatever an output does to one (cuts it, escapes it for a URL or JSON,
 * encodes it in base64), a part of it stays recognizable.
 */
export interface Canary {
  /** What it stands for, such as `password` or `jaas, new`. */
  readonly of: string;
  readonly secret: string;
  /** It stands in the secret twice, at the beginning and at the end; it occurs nowhere else. */
  readonly word: string;
}

/** A secret with characters that every way of escaping writes differently. */
export function canary(of: string): Canary {
  return makeCanary(of, `"&' /+%=`);
}

/** A secret that a header, a token or a line of a file can hold. */
export function plainCanary(of: string): Canary {
  return makeCanary(of, '-._~');
}

/** Every part of these secrets in a text, described for a failing test. */
export function findLeaks(text: string, canaries: readonly Canary[]): string[] {
  return canaries.flatMap(({ of, word }) =>
    inEveryForm(word)
      .filter((form) => text.includes(form))
      .map((form) => `${of}: ${form}`),
  );
}

/** The spellings of the canary tests; the others have a test of their own, without a worker. */
export const spellings: Readonly<Record<string, (text: string) => string>> = Object.fromEntries(
  [
    'as it is',
    'percent-encoded',
    'percent-encoded as a whole',
    'as a form',
    'with \\uXXXX',
    'in JSON',
    'in JSON in JSON',
    'with decimal entities',
    'with hexadecimal entities',
    'in upper case',
    'in lower case',
    'in hexadecimal digits',
    'in base64',
    'in shell quotes',
  ].map((name) => {
    const spell = allSpellings[name];
    if (!spell) throw new Error(`no spelling is called ${name}`);
    return [name, spell];
  }),
);

/** A word as it is, in every spelling, and within anything in base64. */
export function inEveryForm(word: string): string[] {
  const spelled = Object.values(spellings).map((spell) => spell(word));
  return [...new Set([...spelled.filter((form) => form.length >= word.length), ...inBase64(word)])];
}

/** The secret in every form that a message may quote it in. */
export function quoted({ secret }: Canary): string {
  return Object.values(spellings)
    .map((spell) => `<${spell(secret)}>`)
    .join(' and ');
}

function makeCanary(of: string, between: string): Canary {
  const word = `Q${of.replaceAll(/[^a-z0-9]/gi, '')}Canary`;
  return { of, word, secret: `${word}${between}${word}` };
}

/** How the word looks within anything in base64: each of three alignments, without what its neighbours decide. */
function inBase64(word: string): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.from('x'.repeat(shift) + word);
    return text.toString('base64').slice(Math.ceil((shift * 8) / 6), Math.floor((text.length * 8) / 6));
  });
}
