import type { Release } from '../profile.ts';
import type { KeyDefinition } from '../validation/key-definition.ts';
import { checkOf } from '../validation/value-rule.ts';
import apacheKafka from './apache-kafka.json' with { type: 'json' };
import { behaviourOf } from './connector-behaviour.ts';
import debezium from './debezium.json' with { type: 'json' };
import type { ComponentPlugin, ConnectorPlugin } from './plugin.ts';
import type { PluginDefinition, PluginKey } from './plugin-definition.ts';
import unrecorded from './unrecorded.json' with { type: 'json' };

/** The recorded plugins and the given ones. A given definition replaces a recorded one of the same class. */
export function loadDefinitions(given: readonly PluginDefinition[]): {
  readonly connectors: readonly ConnectorPlugin[];
  readonly components: readonly ComponentPlugin[];
} {
  const classes = new Set(given.map((definition) => definition.class));
  const installed = [apacheKafka, debezium, unrecorded] as readonly (readonly PluginDefinition[])[];
  const all = [...installed.flat().filter((definition) => !classes.has(definition.class)), ...given].toSorted(
    (one, other) => (one.class < other.class ? -1 : 1),
  );
  return {
    connectors: [
      ...all.filter(({ type }) => type === 'sink'),
      ...all.filter(({ type }) => type === 'source'),
    ].map(toConnector),
    components: all.flatMap((definition) => toComponent(definition) ?? []),
  };
}

function toConnector(definition: PluginDefinition): ConnectorPlugin {
  return {
    className: definition.class,
    type: definition.type === 'sink' ? 'sink' : 'source',
    ...versionIn(definition),
    keys: keysIn(definition),
    ...behaviourOf(definition.class),
  };
}

function toComponent(definition: PluginDefinition): ComponentPlugin | undefined {
  const { type } = definition;
  if (type === 'sink' || type === 'source') return undefined;
  return {
    className: definition.class,
    kind: type,
    ...versionIn(definition),
    ...(definition.since !== undefined && { since: releaseOf(definition.since) }),
    keys: keysIn(definition),
  };
}

function versionIn({ version }: PluginDefinition): { readonly version?: string } {
  return version === undefined ? {} : { version };
}

function keysIn({ keys = [] }: PluginDefinition): readonly KeyDefinition[] {
  return keys.map(toKey);
}

function toKey(key: PluginKey): KeyDefinition {
  const { name, type, display_name: displayName = name } = key;
  return {
    name,
    type,
    ...(key.required !== true && { defaultValue: key.default_value ?? null }),
    importance: key.importance ?? 'MEDIUM',
    documentation: key.documentation ?? '',
    group: key.group ?? null,
    order: key.order ?? -1,
    width: key.width ?? 'NONE',
    displayName,
    ...(key.accepts && { check: checkOf(key.accepts) }),
    ...(key.since !== undefined && { since: releaseOf(key.since) }),
    ...(key.until !== undefined && { until: releaseOf(key.until) }),
  };
}

/** A release from its text: `4.3.0`. */
export function releaseOf(text: string): Release {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return [major, minor, patch];
}
