import type { PluginSet, PluginSnapshot, SnapshotKey } from '../../src/model/plugin-snapshot.ts';

/** A key of a snapshot: name and type, and what is to be said about it. */
export function exampleKey(name: string, type = 'STRING', more: Partial<SnapshotKey> = {}): SnapshotKey {
  return {
    name,
    type,
    required: false,
    default: undefined,
    importance: 'HIGH',
    documentation: '',
    group: undefined,
    recommended: [],
    values: undefined,
    deprecation: undefined,
    ...more,
  };
}

const workerKeys = [
  exampleKey('name', 'STRING', { required: true }),
  exampleKey('connector.class', 'STRING', { required: true }),
  exampleKey('tasks.max', 'INT', { default: '1' }),
  exampleKey('errors.tolerance', 'STRING', { values: ['none', 'all'] }),
  exampleKey('transforms', 'LIST'),
  exampleKey('predicates', 'LIST'),
  exampleKey('key.converter', 'CLASS'),
  exampleKey('value.converter', 'CLASS'),
  exampleKey('header.converter', 'CLASS'),
];

/** Made-up plugins, one of each type. */
export const exampleSnapshots: readonly PluginSnapshot[] = [
  {
    className: 'org.example.OrdersSource',
    type: 'source',
    version: '1.0.0',
    keys: [
      exampleKey('topic', 'STRING', { required: true }),
      exampleKey('batch.size', 'INT', { default: '100' }),
      exampleKey('mode', 'STRING', { values: ['fast', 'slow'] }),
      exampleKey('phrase', 'PASSWORD'),
      exampleKey('tables', 'LIST'),
      exampleKey('rows', 'INT', { deprecation: { replacement: 'batch.size' } }),
      exampleKey('legacy', 'STRING', { deprecation: { replacement: undefined } }),
      exampleKey('operations', 'LIST', { values: ['c', 'u', 'd'] }),
    ],
  },
  {
    className: 'org.example.OrdersSink',
    type: 'sink',
    version: '1.0.0',
    keys: [exampleKey('table')],
  },
  {
    className: 'org.example.Route',
    type: 'transformation',
    version: '1.0.0',
    keys: [exampleKey('regex', 'STRING', { required: true }), exampleKey('limit', 'LONG')],
  },
  {
    className: 'org.example.IsOrder',
    type: 'predicate',
    version: '1.0.0',
    keys: [exampleKey('pattern', 'STRING', { required: true })],
  },
  {
    className: 'org.example.TextConverter',
    type: 'converter',
    version: '1.0.0',
    keys: [exampleKey('schemas.enable', 'BOOLEAN', { default: 'true' })],
  },
  {
    className: 'org.apache.kafka.connect.runtime.SourceConnectorConfig',
    type: 'common',
    version: '3.9.1',
    keys: [...workerKeys, exampleKey('topic.creation.groups', 'LIST')],
  },
  {
    className: 'org.apache.kafka.connect.runtime.SinkConnectorConfig',
    type: 'common',
    version: '3.9.1',
    keys: [...workerKeys, exampleKey('topics', 'LIST'), exampleKey('topics.regex')],
  },
];

/** What a cluster with exactly these plugins says about itself. */
export const examplePlugins: PluginSet = {
  from: 'plugins (prod)',
  kafkaConnect: '3.9.1',
  installed: exampleSnapshots
    .filter(({ type }) => type !== 'common')
    .map(({ className, type, version }) => ({ className, type, version })),
  snapshots: exampleSnapshots,
  unreadable: [],
};
