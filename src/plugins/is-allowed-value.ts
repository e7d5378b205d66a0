import type { SnapshotKey } from '../model/plugin-snapshot.ts';

/**
 * Whether a value is one of the only ones that a key accepts; of a list, each element. Upper and lower case are the
 * same, because most plugins do not tell them apart.
 */
export function isAllowedValue(
  { type, values }: Pick<SnapshotKey, 'type' | 'values'>,
  value: string,
): boolean {
  if (!values) return true;
  const allowed = new Set(values.map(normalize));
  const elements = type === 'LIST' ? value.split(',').filter((element) => element.trim() !== '') : [value];
  return elements.every((element) => allowed.has(normalize(element)));
}

function normalize(value: string): string {
  return value.trim().toLowerCase();
}
