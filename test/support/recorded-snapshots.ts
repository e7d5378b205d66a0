import type { Plugin } from '../../src/model/plugin.ts';
import {
  commonClasses,
  type PluginSnapshot,
  type SnapshotKey,
  type SnapshotType,
} from '../../src/model/plugin-snapshot.ts';
import { findDeprecation } from '../../src/plugins/find-deprecation.ts';
import apacheKafka from '../../src/sandbox/plugins/apache-kafka.json' with { type: 'json' };
import debezium from '../../src/sandbox/plugins/debezium.json' with { type: 'json' };
import type { PluginDefinition, PluginKey } from '../../src/sandbox/plugins/plugin-definition.ts';
import unrecorded from '../../src/sandbox/plugins/unrecorded.json' with { type: 'json' };
import { profileOf } from '../../src/sandbox/profile.ts';
import { frameworkKeys } from '../../src/sandbox/validation/framework-keys.ts';

const kafkaConnect = '4.3.0';

/** The snapshots of all plugins that the sandbox has, most of them recorded from real workers. */
export function recordedSnapshots(): readonly PluginSnapshot[] {
  const definitions = [apacheKafka, debezium, unrecorded].flat() as readonly PluginDefinition[];
  return [
    ...definitions.filter(({ type }) => type !== 'header_converter').map(snapshotOf),
    ...(['source', 'sink'] as const).map(commonSnapshot),
  ];
}

/** The plugins that these snapshots are of. */
export function recordedPlugins(): readonly Plugin[] {
  return recordedSnapshots().map(({ className, type, version }) => ({ className, type, version }));
}

/** A key with what most keys have. */
export function snapshotKey(key: Partial<SnapshotKey> & Pick<SnapshotKey, 'name'>): SnapshotKey {
  const { documentation = '' } = key;
  return {
    type: 'STRING',
    required: false,
    default: undefined,
    importance: 'LOW',
    group: undefined,
    recommended: [],
    values: undefined,
    ...key,
    documentation,
    deprecation: findDeprecation(documentation),
  };
}

/** A plugin with the keys of Debezium's connector for PostgreSQL that the tests of editors name. */
export const postgresSnapshot: PluginSnapshot = {
  className: 'io.debezium.connector.postgresql.PostgresConnector',
  type: 'source',
  version: '2.7.4.Final',
  keys: [
    snapshotKey({
      name: 'database.hostname',
      documentation: 'Resolvable hostname or IP address of the database server.',
      importance: 'HIGH',
    }),
    snapshotKey({
      name: 'database.password',
      type: 'PASSWORD',
      documentation: 'Password of the database user.',
    }),
    snapshotKey({ name: 'plugin.name', default: 'decoderbufs', values: ['decoderbufs', 'pgoutput'] }),
    snapshotKey({
      name: 'slot.name',
      default: 'debezium',
      documentation:
        "The name of the Postgres logical decoding slot created for streaming changes from a plugin. Defaults to 'debezium'.",
    }),
    snapshotKey({ name: 'slot.drop.on.stop', type: 'BOOLEAN', default: 'false' }),
    snapshotKey({
      name: 'table.whitelist',
      type: 'LIST',
      documentation: 'This property is deprecated, use table.include.list instead.',
    }),
    snapshotKey({ name: 'topic.prefix', required: true }),
  ],
};

function snapshotOf({ class: className, type, version, keys = [] }: PluginDefinition): PluginSnapshot {
  return { className, type: type as SnapshotType, version: version ?? kafkaConnect, keys: keys.map(keyOf) };
}

function keyOf(key: PluginKey): SnapshotKey {
  return snapshotKey({
    name: key.name,
    type: key.type,
    required: key.required ?? false,
    default: key.default_value ?? undefined,
    importance: key.importance ?? 'MEDIUM',
    documentation: key.documentation ?? '',
    group: key.group ?? undefined,
    values: key.accepts && 'words' in key.accepts ? key.accepts.words : undefined,
  });
}

function commonSnapshot(type: 'source' | 'sink'): PluginSnapshot {
  const keys = frameworkKeys(profileOf('4.3'), type).map((key) =>
    snapshotKey({
      name: key.name,
      type: key.type,
      required: key.defaultValue === undefined,
      default: key.defaultValue ?? undefined,
      importance: key.importance,
      documentation: key.documentation,
      recommended: key.recommended ?? [],
    }),
  );
  return { className: commonClasses[type], type: 'common', version: kafkaConnect, keys };
}
