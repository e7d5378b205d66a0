import type { StringMap } from '../http/jackson.ts';
import type { ConnectorPlugin, TaskConfig } from '../plugins/plugin.ts';
import { does, type Profile } from '../profile.ts';
import type { SandboxConnector } from './connector.ts';

/** What a connector's `taskConfigs()` gives: one map for each task, `task.class` among the keys. */
export function makeTaskConfigs(
  profile: Profile,
  plugin: ConnectorPlugin,
  config: StringMap,
): readonly TaskConfig[] {
  const whole = new Map(
    [...config].flatMap(([key, value]) => (value === null ? [] : ([[key, value]] as const))),
  );
  const own = plugin.taskConfig?.(whole, profile) ?? whole;
  const one = new Map([...own, ...topicsOf(plugin, whole), ['task.class', plugin.taskClass]]);
  const count = plugin.tasks === 'one' ? 1 : Number(whole.get('tasks.max')?.trim() ?? '1');
  return Array.from({ length: count }, () => one);
}

// The framework adds them for sinks, whatever the plugin gave.
function topicsOf(plugin: ConnectorPlugin, config: TaskConfig): [string, string][] {
  if (plugin.type === 'source') return [];
  return [...config].filter(([key]) => key === 'topics' || key === 'topics.regex');
}

/**
 * Whether tasks have to be made anew: if their number or one of their configurations differs; from 3.7.1 on also if
 * the connector's configuration does (Connect REST contract 5, KAFKA-9228).
 */
export function tasksHaveChanged(
  profile: Profile,
  connector: SandboxConnector,
  configs: readonly TaskConfig[],
): boolean {
  const old = connector.taskConfigs;
  if (old.length !== configs.length) return true;
  if (configs.some((config, id) => !sameMap(config, old[id]))) return true;
  return does(profile, 'restartsTasksOnAnyChange') && !sameMap(connector.config, connector.appliedConfig);
}

/** Whether two maps hold the same keys with the same values. */
function sameMap(one: StringMap, other: StringMap | undefined): boolean {
  if (one.size !== other?.size) return false;
  for (const [key, value] of one) if (other.get(key) !== value) return false;
  return true;
}
