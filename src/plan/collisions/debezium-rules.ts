import { brokers, key, server, unless } from './part.ts';
import type { CollisionRule } from './rule.ts';

const ofDebezium = (path: string) => `io.debezium.connector.${path}`;

const postgres = [ofDebezium('postgresql.PostgresConnector'), ofDebezium('postgresql.YugabyteDBConnector')];

const mysql = [ofDebezium('mysql.MySqlConnector'), ofDebezium('mariadb.MariaDbConnector')];

const streaming = unless(['snapshot.mode'], /^initial_only$/i, '`initial_only`');

/** Connectors that keep the history of the schema. */
const withHistory = [
  ...mysql,
  ofDebezium('sqlserver.SqlServerConnector'),
  ofDebezium('oracle.OracleConnector'),
  ofDebezium('db2.Db2Connector'),
  ofDebezium('informix.InformixConnector'),
];

/** Connectors that read the changes of a database with Debezium. */
export const debeziumRules: readonly CollisionRule[] = [
  {
    id: 'replication-slot',
    classes: postgres,
    identity: [
      server('database.hostname', 'database.port', '5432'),
      key('slot.name', { otherwise: 'debezium' }),
      streaming,
    ],
    at: ['slot.name', 'database.hostname'],
    uses: 'reads from the replication slot "{slot.name}" of {database.hostname}',
    consequence:
      'the name of a slot is unique on a PostgreSQL server, and a slot serves one client at a time, so all but one fail',
    remedy: 'set another  slot.name  in each',
    source:
      '[Debezium, setting up multiple connectors for the same database server](https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-deploying-multiple-connectors), [debezium#4489](https://github.com/debezium/debezium/pull/4489); PostgreSQL, [replication slots](https://www.postgresql.org/docs/current/logicaldecoding-explanation.html#LOGICALDECODING-REPLICATION-SLOTS): an identifier is unique across all databases of a server',
  },
  {
    id: 'mysql-server-id',
    classes: mysql,
    identity: [server('database.hostname', 'database.port', '3306'), key('database.server.id'), streaming],
    at: ['database.server.id'],
    uses: 'joins {database.hostname} as the replica {database.server.id}',
    consequence:
      'the server disconnects a replica when another one with the same id connects, so they end the connections of each other',
    remedy: 'set another  database.server.id  in each',
    source:
      '[Debezium, database.server.id](https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-property-database-server-id)',
  },
  {
    id: 'topic-prefix',
    classes: [
      ...withHistory,
      ...postgres,
      ofDebezium('mongodb.MongoDbConnector'),
      ofDebezium('spanner.SpannerConnector'),
      ofDebezium('vitess.VitessConnector'),
      ofDebezium('yugabytedb.YugabyteDBConnector'),
    ],
    identity: [key(['topic.prefix', 'database.server.name', 'mongodb.name'])],
    at: ['topic.prefix', 'database.server.name', 'mongodb.name'],
    uses: 'captures changes under the logical name "{topic.prefix}"',
    consequence:
      'Debezium requires a unique one: it begins the names of topics and metrics, so the metrics of all but one are missing, and tables of the same name share a topic',
    remedy: 'set another  topic.prefix  in each; before Debezium 2.0 it is called  database.server.name',
    source:
      '[Debezium, topic.prefix](https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-property-topic-prefix), [debezium#6805](https://github.com/debezium/debezium/pull/6805)',
  },
  {
    id: 'schema-history-topic',
    classes: withHistory,
    identity: [
      key(['schema.history.internal.kafka.topic', 'database.history.kafka.topic']),
      brokers([
        'schema.history.internal.kafka.bootstrap.servers',
        'database.history.kafka.bootstrap.servers',
      ]),
      unless(['schema.history.internal', 'database.history'], /^(?!.*Kafka)./, 'another store than Kafka'),
    ],
    at: ['schema.history.internal.kafka.topic', 'database.history.kafka.topic'],
    uses: 'keeps the history of its schema in the topic "{schema.history.internal.kafka.topic}"',
    consequence:
      'each reads the schema changes of the other when it starts, and may then decode rows with a wrong schema or fail',
    remedy:
      'set another  schema.history.internal.kafka.topic  in each; before Debezium 2.0 it is called  database.history.kafka.topic',
    source:
      '[debezium#359](https://github.com/debezium/debezium/pull/359): "Make sure that the same history topic isn\'t shared by multiple connector instances"',
  },
  {
    id: 'xstream-outbound-server',
    classes: [ofDebezium('oracle.OracleConnector')],
    identity: [
      server('database.hostname', 'database.port', '1521'),
      key('database.dbname'),
      key('database.out.server.name'),
    ],
    at: ['database.out.server.name'],
    uses: 'attaches to the XStream outbound server "{database.out.server.name}" of {database.hostname}',
    consequence: 'an outbound server accepts one client at a time, so all but one fail',
    remedy: 'create an outbound server for each, and name it in  database.out.server.name',
    source:
      '[Oracle, XStream Out](https://docs.oracle.com/en/database/oracle/oracle-database/19/xstrm/xstream-out-concepts.html)',
  },
];
