import type { Deprecation } from '../model/plugin-snapshot.ts';

/**
 * Reads from the documentation of a key whether it is deprecated, and in favor of which key. Documentation also mentions
 * other things that are deprecated: values of the key, options of libraries, the key that it replaces itself.
 */
export function findDeprecation(documentation: string): Deprecation | undefined {
  const text = documentation
    .replace(/<\/?\w+>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const found = patterns.flatMap((pattern) => pattern.exec(text) ?? [])[0];
  if (found === undefined) return undefined;
  const at = text.indexOf(found);
  return { replacement: replacementIn(sentencesAround(text, at, found.length)) };
}

/** How plugins say that the key itself is deprecated; tests list where each is found. */
const patterns: readonly RegExp[] = [
  /^[[(*@\s]{0,3}deprecated\b(?= ?[.,:;)\]*-]| (?:since|as of|and|in favou?r|use)\b|$)/i,
  /\(deprecated,? ?[:;-]? ?(?:use|in favou?r of|replaced by|please use) [^)]{1,200}\)$/i,
  /[[(]deprecated[\])][.]?$/i,
  // Not behind `'exported': `, where it is about a value.
  /(?<!['"`] ?[:=-] ?)\bthis (?:configuration |config |connector )?(?:property|option|setting|parameter|configuration|config|field|key|feature|is)(?: is| has been| was)?(?: now)? (?:deprecated|obsolete)\b/i,
  /\bthis (?:configuration |config )?(?:property|option|setting|parameter|configuration|config|field|key) is (?:scheduled for removal|no longer (?:used|supported|needed))\b/i,
];

/** The sentence with the match, and the next one if it names a replacement at its start. */
function sentencesAround(text: string, at: number, length: number): string {
  const start = Math.max(text.lastIndexOf('. ', at) + 1, 0);
  const end = endOfSentence(text, at + length);
  const next = text.slice(end, endOfSentence(text, end + 1)).trim();
  return text.slice(start, end) + (/^(?:please )?(?:use|see|prefer)\b/i.test(next) ? ` ${next}` : '');
}

function endOfSentence(text: string, from: number): number {
  const end = text.indexOf('. ', Math.max(from - 1, 0));
  return end < 0 ? text.length : end + 1;
}

function replacementIn(text: string): string | undefined {
  for (const pattern of replacements) {
    const [, name] = pattern.exec(text) ?? [];
    if (name !== undefined && !/\.[A-Z]/.test(name)) return name.replace(/\.$/, '');
  }
  return undefined;
}

/** A key with a dot, or in quotes, or before `instead`: a single word may be any word. */
const replacements: readonly RegExp[] = [
  /\b(?:use|prefer|see|favou?r of|replaced by|superseded by)(?: of)? (?:the )?(?:(?:new )?(?:option|property|config|configuration|setting|parameter) )?(?:'|"|`)?([a-z][\w-]*(?:\.[\w-]+)+)/i,
  /\b(?:use|prefer|see|favou?r of|replaced by|superseded by) (?:the )?(?:(?:new )?(?:option|property|config|configuration|setting|parameter) )?['"`]([a-z][\w-]*)['"`]/i,
  /\buse (?:the )?([a-z][\w-]*) (?:(?:option|property|setting|parameter) )?instead\b/i,
];
