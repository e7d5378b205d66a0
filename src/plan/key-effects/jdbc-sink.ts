import type { EffectRow } from './effect-row.ts';

const debezium = ['io.debezium.connector.jdbc.JdbcSinkConnector'];
const others = ['io.confluent.connect.jdbc.JdbcSinkConnector', 'io.aiven.connect.jdbc.JdbcSinkConnector'];
const all = [...others, ...debezium];
const confluent = {
  documentation:
    'https://docs.confluent.io/kafka-connectors/jdbc/current/sink-connector/sink_config_options.html',
};
const debeziumPage = 'https://debezium.io/documentation/reference/stable/connectors/jdbc.html';

const renamed = 'later records go to tables of other names; those before stay';
const otherDatabase =
  'later records go to another database, unless it is the same one; earlier ones are not written again';
const otherWrites = 'later records are written in another way: inserted, updated or identified differently';

/** The JDBC sinks of Confluent, Aiven and Debezium. */
export const jdbcSinkRows: readonly EffectRow[] = [
  {
    plugins: others,
    keys: ['table.name.format', 'table.name.normalize', 'topics.to.tables.mapping'],
    effect: 'target-renamed',
    sentence: renamed,
    source: confluent,
  },
  {
    plugins: debezium,
    keys: ['collection.name.format'],
    formerly: ['table.name.format'],
    effect: 'target-renamed',
    sentence: renamed,
    source: {
      documentation: debeziumPage,
      experiment: 'table.name.format of the JDBC sink: later records go to another table',
    },
  },
  {
    plugins: debezium,
    keys: ['collection.naming.strategy'],
    formerly: ['table.naming.strategy'],
    effect: 'target-renamed',
    sentence: renamed,
    source: { documentation: debeziumPage },
  },
  {
    plugins: all,
    keys: ['connection.url'],
    effect: 'target-renamed',
    sentence: otherDatabase,
    source: {
      documentation: confluent.documentation,
      experiment: 'connection.url of the JDBC sink: the other database has only later records',
    },
  },
  {
    plugins: others,
    keys: ['insert.mode', 'pk.mode', 'pk.fields', 'delete.enabled'],
    effect: 'other-writes',
    sentence: otherWrites,
    source: confluent,
  },
  {
    plugins: debezium,
    keys: ['insert.mode', 'primary.key.mode', 'primary.key.fields', 'delete.enabled', 'truncate.enabled'],
    effect: 'other-writes',
    sentence: otherWrites,
    source: { documentation: debeziumPage },
  },
  {
    plugins: others,
    keys: ['fields.whitelist'],
    effect: 'other-format',
    sentence: 'other fields are written from now on',
    source: confluent,
  },
];
