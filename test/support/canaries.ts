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

/** A word as it is, in every spelling, and within anything in base64. */
export function inEveryForm(word: string): string[] {
  return [...new Set([word, ...Object.values(spellings).map((spell) => spell(word)), ...inBase64(word)])];
}

/** How a message may write a secret: each character of it in the same way. */
export const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'percent-encoded as a whole': (secret) => ofBytes(secret, (byte) => `%${byte}`),
  'escaped as in Java': (secret) => ofUnits(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  'HTML entities in decimal': (secret) => ofUnits(secret, (code) => `&#${code};`),
  'HTML entities in hex': (secret) => ofUnits(secret, (code) => `&#x${code.toString(16)};`),
  hex: (secret) => ofBytes(secret, (byte) => byte),
  'hex in capitals': (secret) => ofBytes(secret, (byte) => byte.toUpperCase()),
  'small letters': (secret) => secret.toLowerCase(),
  'capital letters': (secret) => secret.toUpperCase(),
};

function ofBytes(text: string, write: (byte: string) => string): string {
  return [...Buffer.from(text)].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');
}

function ofUnits(text: string, write: (code: number) => string): string {
  return Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('');
}

/** The secret in every form that a message may quote it in. */
export function quoted({ secret }: Canary): string {
  const forms = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ a: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    secret.replaceAll('"', '\\"'),
  ];
  return forms.map((form) => `<${form}>`).join(' and ');
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
