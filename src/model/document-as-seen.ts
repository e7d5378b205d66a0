import type { ChangeView, ConnectorDocument } from './plan-view.ts';

/**
 * A connector after a change, as the worker will show it: what it masks stays a mask, unless it is among the fields that
 * differ. Patches between the two documents leave it out.
 */
export function documentAsSeen({
  before,
  after,
  masked = [],
}: Pick<ChangeView, 'before' | 'after' | 'masked'>): ConnectorDocument | null {
  if (!before || !after || masked.length === 0) return after;
  const seen = masked.map((key) => [key, before.config[key] ?? null] as const);
  return { ...after, config: { ...after.config, ...Object.fromEntries(seen) } };
}
