import type { DifferenceKind, KeyDifference } from '../plugins/diff-snapshots.ts';

/** One difference between two definitions of a key. */
export interface KeyDifferenceView {
  readonly key: string;
  readonly kind: DifferenceKind;
  /** What is different, as text; null: there is none. */
  readonly before: string | null;
  readonly after: string | null;
  /** The key to use instead of a deprecated one; null: none is named. */
  readonly replacement: string | null;
  /** Whether the key must be set: the new definition, of a removed key the old one. */
  readonly required: boolean;
}

/** Definitions hold no values of connectors, so there is nothing to mask. */
export function viewDifference(difference: KeyDifference): KeyDifferenceView {
  const { key, kind, before, after, deprecation } = difference;
  return {
    key,
    kind,
    before: before ?? null,
    after: after ?? null,
    replacement: deprecation?.replacement ?? null,
    required: (difference.new ?? difference.old)?.required ?? false,
  };
}
