import type { Config } from './config.ts';
import { memoize } from './memoize.ts';
import { findSecrets } from './redaction/find-secrets.ts';
import { saysSecret } from './redaction/secret-key-name.ts';
import { mergeSpans, type Span } from './span.ts';

/**
 * Whether a value is a mask, or contains one in place of a secret. Apache Connect never masks; managed and patched
 * workers, gateways, web consoles and connect-sync do (Connect REST contract 16). Such a value can be neither compared
 * nor written.
 *
 * Masks are: asterisks and bullets, from two on; `[hidden]`, `<redacted>`, `***masked***` and the like; `(sensitive)`
 * with or without a number, `(hidden #1)` and `(not shown)`. What else is a mask depends on the key:
 *
 * - of a key that names a secret: any symbol, from two on (`--`, `####`), but no quotes;
 * - of a separator, a quote, a prefix, a replacement (MaskField's is often `****`): only connect-sync's own masks;
 * - of a glob, a regular expression or a query: asterisks from four on, but no groups such as `(hidden)`;
 * - of any other key: other symbols from four on, because `--`, `//`, `::` are values.
 *
 * Within a value, what stands in the place of a secret counts: `password="****"`, `//app:****@db`.
 */
export function isMasked(key: string, value: string | undefined): boolean {
  return value !== undefined && masksIn(key, value).length > 0;
}

/** How much of a value is masked. */
export function maskedExtent(key: string, value: string): 'none' | 'part' | 'whole' {
  const [first] = masksIn(key, value);
  if (!first) return 'none';
  return first.start === 0 && first.end === value.length ? 'whole' : 'part';
}

/** Whether a secret, or what stands in its place within a value, is a mask. */
export function isSecretMask(secret: string): boolean {
  return isMaskFor('secret', secret.trim());
}

/** The first mask of a value; undefined: there is none. */
export function maskIn(key: string, value: string): string | undefined {
  const [first] = masksIn(key, value);
  return first && value.slice(first.start, first.end).trim();
}

/** The keys of a config whose values are masked, sorted. */
export function maskedKeys(config: Config): readonly string[] {
  return [...config].flatMap(([key, value]) => (isMasked(key, value) ? [key] : [])).sort();
}

/** Whether two values of a key can be the same: they are equal, or equal but for what is masked in one of them. */
export function canBeEqual(key: string, one: string | undefined, other: string | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  return fits(one, masksIn(key, one), other) || fits(other, masksIn(key, other), one);
}

/** A document with the values of a connector as they are shown. */
interface ShownDocument {
  readonly config: Readonly<Record<string, string | null>>;
}

/**
 * A connector after a change, as the worker will show it: what it masks stays a mask, unless it is among the fields that
 * differ. Patches between the two documents leave it out.
 */
export function documentAsSeen<Document extends ShownDocument>({
  before,
  after,
  masked = [],
}: {
  readonly before: Document | null;
  readonly after: Document | null;
  readonly masked?: readonly string[];
}): Document | null {
  if (!before || !after || masked.length === 0) return after;
  const seen = masked.map((key) => [key, before.config[key] ?? null] as const);
  return { ...after, config: { ...after.config, ...Object.fromEntries(seen) } };
}

/** Whether a value is as the masked one, with any text in place of each mask. */
function fits(masked: string, masks: readonly Span[], value: string): boolean {
  if (masks.length === 0) return false;
  const starts = [0, ...masks.map(({ end }) => end)];
  const pieces = starts.map((start, index) => masked.slice(start, masks[index]?.start));
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = value.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= end;
}

/** The masks of a value, in the order of the text; one that covers it as a whole includes white space around it. */
export function masksIn(key: string, value: string): readonly Span[] {
  if (!mayHoldMask.test(value) && !isRun(value.trim())) return [];
  const kind = kindOf(key);
  if (isMaskFor(kind, value.trim())) return [{ start: 0, end: value.length }];
  const found = (kind === 'secret' ? [ownMasks, masksWithEnd] : [ownMasks]).flatMap((masks) =>
    [...value.matchAll(masks)].map(({ index, 0: { length } }) => ({ start: index, end: index + length })),
  );
  const options = findSecrets(value).spans.flatMap((span) => masksOfOption(value, span));
  return mergeSpans([...found, ...options]);
}

