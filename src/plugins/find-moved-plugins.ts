import { type Config, compareText } from '../model/config.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { usedPlugins } from '../model/redaction/password-keys.ts';
import type { MovedPluginView } from '../model/upgrade-view.ts';
import { versionKey } from './defined-keys.ts';
import { loadedVersion } from './installed-plugins.ts';

/** The plugins of configs that run in another version on the target, by class. */
export function findMovedPlugins(
  configs: readonly Config[],
  from: PluginSet | undefined,
  to: PluginSet | undefined,
): readonly MovedPluginView[] {
  if (!from?.installed || !to?.installed) return [];
  const [before, after] = [from.installed, to.installed];
  const moved = new Map<string, MovedPluginView>();
  for (const config of configs) {
    for (const plugin of usedPlugins(config)) {
      const wanted = config.get(versionKey(plugin));
      const [old, current] = [loadedVersion(before, plugin, wanted), loadedVersion(after, plugin, wanted)];
      // Without a version on both sides nothing can be said: workers before 3.6 report none of converters.
      if (old === undefined || current === undefined || old === current) continue;
      const { className } = plugin;
      moved.set(`${className} ${old} ${current}`, { class: className, from: old, to: current });
    }
  }
  return [...moved.values()].sort((one, other) => compareText(one.class, other.class));
}
