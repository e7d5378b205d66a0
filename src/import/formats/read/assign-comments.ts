import { type FoundComments, headComment, tailComment } from '../found-connector.ts';
import type { PlacedComment, PlacedMember } from './data-places.ts';

/** The keys of a config, in the order of the file, and where the config begins. */
export interface CommentedConfig {
  readonly members: readonly PlacedMember[];
  /** From here on, a comment before the first key belongs to it; before, it belongs to the connector. */
  readonly begin: number;
}

/**
 * Assigns each comment to a key of a config: to the key on its line or, on a line of its own, to the next key. What is
 * above a config belongs to its connector, what follows the last key to the end of the last connector. All are kept.
 */
export function assignComments(
  text: string,
  comments: readonly PlacedComment[],
  configs: readonly CommentedConfig[],
): readonly FoundComments[] {
  const ordered = configs
    .map((config, index) => ({ ...config, index }))
    .sort((one, other) => startOf(one) - startOf(other));
  const assigned = configs.map(() => new Map<string, string[]>());
  for (const comment of comments) {
    const lineStart = text.lastIndexOf('\n', comment.start - 1) + 1;
    const at = ordered.findIndex(
      ({ members }) => (members.at(-1)?.end ?? 0) >= lineStart && members.length > 0,
    );
    const next = ordered[at < 0 ? ordered.length - 1 : at];
    const before = ordered[at - 1];
    const isTail = before && isBelow(text, before, comment) && comment.start < (next?.begin ?? 0);
    const config = isTail ? before : next;
    if (!config) continue;
    const key = keyFor(comment, config, lineStart);
    const found = assigned[config.index];
    found?.set(key, [...(found.get(key) ?? []), comment.text]);
  }
  return assigned;
}

/** Whether a comment on a line of its own after a config is indented like its keys. */
function isBelow(text: string, { members }: CommentedConfig, { start, isBehind }: PlacedComment): boolean {
  const columnOf = (offset: number) => offset - text.lastIndexOf('\n', offset - 1);
  return !isBehind && columnOf(start) >= columnOf(members[0]?.start ?? 0);
}

function startOf({ members, begin }: CommentedConfig): number {
  return members[0]?.start ?? begin;
}

function keyFor(comment: PlacedComment, { members, begin }: CommentedConfig, lineStart: number): string {
  const before = members.findLast(({ start }) => start <= comment.start);
  if (!before) {
    const first = members[0];
    return first && comment.start >= begin && !comment.isBehind ? first.key : headComment;
  }
  if (comment.isBehind ? before.end >= lineStart : before.end > comment.start) return before.key;
  return members.find(({ start }) => start > comment.start)?.key ?? tailComment;
}
