import type { Span } from '../model/span.ts';
import { holdsSecret } from './mask-excerpt.ts';
import type { SourceEntry } from './source-node.ts';

/** The places of secret values below a key; of what holds no aliases, which are secret for what they stand for. */
export function secretsBelow(entries: readonly SourceEntry[], key: string | undefined): readonly Span[] {
  const above = pathTo(key);
  const found: Span[] = [];
  for (const { key: own, value } of entries) {
    if (value.kind === 'map') found.push(...secretsBelow(value.entries, above + own));
    else if (value.kind === 'scalar' && holdsSecret(above + own, value.text)) found.push(value.span);
  }
  return found;
}

/** What stands before the keys below a key, to tell by their names whether they are secret. */
export function pathTo(key: string | undefined): string {
  return key === undefined || configuration.test(key) ? '' : `${key}.`;
}

/** A configuration, also that of a default, a profile or an override: its keys stand for themselves. */
const configuration = /^(?:(?:defaults|profiles\..+|overrides\..+)\.)?config$/;
