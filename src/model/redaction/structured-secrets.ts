import type { Span } from '../span.ts';
import { pairs } from './secret-form.ts';
import { saysSecret } from './secret-key-name.ts';

/**
 * The values of `"password": "…"`, of numbers too, and of `'password': '…'` as Python prints it; also in JSON within a
 * JSON text, where the quotes have backslashes, and where the text breaks off.
 */
export function findJsonSecrets(covered: string): readonly Span[] {
  const found: Span[] = [];
  let done = 0;
  for (const match of covered.matchAll(member)) {
    const { 0: whole, 1: name = '', index } = match;
    if (index < done || !saysSecret(name)) continue;
    const start = index + whole.length;
    const values = covered[start] === '{' ? valuesIn(covered, start + 1) : [readValue(covered, start)];
    for (const value of values) {
      if (!value) continue;
      found.push(value);
      done = value.end;
    }
  }
  return found;
}

/** A name in quotes, and what divides it from its value. */
const member = /["']([^"'\\\n]+)\\*["']\s*(?::|=>)\s*/g;

/** The private members of a JSON Web Key: `d` of every kind, and the primes of RSA. */
export function findJsonWebKeys(covered: string): readonly Span[] {
  if (!/["']kty\\*["']/.test(covered)) return [];
  const members = covered.matchAll(/["'](?:d|p|q|dp|dq|qi|k)\\*["']\s*:\s*/g);
  return [...members].flatMap(({ 0: whole, index }) => readValue(covered, index + whole.length) ?? []);
}

/** From `{"name": "password"` to the `"value"` of the same object, before or after it. */
export function findNamedValues(covered: string): readonly Span[] {
  const found: Span[] = [];
  for (const { 1: quoted = '', 2: bare = '', index } of covered.matchAll(named)) {
    if (!saysSecret(quoted || bare)) continue;
    const start = Math.max(covered.lastIndexOf('{', index), index - longestObject, 0);
    found.push(...valuesIn(covered, start, index));
  }
  return found;
}

/** The values of the members called `value` between a place and the end of the object around another. */
function valuesIn(covered: string, start: number, inside = start): readonly Span[] {
  const text = covered.slice(start, objectEnd(covered, inside));
  return [...text.matchAll(valueMember)].flatMap(
    ({ 0: whole, index }) => readValue(covered, start + index + whole.length) ?? [],
  );
}

const named =
  /(?<![\w.-])(?:name|key|id|header|field|property|k)\\*["']?\s*[:=]\s*(?:\\*["']([^"'\\\n]+)|([\w.-]+))/gi;
const valueMember = /(?<![\w.-])(?:value|val|v)\\*["']?\s*[:=]\s*/gi;

/** Bounds the search in texts without braces. */
const longestObject = 2048;

function objectEnd(text: string, from: number): number {
  const end = text.slice(from, from + longestObject).search(/[{}]/);
  return end < 0 ? from + longestObject : from + end;
}

/** The place of a text in quotes, or of a number or word without; undefined for anything else. */
function readValue(text: string, start: number): Span | undefined {
  const open = /^(\\*)(["'])/.exec(text.slice(start, start + deepestEscape));
  if (!open) return readBare(text, start);
  const [quoted, backslashes = '', quote = '"'] = open;
  const inside = start + quoted.length;
  const end = closingQuote(text, { from: inside, quote, depth: backslashes.length });
  return end > inside ? { start: inside, end } : undefined;
}

/** JSON in JSON in JSON needs seven backslashes for a quote. */
const deepestEscape = 40;

function readBare(text: string, start: number): Span | undefined {
  const bare = /^(?:\[[^\]\n]*\]?|[^\s"'{}[\],;:&]+)/.exec(text.slice(start, start + longestObject))?.[0];
  if (bare === undefined || /^(?:null|none|true|false|undefined|\[\s*\]?)$/i.test(bare)) return undefined;
  return { start, end: start + bare.length };
}

/** A quote with more backslashes before it than the opening one is a part of the text. */
function closingQuote(
  text: string,
  { from, quote, depth }: { readonly from: number; readonly quote: string; readonly depth: number },
): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    let backslashes = 0;
    while (at - backslashes > from && text[at - backslashes - 1] === '\\') backslashes += 1;
    // Pairs of backslashes are backslashes of the text; of JSON in JSON, any number up to that of its own quotes.
    if (depth === 0 ? backslashes % 2 === 0 : backslashes <= depth)
      return at - (depth === 0 ? 0 : backslashes);
  }
  return text.length;
}

/**
 * Secrets in XML: `<password>x</password>`, `<property name="password" value="x"/>`, `<entry key="password">x</entry>`,
 * `<name>password</name><value>x</value>`, and elements whose angle brackets are escaped. `password="x"` in a tag is
 * a parameter like any other.
 */
export function findXmlSecrets(covered: string): readonly Span[] {
  return [
    ...elements(covered),
    ...escapedElements(covered),
    ...namedElements(covered),
    ...findInTags(covered),
  ];
}

const elements = pairs(
  /<(?<name>[\p{L}\w.:-]+)(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[(?<cdata>[^\]]+)|(?<text>[^<>\s][^<>]*))/dgu,
  saysSecret,
);

const escapedElements = pairs(
  /&lt;(?<name>[\w.:-]+)&gt;(?<secret>[^&<]*(?:&(?:amp|quot|apos|#\w+);[^&<]*)*)&lt;\//dg,
  saysSecret,
);

const namedElements = pairs(
  /<(?:name|key)>\s*(?<name>[\w.:-]+)\s*<\/(?:name|key)>\s*<value>(?<secret>[^<>]+)/dgi,
  saysSecret,
);

/** A tag with the name of a secret in one attribute has the secret in another, or behind it. */
function findInTags(covered: string): readonly Span[] {
  const found: Span[] = [];
  for (const { 0: tag, 1: behind = '', index } of covered.matchAll(/<\w[^<>]*>([^<>]*)/g)) {
    const name = /\s(?:name|key|id)\s*=\s*["']([^"']+)/i.exec(tag)?.[1];
    if (name === undefined || !saysSecret(name)) continue;
    const value = /\svalue\s*=\s*(?:"([^"]+)|'([^']+))/di.exec(tag)?.indices;
    const place = value?.[1] ?? value?.[2];
    if (place) found.push({ start: index + place[0], end: index + place[1] });
    else if (behind.trim() !== '') {
      const start = index + tag.length - behind.length;
      found.push({ start, end: index + tag.length });
    }
  }
  return found;
}
