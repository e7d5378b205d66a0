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
 * (Connect REST contract 6). Nothing is ignored but what the file says to ignore.
 */
export function compareConfigs(
  desired: Pick<PresentConnector, 'config' | 'ignoreKeys'>,
  live: Pick<LiveConnector, 'config' | 'nullKeys'>,
): ConfigComparison {
  const target = desired.ignoreKeys.length > 0 ? keepIgnored(desired, live.config) : desired.config;
  const ignored = new Set(desired.ignoreKeys);
  const fields: FieldChange[] = [];
  const incomparable: string[] = [];
  let common = 0;
  for (const [key, after] of target) {
    const stored = live.config.get(key);
    if (stored !== undefined) common += 1;
    const before = stored ?? (live.nullKeys.includes(key) ? null : undefined);
    if (isMasked(stored) && !ignored.has(key)) incomparable.push(key);
    else if (before !== after) fields.push({ key, before, after });
  }
  // Nearly all connectors have no other keys than the wished ones, and need no second look.
  if (common < live.config.size || live.nullKeys.length > 0) fields.push(...onlyLive(target, live));
  // A write cannot hold a null, so it removes an ignored one too; that alone is no reason to write.
  const isDifferent = fields.some(({ key }) => !ignored.has(key));
  return {
    target,
    fields: isDifferent ? fields.sort(byKey) : [],
    incomparable: incomparable.sort(compareText),
  };
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

function onlyLive(
  target: Config,
  { config, nullKeys }: Pick<LiveConnector, 'config' | 'nullKeys'>,
): readonly FieldChange[] {
  const stored = [...config].map(([key, before]) => ({ key, before, after: undefined }));
  const nulls = nullKeys.filter((key) => !config.has(key));
  return [...stored, ...nulls.map((key) => ({ key, before: null, after: undefined }))].filter(
    ({ key }) => !target.has(key),
  );
}

function byKey(one: FieldChange, other: FieldChange): number {
  return compareText(one.key, other.key);
}