/** The masks in the place of a secret within a value: the secret as a whole, or a half of `user:password`. */
function masksOfOption(value: string, { start, end }: Span): readonly Span[] {
  const text = value.slice(start, end);
  if (isSecretMask(text)) return [{ start, end }];
  const middle = start + text.search(/[:/]/);
  const halves =
    middle < start
      ? []
      : [
          { start, end: middle },
          { start: middle + 1, end },
        ];
  return halves.filter((half) => isSecretMask(value.slice(half.start, half.end)));
}

/** What connect-sync shows in place of a secret: in a config, in configs of tasks, in what a worker says. */
const ownMasks = /\((?:sensitive(?: #\d+)?|hidden #\d+|not shown)\)/g;
/** Some consoles show the end of a secret: `****1234`. */
const masksWithEnd = /[*•●·]{4,}/g;

/** A fast first test: almost all values are plain words and numbers. */
const mayHoldMask = /[*•●·∙◦⬤■▪█]{2}|…|[^\w\s]{4}|hidden|redacted|masked|sensitive|filtered|\(not shown/i;

type KeyKind = 'secret' | 'literal' | 'pattern' | 'plain';

const kindOf = memoize((key): KeyKind => {
  if (saysSecret(key)) return 'secret';
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1.$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (words.some((word) => literals.has(word))) return 'literal';
  return words.some((word) => patterns.has(word)) ? 'pattern' : 'plain';
});

/** Words of keys whose value is text to insert, or to split at. */
const literals = new Set(
  (
    'char character characters chars comment delim delimiter delimiters escape filler indicator marker padding ' +
    'placeholder postfix prefix quote quotechar replacement sep separator separators suffix terminator'
  ).split(' '),
);

/** Words of keys whose value is a glob, a regular expression or code. */
const patterns = new Set(
  (
    'allowlist blacklist condition denylist exclude excluded excludes expression filter filters format glob globs ' +
    'include included includes path paths pattern patterns query regex regexp script sql statement whitelist'
  ).split(' '),
);

function isMaskFor(kind: KeyKind, text: string): boolean {
  if (kind === 'literal') return false;
  if (/^(?:[*•●·…∙◦⬤■▪█]{2,}|…)$/.test(text)) return kind !== 'pattern' || !/^\*{2,3}$/.test(text);
  if (text.length <= 60 && isMaskWord(kind, text)) return true;
  return isRun(text) && (kind === 'secret' || (kind === 'plain' && [...text.slice(0, 8)].length >= 4));
}

/** `[hidden]`, `***redacted***`; where the key names a secret, with other symbols around it, or in capitals with none. */
function isMaskWord(kind: keyof typeof symbolsAround, text: string): boolean {
  if (kind === 'secret' && /^(?:HIDDEN|REDACTED|MASKED)$/.test(text)) return true;
  const [, before = '', word = '', after = ''] =
    /^([^A-Za-z]+)((?:value |password |secret )?(?:hidden|redacted|masked|sensitive|filtered)(?: value| data)?)([^A-Za-z]+)$/i.exec(
      text,
    ) ?? [];
  if (word === '') return false;
  const symbols = symbolsAround[kind];
  return symbols.test(before) && symbols.test(after);
}

/** What may stand around the word of a mask. `(hidden)` and `[hidden]` are regular expressions too. */
const symbolsAround = {
  secret: /^[^\w$@"'/\\]+$|^_+$/,
  plain: /^[*•●·<>[\]()\s]+$/,
  pattern: /^[*•●·]+$/,
} as const satisfies Record<Exclude<KeyKind, 'literal'>, RegExp>;

/** One symbol, from two on, that is no letter, digit, white space or quote. */
function isRun(text: string): boolean {
  const first = text.charCodeAt(0);
  // Almost all values begin with a letter or digit of ASCII, or with two characters that differ.
  if (first < 128 && first !== text.charCodeAt(1)) return false;
  const symbol = String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (text.length < 2 * symbol.length || /[\p{L}\p{M}\p{N}\p{C}\s"'`]/u.test(symbol)) return false;
  return text === symbol.repeat(text.length / symbol.length);
}
