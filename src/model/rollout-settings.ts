import { parseDuration } from './duration.ts';
import type { BatchSize, RolloutSettings } from './rollout.ts';

/** The settings as they are written in a project file or on the command line. */
export interface WrittenRollout {
  readonly canary?: string | undefined;
  readonly batch?: string | undefined;
  readonly maxUnhealthy?: string | undefined;
  readonly bake?: string | undefined;
}

/** The keys, with what is expected of each. */
export const rolloutKeys = {
  canary: 'a number, a connector name or a glob',
  batch: 'a number, a percentage such as 10%, or all',
  maxUnhealthy: 'a whole number',
  bake: 'a duration such as 30s or 5m',
} as const satisfies Record<keyof WrittenRollout, string>;

/** Reads the settings; what is not valid is left out and named. */
export function parseRollout(written: WrittenRollout): {
  readonly settings: RolloutSettings;
  readonly invalid: readonly (keyof WrittenRollout)[];
} {
  const { canary, batch, maxUnhealthy, bake } = written;
  const settings: { -readonly [Key in keyof RolloutSettings]: RolloutSettings[Key] } = {};
  const invalid: (keyof WrittenRollout)[] = [];
  if (canary !== undefined) {
    if (canary.trim() === '') invalid.push('canary');
    else settings.canary = wholeNumber(canary) ?? canary;
  }
  if (batch !== undefined) {
    const size = parseBatch(batch);
    if (size === undefined) invalid.push('batch');
    else settings.batch = size;
  }
  if (maxUnhealthy !== undefined) {
    const most = wholeNumber(maxUnhealthy);
    if (most === undefined) invalid.push('maxUnhealthy');
    else settings.maxUnhealthy = most;
  }
  if (bake !== undefined) {
    const milliseconds = parseDuration(bake);
    if (milliseconds === undefined) invalid.push('bake');
    else settings.bakeMilliseconds = milliseconds;
  }
  return { settings, invalid };
}

/** `5`, `10%` or `all`; undefined: none of them. */
function parseBatch(text: string): BatchSize | undefined {
  if (text === 'all') return 'all';
  const [, number, percent] = /^(\d{1,9})(%?)$/.exec(text.trim()) ?? [];
  const size = Number(number ?? 0);
  if (size < 1 || (percent === '%' && size > 100)) return undefined;
  return percent === '%' ? { percent: size } : { count: size };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}

/**
 * The settings of a run, key by key: those of later layers (project, cluster, command line) win. `all` as the batch of a
 * layer that names no canary turns rollouts off, whatever canary an earlier layer names.
 */
export function mergeRollouts(
  ...layers: readonly (RolloutSettings | undefined)[]
): RolloutSettings | undefined {
  const given = layers.filter((layer) => layer !== undefined);
  if (given.length === 0) return undefined;
  let merged: RolloutSettings = {};
  for (const layer of given) {
    const isOff = layer.batch === 'all' && layer.canary === undefined;
    merged = { ...merged, ...layer, ...(isOff && { canary: 0 }) };
  }
  return merged;
}
