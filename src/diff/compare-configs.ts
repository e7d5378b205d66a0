import type { FieldChange } from '../model/change.ts';
import { type Config, compareText } from '../model/config.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { isMasked } from '../model/masked-value.ts';

/** How a wished configuration and a live one differ. */
export interface ConfigComparison {
  /** What a write would hold: the wish, with ignored keys as they are live. */
  readonly target: Config;
  /** Sorted by key. */
  readonly fields: readonly FieldChange[];
  /** Keys whose live value is masked: neither equal nor different. Sorted. */
  readonly incomparable: readonly string[];
}

/**
 * Compares key by key, exact text with exact text: a worker stores every value verbatim, white space included
 * (contract 6). Nothing is ignored but what the file says to ignore.
 */
export function compareConfigs(
  desired: Pick<PresentConnector, 'config' | 'ignoreKeys'>,
  live: Pick<LiveConnector, 'config' | 'nullKeys'>,
): ConfigComparison {
  if (areAlike(desired, live)) return { target: desired.config, fields: [], incomparable: [] };
  const target = keepIgnored(desired, live.config);
  const ignored = new Set(desired.ignoreKeys);
  const fields: FieldChange[] = [];
  const incomparable: string[] = [];
  for (const key of allKeys(target, live)) {
    const before = live.config.get(key) ?? (live.nullKeys.includes(key) ? null : undefined);
    const after = target.get(key);
    const isHidden = after !== undefined && isMasked(before ?? undefined) && !ignored.has(key);
    if (isHidden) incomparable.push(key);
    else if (before !== after) fields.push({ key, before, after });
  }
  // A write cannot hold a null, so it removes an ignored one too; that alone is no reason to write.
  const isDifferent = fields.some(({ key }) => !ignored.has(key));
  return { target, fields: isDifferent ? fields : [], incomparable };
}

/** Nearly all are, and then there is nothing to sort out. */
function areAlike(
  { config, ignoreKeys }: Pick<PresentConnector, 'config' | 'ignoreKeys'>,
  live: Pick<LiveConnector, 'config' | 'nullKeys'>,
): boolean {
  if (ignoreKeys.length > 0 || live.nullKeys.length > 0 || config.size !== live.config.size) return false;
  for (const [key, value] of config) if (live.config.get(key) !== value || isMasked(value)) return false;
  return true;
}

/** Another actor owns the ignored keys: they stay as they are live, and absent where they are not there. */
function keepIgnored(desired: Pick<PresentConnector, 'config' | 'ignoreKeys'>, live: Config): Config {
  const target = new Map(desired.config);
  for (const key of desired.ignoreKeys) {
    const value = live.get(key);
    if (value === undefined) target.delete(key);
    else target.set(key, value);
  }
  return target;
}

function allKeys(target: Config, live: Pick<LiveConnector, 'config' | 'nullKeys'>): string[] {
  return [...new Set([...target.keys(), ...live.config.keys(), ...live.nullKeys])].sort(compareText);
}
