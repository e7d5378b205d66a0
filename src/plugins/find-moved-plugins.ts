import { type Config, compareText } from '../model/config.ts';
import { PluginClasses } from '../model/plugin-classes.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { usedPlugins } from '../model/redaction/password-keys.ts';
import type { MovedPluginView } from '../model/upgrade-view.ts';
import { loadedVersion } from './installed-plugins.ts';

/**
 * The plugins of configs that run in another version on the target, by class. Those that come with the workers, and have
 * their version, are left out.
 */
export function findMovedPlugins(
  configs: readonly Config[],
  from: PluginSet | undefined,
  to: PluginSet | undefined,
): readonly MovedPluginView[] {
  if (!from || !to) return [];
  const known = new PluginClasses((from.installed ?? []).map(({ className }) => className));
  const moved = new Map<string, MovedPluginView>();
  for (const config of configs) {
    for (const plugin of usedPlugins(config)) {
      const [old, current] = [from, to].map((set) => loadedVersion(set, plugin, config));
      // Without a version on both sides nothing can be said: workers before 3.6 report none of converters.
      if (old === undefined || current === undefined || old === current || current === 'none') continue;
      if (old === from.kafkaConnect && current === to.kafkaConnect) continue;
      const className = known.resolve(plugin.className) ?? plugin.className;
      moved.set(`${className} ${old} ${current}`, { class: className, from: old, to: current });
    }
  }
  return [...moved.values()].sort((one, other) => compareText(one.class, other.class));
}
