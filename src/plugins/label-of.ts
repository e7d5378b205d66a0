import type { PluginSnapshot } from '../model/plugin-snapshot.ts';

/** A plugin for people: its class and version, or the worker itself. */
export function labelOf({
  className,
  type,
  version,
}: Pick<PluginSnapshot, 'className' | 'type' | 'version'>): string {
  const name = type === 'common' ? 'Kafka Connect' : className;
  return version === undefined ? name : `${name} ${version}`;
}
