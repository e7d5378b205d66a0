import { compareText } from './config.ts';
import { ExactNumber } from './exact-json.ts';

/**
 * Whether two partitions, or two offsets, are the same: members in any order, numbers and texts by their text,
 * because a worker accepts `"7"` as the offset of a sink and reports it as `7`.
 */
export function isSameOffset(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof ExactNumber) return JSON.stringify(value.text);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(String(value));
  const members = Object.entries(value).sort(([left], [right]) => compareText(left, right));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
