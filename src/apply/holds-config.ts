import type { Config } from '../model/config.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { isMasked } from '../model/masked-value.ts';

/** A configuration that a live one is held against. */
export interface WantedConfig {
  readonly config: Config;
  /** Left out: none. */
  readonly nullKeys?: readonly string[];
}

/**
 * Whether a live connector has a configuration: the same keys with exactly the same text. Keys that another actor
 * owns do not count, nor do values that the worker masks when read: those can be neither equal nor different.
 */
export function holdsConfig(
  live: Pick<LiveConnector, 'config' | 'nullKeys'>,
  wanted: WantedConfig,
  ignoreKeys: readonly string[],
): boolean {
  const ignored = new Set(ignoreKeys);
  const keys = [live.config.keys(), wanted.config.keys(), live.nullKeys, wanted.nullKeys ?? []];
  return keys.every((some) => [...some].every((key) => ignored.has(key) || isAsWanted(key, live, wanted)));
}

function isAsWanted(
  key: string,
  live: Pick<LiveConnector, 'config' | 'nullKeys'>,
  wanted: WantedConfig,
): boolean {
  const value = live.config.get(key);
  const wantedValue = wanted.config.get(key);
  if (isMasked(value) && wantedValue !== undefined) return true;
  return value === wantedValue && live.nullKeys.includes(key) === (wanted.nullKeys ?? []).includes(key);
}

/** The configuration to write now: ignored keys as they are live at this moment, absent where they are not there. */
export function withIgnoredKeys(target: Config, ignoreKeys: readonly string[], live: Config): Config {
  if (ignoreKeys.length === 0) return target;
  const config = new Map(target);
  for (const key of ignoreKeys) {
    const value = live.get(key);
    if (value === undefined) config.delete(key);
    else if (!isMasked(value)) config.set(key, value);
  }
  return config;
}
