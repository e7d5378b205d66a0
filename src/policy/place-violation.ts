import { isCelMap } from '@bufbuild/cel';
import type { DesiredConnector } from '../model/desired-connector.ts';
import { plainSource, type Source } from '../model/source.ts';
import type { World } from './compile-expression.ts';

/** The connector that a policy denies. */
export interface PlacedConnector {
  readonly desired: DesiredConnector | undefined;
  /** Where its declaration, or its first change, is. */
  readonly source: Source | undefined;
}

/**
 * The line of the first key that the expression names and the connector has, else of the connector. The text of the line
 * is left out where it may show a secret: only the plugin tells that some keys are passwords, and the loader of files,
 * which masks lines, does not know the plugin.
 */
export function placeViolation(
  keys: readonly string[],
  { desired, source }: PlacedConnector,
  world: World,
): Source | undefined {
  const origins = desired?.kind === 'present' ? desired.origins : new Map<string, never>();
  const key = keys.find((one) => origins.has(one));
  const place = (key === undefined ? undefined : origins.get(key)?.source) ?? source;
  if (!place || isSafe(place.excerpt, key ?? 'name', world)) return place;
  const { file, line, column } = plainSource(place);
  return { file, line, column };
}

/** In a line that begins with a key, nothing follows but its value. */
function isSafe(excerpt: string | undefined, key: string, world: World): boolean {
  if (excerpt === undefined) return true;
  const connector = world['connector'];
  const secrets = isCelMap(connector) ? connector.get('secrets') : undefined;
  if (!isCelMap(secrets)) return false;
  if (![...secrets.values()].includes('literal')) return true;
  return !secrets.has(key) && excerpt.trimStart().replace(/^["']/, '').startsWith(key);
}
