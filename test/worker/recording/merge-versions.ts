import type { PluginDefinition, PluginKey } from '../../../src/sandbox/plugins/plugin-definition.ts';

/**
 * The plugins of a newer version, which also accept what the older one does: its keys, and its words where both list
 * some. The sandbox has one Debezium for the tutorials of both.
 */
export function mergeVersions(
  newer: readonly PluginDefinition[],
  older: readonly PluginDefinition[],
): readonly PluginDefinition[] {
  const others = older.filter((plugin) => newer.every((known) => known.class !== plugin.class));
  return [...newer.map((plugin) => withKeysOf(plugin, older)), ...others];
}

function withKeysOf(plugin: PluginDefinition, older: readonly PluginDefinition[]): PluginDefinition {
  const oldKeys = older.find((candidate) => candidate.class === plugin.class)?.keys ?? [];
  const keys = plugin.keys ?? [];
  const onlyOld = oldKeys.filter(({ name }) => keys.every((key) => key.name !== name));
  const merged = keys.map((key) =>
    withWordsOf(
      key,
      oldKeys.find(({ name }) => name === key.name),
    ),
  );
  return { ...plugin, keys: [...merged, ...onlyOld] };
}

function withWordsOf(key: PluginKey, old: PluginKey | undefined): PluginKey {
  const [rule, oldRule] = [key.accepts, old?.accepts];
  if (!rule || !('words' in rule) || !oldRule || !('words' in oldRule)) return key;
  return { ...key, accepts: { ...rule, words: [...new Set([...rule.words, ...oldRule.words])] } };
}
