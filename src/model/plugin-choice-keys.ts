import type { UsedPlugin } from './redaction/password-keys.ts';

/** Where a config chooses a plugin. */
type Place = Pick<UsedPlugin, 'kind' | 'prefix'>;

/** The key that names the class of a plugin: `connector.class`, `transforms.route.type`, `value.converter`. */
export function classKey({ kind, prefix }: Place): string {
  if (kind === 'connector') return 'connector.class';
  return kind === 'converter' ? prefix.slice(0, -1) : `${prefix}type`;
}

/** The key that pins the version of a plugin (KIP-891, Kafka Connect 4.1). */
export function versionKey({ kind, prefix }: Place): string {
  return kind === 'connector' ? 'connector.plugin.version' : `${prefix}plugin.version`;
}
