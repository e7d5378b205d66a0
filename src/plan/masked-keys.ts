import type { UpdateChange } from '../model/change.ts';
import { isMasked } from '../model/masked-value.ts';

/**
 * Keys that a write of this change would fill with the mask of what it does not know: they are to be kept as they
 * are live (`ignoreKeys`), or the file holds the mask itself, and the worker shows only the mask. Sorted.
 */
export function unwritableKeys(change: UpdateChange): string[] {
  return [...change.target]
    .filter(([key, value]) => isMasked(value) && isMasked(change.live.config.get(key)))
    .map(([key]) => key)
    .sort();
}
