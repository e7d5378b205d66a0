import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { nearestClass } from '../model/nearest-class.ts';
import { classKey } from '../model/plugin-choice-keys.ts';
import { isClassAlias, namesOfClass } from '../model/plugin-classes.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { type UsedPlugin, usedPlugins } from '../model/redaction/password-keys.ts';
import type { CheckContext } from './check-context.ts';
import { installedOfKind, listsKind } from './installed-plugins.ts';

/** Plugins of the config that the cluster has not installed, as far as its list tells. */
export function findUnlistedPlugins({ connector, set, isKnown }: CheckContext): readonly Diagnostic[] {
  return usedPlugins(connector.config).flatMap((used) => {
    const key = classKey(used);
    const { kind, className } = used;
    if (!isKnown(key) || connector.secretKeys.has(key) || !listsKind(set, kind)) return [];
    if (isInstalled(set, used)) return [];
    const near = nearestClass(className, classesOf(set, kind));
    const found = diagnose(
      'unlisted-plugin',
      { key, className, near, from: set.from },
      { source: connector.origins.get(key)?.source },
    );
    // A class that the worker does not list may still be found beside another plugin.
    return kind === 'connector' ? found : { ...found, severity: 'warning' as const };
  });
}

function isInstalled({ installed = [] }: PluginSet, { kind, className }: UsedPlugin): boolean {
  // Only of connectors it is certain by which aliases a worker knows them.
  if (kind !== 'connector' && isClassAlias(className)) return true;
  return installed.some(
    (plugin) =>
      plugin.className === className ||
      (isClassAlias(className) && namesOfClass(plugin.className).includes(className)),
  );
}

function classesOf({ installed = [] }: PluginSet, kind: UsedPlugin['kind']): readonly string[] {
  return [...new Set(installedOfKind(installed, kind).map(({ className }) => className))];
}
