import type { UpdateChange } from '../model/change.ts';
import { isMasked } from '../model/masked-value.ts';

/**
 * Keys that this change would overwrite with a mask: their live value must be kept (`ignoreKeys`), or the file contains
 * the mask itself, and the worker shows only the mask. Sorted.
 */
export function unwritableKeys(change: UpdateChange): string[] {
  return [...change.target]
    .filter(([key, value]) => isMasked(value) && isMasked(change.live.config.get(key)))
    .map(([key]) => key)
    .sort();
}
