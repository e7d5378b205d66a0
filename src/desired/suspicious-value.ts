import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { ConfigEntry } from './config-entry.ts';
import { holdsSecret } from './secret-excerpt.ts';
import type { Template } from './template.ts';

/** Warnings for what a worker would take but is likely a mistake: placeholders of other tools, invisible characters. */
export function findSuspiciousValues({ key, source, elements }: ConfigEntry): readonly Diagnostic[] {
  const inKey = invisibleIn(key);
  const keyWarning =
    inKey && diagnose('invisible-character', { key, character: inKey, where: 'key' }, { source });
  const quoteInKey = quotes.test(key) ? [diagnose('smart-quotes', { key, where: 'key' }, { source })] : [];
  return [
    ...(keyWarning ? [keyWarning] : []),
    ...quoteInKey,
    ...elements.flatMap((element) => findInElement(key, element)),
  ];
}

function findInElement(key: string, { parts, source }: Template): Diagnostic[] {
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n');
  const character = invisibleIn(text);
  const placeholders = placeholdersIn(text);
  const unresolved = unresolvedIn(text);
  const mask = maskIn(text);
  const isQuoted =
    /^\s*["'\u2018-\u201e]/.test(text) &&
    (quotes.test(text.trim().at(0) ?? '') || quotes.test(text.trim().at(-1) ?? ''));
  return [
    ...(character ? [diagnose('invisible-character', { key, character, where: 'value' }, { source })] : []),
    ...(placeholders.length > 0 ? [diagnose('foreign-placeholder', { key, placeholders }, { source })] : []),
    ...(unresolved.length > 0
      ? [
          diagnose(
            'unresolved-placeholder',
            { key, placeholders: holdsSecret(key, text) ? [] : unresolved },
            { source },
          ),
        ]
      : []),
    ...(mask === undefined ? [] : [diagnose('masked-value', { key, mask }, { source })]),
    ...(isQuoted ? [diagnose('smart-quotes', { key, where: 'value' }, { source })] : []),
  ];
}

/**
 * Placeholders as shells, envsubst and compose files have them: `${NAME}`, `${NAME:-default}`, `$NAME`, in capitals.
 * Lower-case ones (`${topic}`, `${tableName}`) belong to connectors. A default is left out: it may be a secret.
 */
function placeholdersIn(text: string): string[] {
  const found = text.matchAll(
    /\$\{([A-Z_][A-Z0-9_]*)(?::?[-=?+][^}]*)?\}|\$([A-Z_][A-Z0-9_]+)(?![A-Za-z0-9_])/g,
  );
  return [...new Set([...found].map(([, braced, bare]) => (braced ? `\${${braced}}` : `$${bare}`)))];
}

/** Whether a text holds a placeholder of any kind, or a mask: then it is no secret in clear. */
export function isPlaceholder(text: string): boolean {
  return placeholdersIn(text).length > 0 || unresolvedIn(text).length > 0 || maskIn(text) !== undefined;
}

/**
 * Placeholders of templates that were never filled in: `<password>`, `<YOUR_KEY>`, `CHANGEME`, `{{ name }}`, `%s`,
 * `@name@`. Not XML, and not the expressions in braces of some plugins, which hold more than a name.
 */
function unresolvedIn(text: string): string[] {
  const whole = /^\s*(<[A-Za-z][\w .:/-]{0,60}>|%[sd]|@[A-Za-z][\w.-]*@|x{3,20}|TODO|FIXME|TBD)\s*$/i.exec(
    text,
  )?.[1];
  if (whole !== undefined) return [whole];
  const inside = /<\//.test(text)
    ? []
    : [
        ...text.matchAll(
          /<(?:your|my|insert|enter|put)\b[\w .-]{0,60}>|<(?:your|my)[-_ ][\w .-]{0,60}>|<[A-Z][A-Z0-9]*[_-][A-Z0-9_-]{1,60}>/gi,
        ),
      ];
  const named = [...text.matchAll(/\{\{\s*[A-Za-z_][\w.-]*\s*\}\}|\bchange[-_ ]?me\b/gi)];
  return [...new Set([...inside, ...named].map(([found]) => found))];
}

/** What hidden values are shown as, by workers (asterisks), by their operators' pages (dots), by connect-sync itself. */
function maskIn(text: string): string | undefined {
  return (
    /^\s*(\*{3,}|[\u2022\u25cf]{3,}|\[hidden\])\s*$/i.exec(text)?.[1] ??
    /\(sensitive(?: #\d+)?\)/.exec(text)?.[0]
  );
}

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
