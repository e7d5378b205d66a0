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
