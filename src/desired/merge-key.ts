import type { SourceEntry, SourceMap, SourceNode } from './source-node.ts';

/**
 * The entries of a mapping with what its merge key (`<<`) stands for in its place, as YAML 1.1 has it: keys that the
 * mapping has itself win, wherever they stand; of several merged mappings the first. Each key keeps its own place.
 * What is no mapping stays as it is, to be reported.
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
