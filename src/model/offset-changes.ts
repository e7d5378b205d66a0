import type { ConnectorOffset } from './connector-offsets.ts';
import { isSameOffset } from './same-offset.ts';

/** What becomes of one partition; null: it has no offset. */
export interface OffsetChange {
  readonly partition: unknown;
  readonly before: unknown;
  readonly after: unknown;
}

/** What is to be done to the offsets of a connector. */
export type DesiredOffsets =
  | { readonly kind: 'reset' }
  | { readonly kind: 'set'; readonly entries: readonly ConnectorOffset[] };

/** What differs between the offsets that are there and those that are wished; partitions that are not named stay. */
export function offsetChanges(
  before: readonly ConnectorOffset[],
  wish: DesiredOffsets,
): readonly OffsetChange[] {
  if (wish.kind === 'reset') {
    return before.map(({ partition, offset }) => ({ partition, before: offset, after: null }));
  }
  const changes = wish.entries.map(({ partition, offset }) => ({
    partition,
    before: before.find((entry) => isSameOffset(entry.partition, partition))?.offset ?? null,
    after: offset ?? null,
  }));
  return changes.filter((change) => !isSameOffset(change.before, change.after));
}
