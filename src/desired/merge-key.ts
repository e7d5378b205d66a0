import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';

/**
 * Replaces a merge key (`<<`) by the entries that it refers to, as in YAML 1.1: keys of the mapping itself take
 * precedence, wherever they are; then the first of several merged mappings. Each key keeps its position. A value that
 * is not a mapping stays in place, to be reported.
 */
export function mergeInto(entries: readonly SourceEntry[], merge: SourceEntry): readonly SourceEntry[] {
  const maps = mapsOf(merge.value);
  if (!maps) return entries;
  const merged = new Map<string, SourceEntry>();
  for (const entry of maps.flatMap((map) => map.entries)) {
    if (!merged.has(entry.key)) merged.set(entry.key, entry);
  }
  for (const { key } of entries) merged.delete(key);
  return entries.flatMap((entry) => (entry === merge ? [...merged.values()] : [entry]));
}

function mapsOf(value: SourceNode): readonly SourceMap[] | undefined {
  const maps = value.kind === 'list' ? value.items : [value];
  return maps.every((map): map is SourceMap => map.kind === 'map') && maps.length > 0 ? maps : undefined;
}
