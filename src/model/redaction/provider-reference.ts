/**
 * A reference that a worker's config provider resolves: `${file:/secrets.properties:KEY}`, `${vault:path:key}`,
 * `${env:NAME}`. It names a secret and holds none. `${NAME:-fallback}` of shells and Compose is none: what follows
 * its colon is a value.
 */
const reference = /\$\{[a-z][A-Za-z0-9_-]*:(?![-=?+])[^${}]*\}/g;

/** Stands for each character of a reference, so that places in the text stay where they are. */
const cover = '\uE000';
const covered = /^\$?\uE000[$\uE000]*$/;

/** The text with every provider reference covered, as long as before: what can be seen in it stands there in clear. */
export function coverReferences(text: string): string {
  const own = text.includes(cover) ? text.replaceAll(cover, '?') : text;
  if (!own.includes('${')) return own;
  return own.replace(reference, (found) => cover.repeat(found.length));
}

/** Whether a part of a covered text consists of references (with Compose's doubled `$` before them). */
export function isReference(coveredText: string): boolean {
  return covered.test(coveredText.trim());
}

/** Whether a value is made of provider references alone, such as `${file:a:user}:${file:a:password}`. */
export function isOnlyReferences(text: string): boolean {
  if (!text.includes('${')) return false;
  const parts = coverReferences(text)
    .split(/[\s:;,]+/)
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every(isReference);
}
