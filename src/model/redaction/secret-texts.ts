import { isMasked } from '../masked-value.ts';
import { inspectValue } from './secret-value.ts';

/**
 * The texts that must not show up in messages and traces because of one secret value: the value itself, and what is
 * secret in it (the password of a URL's userinfo, of a JAAS line, of `user:password`), also without its escapes.
 */
export function secretTexts(value: string): string[] {
  if (isMasked(value)) return [];
  const { form, secrets } = inspectValue(value);
  const inner = secrets.map(({ start, end }) => value.slice(start, end));
  const passwords = [...inner, ...(form === 'url' ? [] : [value])].flatMap(afterUser);
  const whole = form === 'url' && secrets.length > 0 ? [] : [value];
  return [...new Set([...whole, ...inner, ...passwords].flatMap(withoutEscapes))];
}

/** The password of `user:password`, which neither half of a user's name is. */
function afterUser(text: string): string[] {
  const colon = text.indexOf(':');
  const isPair = colon > 0 && colon < text.length - 1 && !/[\s"{]/.test(text);
  return isPair ? [text.slice(colon + 1)] : [];
}

function withoutEscapes(text: string): string[] {
  const unescaped = text.replace(/\\(.)/g, '$1');
  try {
    return [text, unescaped, decodeURIComponent(text)];
  } catch {
    return [text, unescaped];
  }
}
