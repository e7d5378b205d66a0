import { isSecretMask } from '../masked-value.ts';
import { findSecrets } from './find-secrets.ts';

/**
 * The texts that must not show up in messages and traces because of one secret value: what is secret in it (the
 * password of a URL, of a JAAS line, of `user:password`), also without its escapes, and the value as a whole where
 * nothing of it is shown.
 */
export function secretTexts(value: string): string[] {
  if (isSecretMask(value)) return [];
  const { form, spans } = findSecrets(value);
  const parts = spans.map(({ start, end }) => value.slice(start, end)).filter((part) => !isSecretMask(part));
  // A worker is right to name the host of a URL; whoever masks the whole value has no parts of it.
  const texts = form === 'url' && parts.length > 0 ? parts : [value, ...parts];
  const pairs = form === 'url' || parts.length === 0 ? texts.flatMap(passwordOfPair) : [];
  return [...new Set([...texts, ...pairs].flatMap(withoutEscapes))];
}

/** The second half of `user:password`. */
function passwordOfPair(text: string): string[] {
  const colon = text.indexOf(':');
  return colon > 0 ? [text.slice(colon + 1)] : [];
}

function withoutEscapes(text: string): string[] {
  const unescaped = text.replace(/\\(.)/g, '$1');
  try {
    return [text, unescaped, decodeURIComponent(text)];
  } catch {
    return [text, unescaped];
  }
}
