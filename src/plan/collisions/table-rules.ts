import { alike, below, key, server, topics, transformations, urls } from './part.ts';
import type { CollisionRule } from './rule.ts';

const divide = 'remove all but one, divide  topics  between them, or';

/** Sinks that write the same records into the same tables, indexes or collections. */
export const tableRules: readonly CollisionRule[] = [
  {
    id: 'jdbc-table',
    classes: ['io.confluent.connect.jdbc.JdbcSinkConnector', 'io.aiven.connect.jdbc.JdbcSinkConnector'],
    identity: [urls('connection.url'), topics({ template: 'table.name.format' }), transformations()],
    at: ['table.name.format', 'topics', 'topics.regex'],
    uses: 'writes {topics} to the same tables',
    consequence:
      'every record is written more than once: duplicate rows with inserts, locks and lost order with upserts',
    remedy: `${divide} set another  table.name.format  in each`,
    source:
      '[JDBC sink connector](https://docs.confluent.io/kafka-connectors/jdbc/current/sink-connector/sink_config_options.html): table.name.format, insert.mode',
  },
  {
    id: 'debezium-jdbc-table',
    classes: ['io.debezium.connector.jdbc.JdbcSinkConnector'],
    identity: [
      urls('connection.url'),
      topics({ template: ['collection.name.format', 'table.name.format'] }),
      transformations(),
    ],
    at: ['collection.name.format', 'table.name.format', 'topics', 'topics.regex'],
    uses: 'writes {topics} to the same tables',
    consequence:
      'every record is written more than once: duplicate rows with inserts, locks and lost order with upserts',
    remedy: `${divide} set another  collection.name.format  in each`,
    source:
      '[Debezium JDBC sink](https://debezium.io/documentation/reference/stable/connectors/jdbc.html): collection.name.format, insert.mode',
  },
  {
    id: 'search-index',
    classes: [
      'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
      'io.aiven.connect.elasticsearch.ElasticsearchSinkConnector',
      'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector',
    ],
    identity: [
      urls('connection.url'),
      topics({ map: 'topic.index.map' }),
      alike(
        'external.resource.usage',
        'topic.to.external.resource.mapping',
        'data.stream.type',
        'data.stream.dataset',
        'data.stream.namespace',
      ),
      transformations(),
    ],
    at: ['topics', 'topics.regex', 'connection.url'],
    uses: 'writes {topics} to the same indexes',
    consequence: 'every document is written more than once, and of several versions the last write wins',
    remedy: `${divide} route them to other indexes with a transformation`,
    source:
      '[Elasticsearch sink connector](https://docs.confluent.io/kafka-connectors/elasticsearch/current/overview.html): the index is named by the topic',
  },
  {
    id: 'snowflake-table',
    classes: [
      'com.snowflake.kafka.connector.SnowflakeSinkConnector',
      'com.snowflake.kafka.connector.SnowflakeStreamingSinkConnector',
    ],
    identity: [
      key('snowflake.url.name', { normalize: (url) => url.toLowerCase().replace(/^https?:\/\/|:443$/g, '') }),
      key('snowflake.database.name', { normalize: (name) => name.toUpperCase() }),
      key('snowflake.schema.name', { normalize: (name) => name.toUpperCase() }),
      topics({ map: 'snowflake.topic2table.map' }),
      transformations(),
    ],
    at: ['snowflake.topic2table.map', 'topics', 'topics.regex'],
    uses: 'loads {topics} into the same tables of "{snowflake.schema.name}"',
    consequence:
      'with Snowpipe every row is loaded more than once; with Snowpipe Streaming they open and close the channel of each partition in turn',
    remedy: `${divide} set another  snowflake.topic2table.map  in each`,
    source:
      '[snowflake-kafka-connector#703](https://github.com/snowflakedb/snowflake-kafka-connector/pull/703)',
  },
  {
    id: 'bigquery-table',
    classes: ['com.wepay.kafka.connect.bigquery.BigQuerySinkConnector'],
    identity: [
      key('project'),
      key(['defaultDataset', 'datasets']),
      topics({ map: 'topic2TableMap' }),
      transformations(),
    ],
    at: ['topic2TableMap', 'topics', 'topics.regex'],
    uses: 'loads {topics} into the same tables of "{defaultDataset}"',
    consequence: 'every row is loaded more than once',
    remedy: `${divide} set another  defaultDataset  in each`,
    source:
      '[BigQuery sink connector](https://github.com/confluentinc/kafka-connect-bigquery): a table for each topic',
  },
  {
    id: 'clickhouse-table',
    classes: ['com.clickhouse.kafka.connect.ClickHouseSinkConnector'],
    identity: [
      server('hostname', 'port', '8443'),
      key('database', { otherwise: 'default' }),
      topics({ map: 'topic2TableMap' }),
      transformations(),
    ],
    at: ['topic2TableMap', 'topics', 'topics.regex'],
    uses: 'loads {topics} into the same tables of "{database}" on {hostname}',
    consequence:
      'every row is loaded more than once, and with exactlyOnce they overwrite the state that is kept by topic and partition',
    remedy: `${divide} set another  topic2TableMap  in each`,
    source:
      '[ClickHouse sink connector](https://github.com/ClickHouse/clickhouse-kafka-connect/blob/main/docs/DESIGN.md): state by topic and partition',
  },
  {
    id: 'mongodb-collection',
    classes: ['com.mongodb.kafka.connect.MongoSinkConnector'],
    identity: [
      urls('connection.uri'),
      key('database'),
      topics({ template: 'collection' }),
      below('namespace.mapper', 'topic.override'),
      transformations(),
    ],
    at: ['collection', 'topics', 'topics.regex'],
    uses: 'writes {topics} to the same collections of "{database}"',
    consequence:
      'every record is written more than once: duplicate documents with generated ids, overwritten ones with ids from the key',
    remedy: `${divide} set another  collection  in each`,
    source:
      '[MongoDB sink connector](https://www.mongodb.com/docs/kafka-connector/current/sink-connector/fundamentals/post-processors/): DocumentIdAdder',
  },
  {
    id: 'iceberg-table',
    classes: [
      'org.apache.iceberg.connect.IcebergSinkConnector',
      'io.tabular.iceberg.connect.IcebergSinkConnector',
    ],
    identity: [
      alike('iceberg.catalog', 'iceberg.catalog.type', 'iceberg.catalog.uri', 'iceberg.catalog.warehouse'),
      key('iceberg.tables'),
      topics(),
      alike('iceberg.tables.route-field'),
      transformations(),
    ],
    at: ['iceberg.tables', 'topics', 'topics.regex'],
    uses: 'appends {topics} to the same tables, {iceberg.tables}',
    consequence: 'every row is appended more than once, and their commits conflict',
    remedy: `${divide} set another  iceberg.tables  in each`,
    source: '[Iceberg sink connector](https://iceberg.apache.org/docs/latest/kafka-connect/): iceberg.tables',
  },
];
