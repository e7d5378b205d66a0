import { isPlaceholder } from '../../../model/placeholders.ts';
import { saysSecret } from '../../../model/redaction/secret-key-name.ts';
import type { SecretExtent } from '../../../model/redaction/secret-rules.ts';
import { inspectValue, type Stretch } from '../../../model/redaction/secret-value.ts';

/**
 * The parts of a value that do not belong into a file: the passwords of a URL, a JAAS line or a connection string, so
 * that the rest stays readable; else the whole value. What nobody has filled in yet is no secret.
 */
export function secretStretches(key: string, text: string, extent: SecretExtent): readonly Stretch[] {
  if (extent === 'none') return [];
  const whole = { start: 0, end: text.length };
  if (extent === 'masked') return [whole];
  const { form, secrets } = inspectValue(text);
  const hasParts = secrets.length > 0 && (form === 'jaas' || !saysSecret(key));
  const found = hasParts ? secrets.map((secret) => withDollars(text, secret)) : [whole];
  return found.filter(({ start, end }) => !isUnfilled(text.slice(start, end)));
}

/** The default of a placeholder, as in `${PASSWORD:-secret}`, may well be the secret. */
function isUnfilled(text: string): boolean {
  return isPlaceholder(text) && !/\$\{\w+:?[-=+?]/.test(text);
}

/** `$` before a reference would make it an escape: it goes with the secret. */
function withDollars(text: string, { start, end }: Stretch): Stretch {
  let first = start;
  while (text[first - 1] === '$') first -= 1;
  return { start: first, end };
}
