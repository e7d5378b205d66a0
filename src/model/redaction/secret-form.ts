import type { Span } from '../span.ts';

/** One way in which a secret stands in a text. */
export interface SecretForm {
  readonly name: string;
  /** In lower case: a text that contains none of them needs no search. */
  readonly signs: readonly string[];
  readonly within: readonly TextForm[];
  /** Its name and its secret may stand on different lines of a longer text. */
  readonly acrossLines?: boolean;
  /** The places of the secrets; provider references are covered already. Must take linear time. */
  readonly find: (covered: string, form: TextForm) => readonly Span[];
}

/** What a text is as a whole: it decides which forms of secrets are looked for, and what of a value may be shown. */
export type TextForm = 'url' | 'jaas' | 'other';

/** The form of a text in which provider references are covered. */
export function formOf(covered: string): TextForm {
  if (/LoginModule\s+(?:required|requisite|sufficient|optional)\b/i.test(covered)) return 'jaas';
  if (isOpaque(covered)) return 'other';
  return /^\s*(?:jdbc:|(?:[a-z][a-z0-9+.-]*:){1,3}\/\/)/i.test(covered) ? 'url' : 'other';
}

/** PEM (also in base64), keys of SSH2 and PuTTY, and files given inline: keys and keystores, of which nothing may show. */
export function isOpaque(covered: string): boolean {
  return /---- ?BEGIN [^-]*----|^\s*PuTTY-User-Key-File|LS0tLS1CRUdJTi|^\s*data:[^,]*;base64,(?!\$?\uE000)/.test(
    covered,
  );
}

/** Forms that stand in URLs and in the options of a JAAS line too. */
export const anyText: readonly TextForm[] = ['url', 'jaas', 'other'];

/**
 * Finds by a pattern with the flag `d`: its group `name` is the name of the secret, if it has one, and the first of its
 * other named groups that matches is the secret.
 */
export function pairs(pattern: RegExp, isSecret: (name: string, secret: string) => boolean = () => true) {
  return (covered: string): readonly Span[] => {
    const found: Span[] = [];
    for (const match of covered.matchAll(pattern)) {
      const groups = Object.entries(match.indices?.groups ?? {});
      const place = groups.find(([group, indices]) => group !== 'name' && indices !== undefined)?.[1];
      if (!place) continue;
      const [start, end] = place;
      if (isSecret(match.groups?.['name'] ?? '', covered.slice(start, end))) found.push({ start, end });
    }
    return found;
  };
}

/** Whether a text is long and mixed enough to be a token rather than a word. */
export function looksRandom(text: string): boolean {
  return (
    (/\d/.test(text) && /[A-Za-z]/.test(text) && text.length >= 8) || /^[A-Za-z\d+/_-]{24,}={0,2}$/.test(text)
  );
}

/** Stands for each character of a provider reference, so that places in the text stay where they are. */
export const cover = '\uE000';

/** Whether a part of a covered text consists of references (with Compose's doubled `$` before them). */
export function isReference(coveredText: string): boolean {
  return covered.test(coveredText.trim());
}

const covered = /^\$?\uE000[$\uE000]*$/;
