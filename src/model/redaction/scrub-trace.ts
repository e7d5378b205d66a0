import type { KnownSecrets } from '../known-secrets.ts';
import { inspectValue } from './secret-value.ts';

/**
 * A worker's trace or message as it may be shown as a whole: without the secrets that are known, and without what looks
 * like one where it stands (userinfo of a URL, `password=…`, JAAS, PEM), since a plugin may quote a password that the
 * worker resolved and nobody else has seen (Connect REST contract 7.4).
 */
export function scrubTrace(trace: string, known: KnownSecrets): string {
  return known.scrub(trace).replace(pem, hidden).split('\n').map(withoutPlaces).join('\n');
}

const hidden = '(sensitive)';
const pem = /-----BEGIN [^-\n]*-----[\s\S]*?(?:-----END [^-\n]*-----|$)/g;

function withoutPlaces(line: string): string {
  let text = '';
  let shown = 0;
  for (const { start, end } of inspectValue(line).secrets) {
    text += line.slice(shown, start) + hidden;
    shown = end;
  }
  return text + line.slice(shown);
}
