import { matchesAnyGlob } from '../../model/name-glob.ts';
import type { EffectRow } from './effect-row.ts';
import { effectRows } from './effect-rows.ts';

/** Each change asks for each of its keys, so that most rows are found by name. */
const byName = new Map<string, EffectRow[]>();
for (const row of effectRows) {
  for (const name of [...row.keys, ...(row.formerly ?? [])]) {
    byName.set(name, [...(byName.get(name) ?? []), row]);
  }
}

const withGlobs = effectRows.filter((row) => row.keys.some((key) => key.includes('*')));

/** The rows about a key, whichever plugin they are about: those that name it first, then those with a glob. */
export function rowsOfKey(key: string): readonly EffectRow[] {
  const named = byName.get(key) ?? [];
  return [...named, ...withGlobs.filter((row) => !named.includes(row) && matchesAnyGlob(row.keys, key))];
}
