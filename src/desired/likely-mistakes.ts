import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { isMasked, maskIn } from '../model/masked-value.ts';
import { memoize } from '../model/memoize.ts';
import { isCommentKey } from '../model/misspelled-keys.ts';
import { misspeltReferences, withoutMisspeltReferences } from '../model/misspelt-references.ts';
import {
  filledPlaces,
  foreignPlaceholders,
  isSecretPlaceholder,
  mayHoldPlaceholder,
  unresolvedPlaceholders,
} from '../model/placeholders.ts';
import { findSecrets } from '../model/redaction/find-secrets.ts';
import { isOnlyReferences } from '../model/redaction/provider-reference.ts';
import { saysSecretOf } from '../model/redaction/secret-key-name.ts';
import type { Source } from '../model/source.ts';
import type { ConfigEntry } from './config-entry.ts';
import { holdsSecret } from './mask-excerpt.ts';
import { holdsEnvironment, isUsable, literalText, type Template, writtenText } from './template.ts';

/**
 * Problems with values that a worker accepts but that are mistakes: errors for masks, warnings for placeholders of other
 * tools, invisible characters, plaintext secrets, keys that are meant as comments.
 */
export function findLikelyMistakes(config: readonly ConfigEntry[]): readonly Diagnostic[] {
  return [...config.flatMap(findInEntry), ...findInConfig(config)];
}

function findInEntry({ kind, key, elements, source }: ConfigEntry): readonly Diagnostic[] {
  if (kind === 'unset') return nothing;
  const inElements = elements.flatMap((element) => findInElement(key, element));
  return mayBeSuspicious(key) ? [...findInKey(key, source), ...inElements] : inElements;
}

function findInElement(key: string, template: Template): readonly Diagnostic[] {
  const text = writtenText(template);
  if (!mayBeSuspicious(text)) return findInValue(key, template);
  return [...findInValue(key, template), ...likelyReferences(text, template)];
}

function findInKey(key: string, source: Source): readonly Diagnostic[] {
  const inKey = invisibleIn(key);
  const keyWarning =
    inKey && diagnose('invisible-character', { key, character: inKey, where: 'key' }, { source });
  const quoteInKey = quotes.test(key) ? [diagnose('smart-quotes', { key, where: 'key' }, { source })] : [];
  return [...(keyWarning ? [keyWarning] : []), ...quoteInKey];
}

/** Warnings for one value. */
export function findInValue(key: string, template: Template): readonly Diagnostic[] {
  const text = writtenText(template);
  const place = { source: template.source };
  const mask = maskIn(key, text);
  const masked =
    mask === undefined ? nothing : [diagnose('masked-value', { key, mask, from: undefined }, place)];
  if (!mayBeSuspicious(text)) return masked;
  const { character, foreign, rest, isQuoted } = inspectText(text);
  const unresolved = unresolvedPlaceholders(rest, key).filter(
    (one) => !foreign.some((other) => one.includes(other)),
  );
  // Text between < and > in a password may be the password.
  const shown = unresolved.length > 0 && holdsSecret(key, text) ? [] : unresolved;
  const found: (Diagnostic | undefined)[] = [
    character ? diagnose('invisible-character', { key, character, where: 'value' }, place) : undefined,
    foreign.length > 0
      ? diagnose('unsupported-placeholder', { key, placeholders: foreign }, place)
      : undefined,
    // `<redacted>` has the form of a placeholder too.
    unresolved.length > 0 && mask === undefined
      ? diagnose('unresolved-placeholder', { key, placeholders: shown }, place)
      : undefined,
    ...masked,
    isQuoted ? diagnose('smart-quotes', { key, where: 'value' }, place) : undefined,
  ];
  return found.filter((problem) => problem !== undefined);
}

/** Other tools may have such references, so they are only warnings. */
function likelyReferences(text: string, { source }: Template): readonly Diagnostic[] {
  return misspeltReferences(text).map((found) => ({
    ...diagnose('misspelled-reference', { ...found, where: 'substituted' }, { source }),
    severity: 'warning',
  }));
}

/** What is suspicious about a text, whatever it stands for. */
export interface TextInspection {
  /** The first invisible character, as it is named in messages. */
  readonly character: string | undefined;
  /** Placeholders of shells and compose files. */
  readonly foreign: readonly string[];
  /** The text without misspelt references, which are reported as such. */
  readonly rest: string;
  /** Whether it stands in typographic quotes. */
  readonly isQuoted: boolean;
}

