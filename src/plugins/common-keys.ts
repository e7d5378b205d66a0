import type { PluginKey } from '../model/plugin.ts';

/**
 * Whether a worker adds a key of this name to every connector. A plugin may define one of them itself, as the MongoDB
 * sink defines `topics`; {@link withoutCommonKeys} tells the two apart.
 */
function isCommonKey(name: string): boolean {
  return names.has(name) || name.startsWith('topic.creation.');
}

/** The keys that a worker adds, among those that it lists for a connector. */
export function commonKeysIn(keys: readonly PluginKey[]): readonly PluginKey[] {
  return keys.filter(({ name }) => isCommonKey(name));
}

/**
 * The keys of the plugin alone. Workers list the common keys too: all of them in the answer to a validation, most of
 * them with the definitions of a plugin (Connect REST contract 4.19). A common key that the plugin documents in its own
 * words is its own.
 *
 * @param common the common keys as the same worker describes them for another plugin; without them names decide
 */
export function withoutCommonKeys(
  keys: readonly PluginKey[],
  common: readonly PluginKey[],
): readonly PluginKey[] {
  const known = new Map(common.map((key) => [key.name, key.documentation]));
  // Those of a sink are known for sinks only: the `topics` of MirrorMaker, a source, are its own.
  const isOfSource = known.size > 0 && !known.has('topics');
  return keys.filter(({ name, documentation }) => {
    if (isOfSource && (name === 'topics' || name === 'topics.regex')) return true;
    if (!isCommonKey(name)) return !known.has(name);
    return known.has(name) && known.get(name) !== documentation;
  });
}

/** The keys that a worker reads of a transformation or predicate, beside those that the class defines. */
export const keysOfAliases: ReadonlySet<string> = new Set(['type', 'predicate', 'negate', 'plugin.version']);

/** Of all releases from 2.8 to 4.4: `ConnectorConfig`, `SourceConnectorConfig` and `SinkConnectorConfig`. */
const names: ReadonlySet<string> = new Set([
  'name',
  'connector.class',
  'connector.plugin.version',
  'tasks.max',
  'tasks.max.enforce',
  'key.converter',
  'key.converter.plugin.version',
  'value.converter',
  'value.converter.plugin.version',
  'header.converter',
  'header.converter.plugin.version',
  'config.action.reload',
  'transforms',
  'predicates',
  'errors.retry.timeout',
  'errors.retry.delay.max.ms',
  'errors.tolerance',
  'errors.log.enable',
  'errors.log.include.messages',
  'exactly.once.support',
  'transaction.boundary',
  'transaction.boundary.interval.ms',
  'offsets.storage.topic',
  'topics',
  'topics.regex',
  'errors.deadletterqueue.topic.name',
  'errors.deadletterqueue.topic.replication.factor',
  'errors.deadletterqueue.context.headers.enable',
]);
