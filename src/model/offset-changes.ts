import type { ConnectorOffset } from './connector-offsets.ts';
import { isSameOffset } from './same-offset.ts';

/** The change of one partition; null: it has no offset. */
export interface OffsetChange {
  readonly partition: unknown;
  readonly before: unknown;
  readonly after: unknown;
}

/** The desired offsets of a connector. */
export type DesiredOffsets =
  | { readonly kind: 'reset' }
  | { readonly kind: 'set'; readonly entries: readonly ConnectorOffset[] };

/** The differences between live and desired offsets. Partitions that are not named stay as they are. */
export function offsetChanges(
  before: readonly ConnectorOffset[],
  desired: DesiredOffsets,
): readonly OffsetChange[] {
  if (desired.kind === 'reset') {
    // A worker may list a partition with a null offset for a moment after its offset was removed.
    return before
      .filter(({ offset }) => offset !== null && offset !== undefined)
      .map(({ partition, offset }) => ({ partition, before: offset, after: null }));
  }
  const changes = desired.entries.map(({ partition, offset }) => ({
    partition,
    before: before.find((entry) => isSameOffset(entry.partition, partition))?.offset ?? null,
    after: offset ?? null,
  }));
  return changes.filter((change) => !isSameOffset(change.before, change.after));
}
