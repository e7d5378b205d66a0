import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { memoize } from '../model/memoize.ts';
import { foreignPlaceholders, maskIn, unresolvedPlaceholders } from '../model/placeholders.ts';
import type { Source } from '../model/source.ts';
import type { ConfigEntry } from './config-entry.ts';
import { holdsSecret } from './mask-excerpt.ts';
import { literalText, type Template } from './template.ts';

/** Warnings for what a worker would take but is likely a mistake: placeholders of other tools, invisible characters. */
export function findSuspiciousValues(entry: ConfigEntry): readonly Diagnostic[] {
  const { key, elements } = entry;
  const inElements = elements.flatMap((element) => findInElement(key, element));
  return mayBeSuspicious.test(key) ? [...findInKey(key, entry.source), ...inElements] : inElements;
}

function findInKey(key: string, source: Source): readonly Diagnostic[] {
  const inKey = invisibleIn(key);
  const keyWarning =
    inKey && diagnose('invisible-character', { key, character: inKey, where: 'key' }, { source });
  const quoteInKey = quotes.test(key) ? [diagnose('smart-quotes', { key, where: 'key' }, { source })] : [];
  return [...(keyWarning ? [keyWarning] : []), ...quoteInKey];
}

function findInElement(key: string, template: Template): readonly Diagnostic[] {
  const text =
    literalText(template) ?? template.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n');
  if (!mayBeSuspicious.test(text)) return nothing;
  const { character, mask, foreign, unresolved, isQuoted } = lookCloser(text);
  const place = { source: template.source };
  // What stands between < and > of a password may be the password.
  const shown = unresolved.length > 0 && holdsSecret(key, text) ? [] : unresolved;
  const found: (Diagnostic | undefined)[] = [
    character ? diagnose('invisible-character', { key, character, where: 'value' }, place) : undefined,
    foreign.length > 0
      ? diagnose('unsupported-placeholder', { key, placeholders: foreign }, place)
      : undefined,
    unresolved.length > 0
      ? diagnose('unresolved-placeholder', { key, placeholders: shown }, place)
      : undefined,
    mask === undefined ? undefined : diagnose('masked-value', { key, mask }, place),
    isQuoted ? diagnose('smart-quotes', { key, where: 'value' }, place) : undefined,
  ];
  return found.filter((problem) => problem !== undefined);
}

/** What there is in a text; the same few stand in many connectors. */
const lookCloser = memoize((text) => ({
  character: invisibleIn(text),
  mask: maskIn(text),
  foreign: foreignPlaceholders(text),
  unresolved: unresolvedPlaceholders(text),
  isQuoted: quoted.test(text),
}));

const nothing: readonly Diagnostic[] = [];

/** What everything below has in it; nearly all values are plain words and numbers, and need no closer look. */
const mayBeSuspicious = /[^\t\n\x20-\x7e]|[$%<@]|\{\{|\*{3}|\[hidden|\(sensitive|change|xxx|todo|fixme|tbd/i;

/** A typographic quote at the start, or a double one at the end: an apostrophe may well stand there. */
const quoted = /^\s*[\u2018-\u201e]|[\u201c-\u201e]\s*$/;

const quotes = /[\u2018-\u201e]/;

/** Controls but for tab and line feed, no-break spaces, soft hyphens, zero-width and direction marks. */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u061c\u115f\u1160\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0]|\u034f|\u180e/;

const names: Readonly<Record<string, string>> = {
  '\u000d': 'carriage return',
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero width space',
  '\u200c': 'zero width non-joiner',
  '\u200d': 'zero width joiner',
  '\u202f': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\ufeff': 'byte order mark',
};

function invisibleIn(text: string): string | undefined {
  const character = invisible.exec(text)?.[0];
  if (character === undefined) return undefined;
  const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const name = names[character];
  return name ? `${code}, ${name}` : code;
}
