import type { Span } from '../span.ts';
import { cover, isReference } from './secret-form.ts';
import { saysSecret } from './secret-key-name.ts';
import { findTokens } from './token-formats.ts';

/**
 * A reference that a worker's config provider resolves: `${file:/secrets.properties:KEY}`, `${vault:path:key}`,
 * `${env:NAME}`. It names a secret and holds none. `${NAME:-fallback}` of shells and Compose is none: what follows
 * its colon is a value.
 */
const reference = /\$\{([a-z][A-Za-z0-9_-]*):(?![-=?+])([^${}]*)\}/g;

/** A reference within a reference is covered first. Kafka resolves no deeper ones, and nobody writes them. */
const deepest = 3;

/**
 * The text with every provider reference covered, as long as before: what can be seen in it stands there in clear. A
 * reference that has a secret in its path or key, or a default value, is not covered.
 */
export function coverReferences(text: string): string {
  let covered = text.includes(cover) ? text.replaceAll(cover, '?') : text;
  if (!covered.includes('${')) return covered;
  for (let depth = 0; depth < deepest; depth += 1) {
    const before = covered;
    covered = covered.replace(reference, (found, _provider, inside: string) =>
      holdsSecret(inside) ? found : cover.repeat(found.length),
    );
    if (covered === before) break;
  }
  return covered;
}

/**
 * The references in a covered text that show a secret: `${vault:secret/x?token=abc:pw}`, `${env:NAME:-default}`. Also
 * `${PASSWORD:-default}` and `${env.PASSWORD:-default}`, whose names say what their defaults are.
 */
export function referencesWithSecrets(covered: string): readonly Span[] {
  const references = [...covered.matchAll(reference)];
  const defaults = [...covered.matchAll(withDefault)].filter(([, name = '']) => saysSecret(name));
  return [...references, ...defaults].map(({ 0: whole, index }) => ({
    start: index,
    end: index + whole.length,
  }));
}

/** Shells know defaults without the colon too. */
const withDefault = /\$\{([A-Za-z_][\w.]*):?[-=?+][^${}]+\}/g;

/** The text without its provider references. */
export function withoutReferences(text: string): string {
  return coverReferences(text).replaceAll(cover, '');
}

/** Whether a value contains a provider reference. */
export function holdsReference(text: string): boolean {
  return text.includes('${') && coverReferences(text) !== text;
}

/** Whether a value is made of provider references alone, such as `${file:a:user}:${file:a:password}`. */
export function isOnlyReferences(text: string): boolean {
  if (!text.includes('${')) return false;
  const parts = coverReferences(text)
    .split(/[\s:;,]+/)
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every(isReference);
}

/**
 * Whether the path or the key of a reference is more than a name. A colon separates path and key here, so
 * `/secrets/password:value` holds nothing.
 */
function holdsSecret(inside: string): boolean {
  return (
    /(?:^|:)[-=?+]/.test(inside) ||
    /:\/\/[^\s/?#@]+@|^[\w.-]+:[^\s/:@]+@[\w-]+\.[\w.-]+(?:[:/]|$)/.test(inside) ||
    /-----BEGIN |LS0tLS1CRUdJTi|\b(?:bearer|basic)\s+\S/i.test(inside) ||
    findTokens(inside).length > 0 ||
    [...inside.matchAll(/(?:^|[?&;,:/\s])([\w.-]+)=[^\s&;,]/g)].some(([, name = '']) => isSecretName(name))
  );
}

function isSecretName(name: string): boolean {
  return saysSecret(name) || /^(?:auth|code|pw|sas|sig|signature)$/i.test(name);
}
