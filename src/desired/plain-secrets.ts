import type { Span } from '../model/span.ts';
import { holdsSecret } from './mask-excerpt.ts';
import type { SourceEntry } from './source-node.ts';

/** The spans of secret values below a key, for nodes without aliases. */
export function secretsBelow(entries: readonly SourceEntry[], key: string | undefined): readonly Span[] {
  const above = pathTo(key);
  const found: Span[] = [];
  for (const { key: own, value } of entries) {
    if (value.kind === 'map') found.push(...secretsBelow(value.entries, above + own));
    else if (value.kind === 'scalar' && holdsSecret(above + own, value.text)) found.push(value.span);
  }
  return found;
}

/** The prefix of the keys below a key, to decide by the full name whether they are secret. */
export function pathTo(key: string | undefined): string {
  return key === undefined || configuration.test(key) ? '' : `${key}.`;
}

/** The path of a config, in any layer: its keys get no prefix. */
const configuration = /^(?:(?:defaults|profiles\..+|overrides\..+)\.)?config$/;
