import type { Span } from '../span.ts';
import type { TextForm } from './text-form.ts';

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