/** Memoized, because many connectors share the same few values. */
export const inspectText: (text: string) => TextInspection = memoize((text) => {
  const rest = withoutMisspeltReferences(text);
  return {
    character: invisibleIn(text),
    foreign: foreignPlaceholders(rest),
    rest,
    isQuoted: quoted.test(text),
  };
});

/** A typographic quote at the start, or a double one at the end, where a single one may be an apostrophe. */
const quoted = /^\s*[\u2018-\u201e]|[\u201c-\u201e]\s*$/;

/**
 * Controls but for tab and line feed, no-break spaces, soft hyphens, zero-width and direction marks, and what stands for
 * bytes that are no text.
 */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u115f\u1160\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0\ufff9-\ufffb\ufffd]|\u034f|\u180e|\udb40[\udc00-\udc7f]/;

const names: Readonly<Record<string, string>> = {
  '\u000d': 'carriage return',
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero width space',
  '\u200c': 'zero width non-joiner',
  '\u200d': 'zero width joiner',
  '\u202a': 'left-to-right embedding',
  '\u202e': 'right-to-left override',
  '\u202f': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\u2066': 'left-to-right isolate',
  '\ufeff': 'byte order mark',
  '\ufffd': 'bytes that are not UTF-8',
};

/** The first invisible character of a text, as messages name it. */
function invisibleIn(text: string): string | undefined {
  const character = invisible.exec(text)?.[0];
  if (character === undefined) return undefined;
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const name = names[character];
  return name ? `${code}, ${name}` : code;
}

const nothing: readonly Diagnostic[] = [];

/** A fast first test: almost all values are plain words and numbers that match none of the rules below. */
function mayBeSuspicious(text: string): boolean {
  return mayHoldPlaceholder(text) || /[^\t\n\x20-\x7e]|\{(?:env|var|secret)/i.test(text);
}

const quotes = /[\u2018-\u201e]/;

/** One warning for all keys of a config, at the first of them: dozens of warnings would be ignored. */
function findInConfig(config: readonly ConfigEntry[]): readonly Diagnostic[] {
  const secrets = config.filter((entry) => entry.kind === 'value' && isPlaintextSecret(entry));
  const comments = config.filter(({ kind, key }) => kind === 'value' && isCommentKey(key));
  const [secret, comment] = [secrets[0], comments[0]];
  return [
    ...(secret
      ? [diagnose('plaintext-secret', { keys: keysOf(secrets) }, { source: placeOfSecret(secret) })]
      : []),
    ...(comment ? [diagnose('comment-key', { keys: keysOf(comments) }, { source: comment.source })] : []),
  ];
}

function keysOf(entries: readonly ConfigEntry[]): readonly string[] {
  return entries.map(({ key }) => key);
}

/** Without an excerpt if `mask-excerpt` does not treat the value as secret and would show the line in full. */
function placeOfSecret({ key, source, elements }: ConfigEntry): Source {
  const { file, line, column } = source;
  return elements.every(({ written }) => holdsSecret(key, written)) ? source : { file, line, column };
}

/** References to the environment or to a config provider are not plaintext secrets, nor are placeholders. */
function isPlaintextSecret({ key, elements }: ConfigEntry): boolean {
  if (!elements.every((element) => isUsable(element) && !holdsEnvironment(element))) return false;
  const text = textOf(elements);
  const { spans, refersToSecrets, form } = findSecrets(text);
  const isNamed = saysSecretOf(key, text) && !refersToSecrets && form !== 'jaas';
  if (text.trim() === '' || isMasked(key, text) || isOnlyReferences(text)) return false;
  return spans.length > 0 ? filledPlaces(text, spans).length > 0 : isNamed && !isSecretPlaceholder(text);
}

function textOf(elements: ConfigEntry['elements']): string {
  const literal = elements[0] && elements.length === 1 ? literalText(elements[0]) : undefined;
  return literal ?? elements.map(({ parts }) => parts.map(plain).join('')).join(',');
}

/** A variable is replaced by a word, so that a provider reference that contains it stays a reference. */
function plain(part: ConfigEntry['elements'][number]['parts'][number]): string {
  return part.kind === 'reference' ? 'variable' : part.text;
}
