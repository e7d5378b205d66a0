import type { EffectRow } from './effect-row.ts';

const page = (connector: string) =>
  `https://debezium.io/documentation/reference/stable/connectors/${connector}.html`;

/** The sources: Debezium's sinks have other keys. */
export const debeziumSources = [
  'io.debezium.connector.cassandra.*',
  'io.debezium.connector.db2.*',
  'io.debezium.connector.informix.*',
  'io.debezium.connector.mariadb.*',
  'io.debezium.connector.mongodb.MongoDbConnector',
  'io.debezium.connector.mysql.*',
  'io.debezium.connector.oracle.*',
  'io.debezium.connector.postgresql.*',
  'io.debezium.connector.spanner.*',
  'io.debezium.connector.sqlserver.*',
  'io.debezium.connector.vitess.*',
] as const;

/** Those that keep the history of table schemas in a topic. */
const debeziumWithHistory = [
  'io.debezium.connector.db2.*',
  'io.debezium.connector.informix.*',
  'io.debezium.connector.mariadb.*',
  'io.debezium.connector.mysql.*',
  'io.debezium.connector.oracle.*',
  'io.debezium.connector.sqlserver.*',
] as const;

/** Names, offsets and snapshots of all Debezium sources. */
export const debeziumRows: readonly EffectRow[] = [
  {
    plugins: debeziumSources,
    keys: ['topic.prefix'],
    formerly: ['database.server.name', 'mongodb.name'],
    effect: 'new-snapshot',
    sentence: 'topics get new names, and offsets are stored under the old one: it starts with a new snapshot',
    losesOffsets: true,
    source: {
      documentation: `${page('mysql')}#mysql-property-topic-prefix`,
      experiment: 'topic.prefix of Debezium: topics get new names, and a new snapshot is taken',
    },
  },
  {
    plugins: debeziumSources,
    keys: ['topic.delimiter', 'topic.naming.strategy'],
    effect: 'topics-renamed',
    sentence: 'topics get new names; the new ones have only later changes',
    source: { documentation: `${page('mysql')}#mysql-property-topic-delimiter` },
  },
  {
    plugins: debeziumSources,
    keys: ['snapshot.mode'],
    when: { to: ['always'] },
    effect: 'new-snapshot',
    sentence: 'takes a new snapshot at each start',
    source: { documentation: `${page('postgresql')}#postgresql-property-snapshot-mode` },
  },
  {
    plugins: debeziumSources,
    keys: ['snapshot.mode'],
    when: { to: ['recovery', 'schema_only_recovery'] },
    effect: 'schema-history',
    sentence: 'reads the present schemas into the schema history: wrong if they have changed meanwhile',
    source: { documentation: `${page('mysql')}#mysql-property-snapshot-mode` },
  },
  {
    plugins: debeziumSources,
    keys: ['snapshot.mode'],
    when: {
      to: [
        'initial',
        'initial_only',
        'never',
        'no_data',
        'schema_only',
        'when_needed',
        'configuration_based',
      ],
    },
    effect: 'no-effect',
    sentence: 'counts only for a start without usable offsets',
    source: {
      documentation: `${page('mysql')}#mysql-property-snapshot-mode`,
      experiment: 'snapshot.mode of Debezium: no new snapshot where offsets are stored',
    },
  },
  {
    plugins: debeziumWithHistory,
    keys: ['schema.history.internal.kafka.topic'],
    formerly: ['database.history.kafka.topic'],
    effect: 'schema-history',
    sentence: 'the schema history must exist in the new topic or be recovered, or the task fails',
    source: {
      documentation: `${page('mysql')}#mysql-property-database-history-kafka-topic`,
      experiment:
        'schema.history.internal.kafka.topic of Debezium: without a history in the new topic the task fails',
    },
  },
  {
    plugins: debeziumWithHistory,
    keys: ['schema.history.internal.kafka.bootstrap.servers'],
    formerly: ['database.history.kafka.bootstrap.servers'],
    effect: 'schema-history',
    sentence: 'the schema history must exist in the other Kafka cluster, unless it is the same one',
    source: { documentation: `${page('mysql')}#mysql-property-database-history-kafka-bootstrap-servers` },
  },
  {
    plugins: debeziumSources,
    keys: ['database.hostname', 'database.port'],
    effect: 'offsets-lost',
    sentence: 'offsets are positions in the log of the former server, and fit only the same log',
    losesOffsets: true,
    source: { documentation: `${page('mysql')}#mysql-property-database-hostname` },
  },
  {
    plugins: debeziumSources,
    keys: [
      'decimal.handling.mode',
      'time.precision.mode',
      'binary.handling.mode',
      'interval.handling.mode',
      'hstore.handling.mode',
      'bigint.unsigned.handling.mode',
      'tombstones.on.delete',
      'column.mask.*',
      'column.truncate.*',
      'column.exclude.list',
      'column.include.list',
      'message.key.columns',
      'field.name.adjustment.mode',
      'schema.name.adjustment.mode',
    ],
    effect: 'other-format',
    sentence: 'later events have other keys or fields than those in the topics',
    source: { documentation: `${page('mysql')}#mysql-property-decimal-handling-mode` },
  },
  {
    plugins: debeziumSources,
    keys: ['skipped.operations'],
    effect: 'records-missed',
    sentence: 'other operations are skipped from now on',
    source: { documentation: `${page('mysql')}#mysql-property-skipped-operations` },
  },
  {
    plugins: debeziumSources,
    keys: ['topic.heartbeat.prefix', 'topic.transaction'],
    effect: 'topics-renamed',
    sentence: 'heartbeats or transaction metadata go to topics of other names',
    source: { documentation: `${page('mysql')}#mysql-property-topic-heartbeat-prefix` },
  },
];
