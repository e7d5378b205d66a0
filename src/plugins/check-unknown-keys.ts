import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { PluginSnapshot } from '../model/plugin-snapshot.ts';
import { renamedKeys } from '../model/renamed-keys.ts';
import { findUndefinedKeys } from '../model/undefined-keys.ts';
import type { CheckContext } from './check-context.ts';
import { isFreeKey } from './free-keys.ts';

/**
 * Keys that no plugin of the config defines and that are one typo away from a key that is not set; and keys that the
 * plugins no longer read, with their new names. Other unknown keys may be read by a client, a driver or a plugin that
 * does not list them.
 */
export function findUnknownKeys(context: CheckContext): readonly Diagnostic[] {
  const { connector, defined } = context;
  const { config, origins, name } = connector;
  const connectorClass = connectorPlugin(defined)?.className;
  const names = new Set(defined.keys.keys());
  const undescribed = defined.undescribed.map(({ prefix }) => prefix);
  // Without a snapshot of the connector or of the worker, keys with an alias can still be checked.
  const knowsOnlyAliases = connectorClass === undefined || !names.has('tasks.max');
  const isFree = (key: string) =>
    key === connector.fingerprint?.key ||
    undescribed.some((prefix) => prefix !== '' && key.startsWith(prefix)) ||
    isFreeKey(key, connectorClass ?? config.get('connector.class') ?? '', config) ||
    (knowsOnlyAliases && !/^(?:transforms|predicates|(?:key|value|header)\.converter)\./.test(key));
  const unknown = findUndefinedKeys(config, names, isFree).map(({ key, near }) =>
    diagnose('undefined-config-key', { name, key, near }, { source: origins.get(key)?.source }),
  );
  return [...unknown, ...findRenamedKeys(context, names)];
}

function connectorPlugin({ plugins }: CheckContext['defined']): PluginSnapshot | undefined {
  return plugins.find(({ type }) => type === 'source' || type === 'sink');
}

/** Without those that the check of the files reports. */
function findRenamedKeys(
  { connector: { config, origins } }: CheckContext,
  defined: ReadonlySet<string>,
): readonly Diagnostic[] {
  const reported = new Set(renamedKeys(config).map(({ key }) => key));
  return renamedKeys(config, defined)
    .filter(({ key }) => !reported.has(key))
    .map((found) => diagnose('renamed-key', found, { source: origins.get(found.key)?.source }));
}
