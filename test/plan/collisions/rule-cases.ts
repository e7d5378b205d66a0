/** A config that claims a resource, one that claims the same one, and some that claim another one or none. */
export interface RuleCase {
  readonly one: Readonly<Record<string, string>>;
  readonly same: Readonly<Record<string, string>>;
  readonly others: readonly Readonly<Record<string, string>>[];
}

const postgres = {
  'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
  'database.hostname': 'db.example',
};
const mysql = {
  'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
  'database.hostname': 'db.example',
  'database.server.id': '184054',
};
const history = {
  'connector.class': 'io.debezium.connector.sqlserver.SqlServerConnector',
  'schema.history.internal.kafka.topic': 'history',
  'schema.history.internal.kafka.bootstrap.servers': 'k1:9092,k2:9092',
};
const xstream = {
  'connector.class': 'io.debezium.connector.oracle.OracleConnector',
  'database.hostname': 'ora',
  'database.dbname': 'ORCL',
  'database.out.server.name': 'dbzxout',
};
const fileSource = {
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  file: '/tmp/in.txt',
  topic: 'a',
};
const fileSink = {
  'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  file: '/tmp/out.txt',
  topics: 'a',
};
const spool = {
  'connector.class': 'com.github.jcustenborder.kafka.connect.spooldir.SpoolDirCsvSourceConnector',
  'input.path': '/data/in',
  'input.file.pattern': '^.*\\.csv$',
};
const jdbcSource = {
  'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
  'connection.url': 'jdbc:postgresql://db.example/shop',
  mode: 'incrementing',
  'table.whitelist': 'orders,returns',
  'topic.prefix': 'shop-',
};
const mongoSource = {
  'connector.class': 'com.mongodb.kafka.connect.MongoSourceConnector',
  'connection.uri': 'mongodb://app:one@mongo/?replicaSet=rs0',
  database: 'shop',
  collection: 'orders',
};
const mirror = {
  'connector.class': 'org.apache.kafka.connect.mirror.MirrorSourceConnector',
  'source.cluster.alias': 'east',
  'target.cluster.alias': 'west',
  topics: 'orders.*,returns',
};
const replicator = {
  'connector.class': 'io.confluent.connect.replicator.ReplicatorSourceConnector',
  'src.kafka.bootstrap.servers': 'east:9092',
  'dest.kafka.bootstrap.servers': 'west:9092',
  'topic.whitelist': 'orders',
};
const anySink = { 'connector.class': 'org.example.AnySink', topics: 'a' };
const jdbcSink = {
  'connector.class': 'io.confluent.connect.jdbc.JdbcSinkConnector',
  'connection.url': 'jdbc:mysql://app:one@DB.example:3306/shop',
  topics: 'orders,returns',
};
const debeziumSink = {
  'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
  'connection.url': 'jdbc:postgresql://db/shop',
  'collection.name.format': 'public.${topic}',
  topics: 'orders',
};
const elastic = {
  'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  'connection.url': 'http://es1:9200,http://es2:9200',
  topics: 'orders',
};
const s3 = {
  'connector.class': 'io.confluent.connect.s3.S3SinkConnector',
  's3.bucket.name': 'lake',
  'format.class': 'io.confluent.connect.s3.format.json.JsonFormat',
  topics: 'orders',
};
const gcs = {
  'connector.class': 'io.confluent.connect.gcs.GcsSinkConnector',
  'gcs.bucket.name': 'lake',
  topics: 'orders',
};
const azure = {
  'connector.class': 'io.confluent.connect.azure.blob.AzureBlobStorageSinkConnector',
  'azblob.account.name': 'lake',
  'azblob.container.name': 'raw',
  topics: 'orders',
};
const hdfs = {
  'connector.class': 'io.confluent.connect.hdfs.HdfsSinkConnector',
  'hdfs.url': 'hdfs://namenode:9000',
  topics: 'orders',
};
const aivenS3 = {
  'connector.class': 'io.aiven.kafka.connect.s3.AivenKafkaConnectS3SinkConnector',
  'aws.s3.bucket.name': 'lake',
  topics: 'orders',
};
const aivenGcs = {
  'connector.class': 'io.aiven.kafka.connect.gcs.GcsSinkConnector',
  'gcs.bucket.name': 'lake',
  topics: 'orders',
};
const snowflake = {
  'connector.class': 'com.snowflake.kafka.connector.SnowflakeSinkConnector',
  'snowflake.url.name': 'acme.snowflakecomputing.com:443',
  'snowflake.database.name': 'shop',
  'snowflake.schema.name': 'public',
  topics: 'orders',
};
const bigquery = {
  'connector.class': 'com.wepay.kafka.connect.bigquery.BigQuerySinkConnector',
  project: 'acme',
  defaultDataset: 'shop',
  topics: 'orders',
};
const clickhouse = {
  'connector.class': 'com.clickhouse.kafka.connect.ClickHouseSinkConnector',
  hostname: 'ch',
  topics: 'orders',
};
const mongoSink = {
  'connector.class': 'com.mongodb.kafka.connect.MongoSinkConnector',
  'connection.uri': 'mongodb://app:one@m1,m2/',
  database: 'shop',
  topics: 'orders',
};
const iceberg = {
  'connector.class': 'org.apache.iceberg.connect.IcebergSinkConnector',
  'iceberg.catalog.uri': 'http://catalog',
  'iceberg.tables': 'shop.orders',
  topics: 'orders',
};

const routed = {
  transforms: 'route',
  'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
  'transforms.route.regex': '.*',
  'transforms.route.replacement': 'other',
};

/** For each rule. */
export const ruleCases: Readonly<Record<string, RuleCase>> = {
  'replication-slot': {
    one: postgres,
    same: {
      ...postgres,
      'database.hostname': ' DB.Example',
      'database.port': '5432',
      'database.dbname': 'x',
      'slot.name': 'debezium',
    },
    others: [
      { ...postgres, 'slot.name': 'orders' },
      { ...postgres, 'database.port': '5433' },
      { ...postgres, 'database.hostname': 'db2.example' },
      { ...postgres, 'snapshot.mode': 'initial_only' },
      { ...postgres, 'database.hostname': '********' },
    ],
  },
  'mysql-server-id': {
    one: mysql,
    same: {
      ...mysql,
      'connector.class': 'io.debezium.connector.mariadb.MariaDbConnector',
      'database.port': '3306',
    },
    others: [
      { ...mysql, 'database.server.id': '184055' },
      { ...mysql, 'database.server.id': '' },
      { ...mysql, 'database.port': '3307' },
    ],
  },
  'topic-prefix': {
    one: { 'connector.class': postgres['connector.class'], 'topic.prefix': 'shop' },
    same: { 'connector.class': mysql['connector.class'], 'database.server.name': 'shop' },
    others: [
      { 'connector.class': mysql['connector.class'], 'topic.prefix': 'Shop' },
      { 'connector.class': jdbcSource['connector.class'], 'topic.prefix': 'shop' },
      { 'connector.class': mysql['connector.class'] },
    ],
  },
  'schema-history-topic': {
    one: history,
    same: {
      'connector.class': mysql['connector.class'],
      'database.history.kafka.topic': 'history',
      'database.history.kafka.bootstrap.servers': 'PLAINTEXT://K2:9092',
    },
    others: [
      { ...history, 'schema.history.internal.kafka.topic': 'other' },
      { ...history, 'schema.history.internal.kafka.bootstrap.servers': 'k3:9092' },
      { ...history, 'schema.history.internal': 'io.debezium.storage.file.history.FileSchemaHistory' },
      // It has no history: the keys are left from another connector.
      { ...history, 'connector.class': postgres['connector.class'] },
    ],
  },
  'xstream-outbound-server': {
    one: xstream,
    same: { ...xstream, 'database.port': '1521', 'database.user': 'other' },
    others: [
      { ...xstream, 'database.out.server.name': 'dbzxout2' },
      {
        'connector.class': xstream['connector.class'],
        'database.hostname': 'ora',
        'database.dbname': 'ORCL',
      },
    ],
  },
  'file-source': {
    one: fileSource,
    same: { ...fileSource, 'connector.class': 'FileStreamSource', topic: 'b' },
    others: [
      { ...fileSource, file: '/tmp/other.txt' },
      // It reads standard input.
      { 'connector.class': fileSource['connector.class'], topic: 'a' },
      // A file that one writes and another one reads.
      { ...fileSink, file: fileSource.file },
    ],
  },
  'file-sink': {
    one: fileSink,
    same: { ...fileSink, topics: 'b' },
    others: [
      { ...fileSink, file: '/tmp/other.txt' },
      { ...fileSink, file: '' },
    ],
  },
  'spool-directory': {
    one: spool,
    same: { ...spool, 'connector.class': spool['connector.class'].replace('Csv', 'Json'), topic: 'b' },
    others: [
      { ...spool, 'input.path': '/data/in2' },
      { ...spool, 'input.file.pattern': '^.*\\.json$' },
    ],
  },
  'jdbc-source': {
    one: jdbcSource,
    same: {
      ...jdbcSource,
      'connection.url': 'jdbc:postgresql://DB.example:5432/shop?user=b&password=c',
      'table.whitelist': 'orders',
    },
    others: [
      { ...jdbcSource, 'table.whitelist': 'customers' },
      { ...jdbcSource, 'topic.prefix': 'archive-' },
      { ...jdbcSource, mode: 'bulk' },
      { ...jdbcSource, 'connection.url': 'jdbc:postgresql://db.example/other' },
      { ...jdbcSource, ...routed },
    ],
  },
  'mongodb-source': {
    one: mongoSource,
    same: { ...mongoSource, 'connection.uri': 'mongodb://other:two@MONGO:27017/?replicaSet=rs0' },
    others: [
      { ...mongoSource, collection: 'returns' },
      { ...mongoSource, 'topic.prefix': 'archive' },
      { ...mongoSource, pipeline: '[{"$match":{"operationType":"insert"}}]' },
    ],
  },
  'mirror-source': {
    one: mirror,
    same: { ...mirror, topics: 'payments,returns' },
    others: [
      { ...mirror, topics: 'payments' },
      { ...mirror, 'source.cluster.alias': 'south' },
      { ...mirror, 'connector.class': 'org.apache.kafka.connect.mirror.MirrorHeartbeatConnector' },
      { ...mirror, 'topics.exclude': 'orders-eu' },
    ],
  },
  replicator: {
    one: replicator,
    same: { ...replicator, 'topic.whitelist': 'returns,orders' },
    others: [
      { ...replicator, 'topic.whitelist': 'returns' },
      { ...replicator, 'topic.rename.format': '${topic}.replica' },
    ],
  },
  'consumer-group': {
    one: { ...anySink, 'consumer.override.group.id': 'shared' },
    same: { ...anySink, topics: 'b', 'consumer.override.group.id': 'shared' },
    others: [
      anySink,
      { ...anySink, 'consumer.override.group.id': 'own' },
      {
        ...anySink,
        'consumer.override.group.id': 'shared',
        'consumer.override.bootstrap.servers': 'other:9092',
      },
      // A source has no such consumer.
      { ...mirror, 'consumer.override.group.id': 'shared' },
      { 'connector.class': 'org.example.AnySource', 'consumer.override.group.id': 'shared' },
    ],
  },
  'jdbc-table': {
    one: jdbcSink,
    same: {
      ...jdbcSink,
      'connection.url': 'jdbc:mysql://db.example/shop',
      'table.name.format': 'orders',
      topics: 'orders',
    },
    others: [
      { ...jdbcSink, 'table.name.format': 'copy_${topic}' },
      { ...jdbcSink, topics: 'payments' },
      { ...jdbcSink, 'connection.url': 'jdbc:mysql://db.example/other' },
      { ...jdbcSink, ...routed },
      { ...jdbcSink, 'connection.url': 'jdbc:mysql://app:****@db.example/shop' },
    ],
  },
  'debezium-jdbc-table': {
    one: debeziumSink,
    same: { ...debeziumSink, 'connection.username': 'other' },
    others: [{ ...debeziumSink, 'collection.name.format': 'audit.${topic}' }],
  },
  'search-index': {
    one: elastic,
    same: { ...elastic, 'connection.url': 'http://ES2:9200/', topics: 'returns,orders' },
    others: [
      { ...elastic, topics: 'returns' },
      { ...elastic, 'connection.url': 'http://es3:9200' },
      { ...elastic, 'topic.index.map': 'orders:archive' },
      {
        ...elastic,
        'connector.class': 'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector',
        topics: 'x',
      },
    ],
  },
  's3-objects': {
    one: s3,
    same: { ...s3, 'topics.dir': 'topics', 'flush.size': '10' },
    others: [
      { ...s3, 'topics.dir': 'raw' },
      { ...s3, 's3.bucket.name': 'other' },
      { ...s3, 'format.class': 'io.confluent.connect.s3.format.avro.AvroFormat' },
    ],
  },
  'gcs-objects': {
    one: gcs,
    same: { ...gcs, 'flush.size': '10' },
    others: [
      { ...gcs, 'topics.dir': 'raw' },
      { ...gcs, topics: 'returns' },
    ],
  },
  'azure-blobs': {
    one: azure,
    same: { ...azure, 'flush.size': '10' },
    others: [{ ...azure, 'azblob.container.name': 'other' }],
  },
  'hdfs-files': {
    one: hdfs,
    same: { ...hdfs, 'hdfs.url': 'hdfs://NAMENODE:9000/' },
    others: [
      { ...hdfs, 'topics.dir': 'raw' },
      { ...hdfs, 'logs.dir': 'wal' },
    ],
  },
  'aiven-s3-objects': {
    one: aivenS3,
    same: { 'connector.class': aivenS3['connector.class'], aws_s3_bucket: 'lake', topics: 'orders' },
    others: [{ ...aivenS3, 'aws.s3.prefix': 'raw/' }],
  },
  'aiven-gcs-objects': {
    one: aivenGcs,
    same: { ...aivenGcs, 'file.max.records': '10' },
    others: [{ ...aivenGcs, 'file.name.prefix': 'raw/' }],
  },
  'snowflake-table': {
    one: snowflake,
    same: {
      ...snowflake,
      'snowflake.url.name': 'https://ACME.snowflakecomputing.com',
      'snowflake.schema.name': 'PUBLIC',
    },
    others: [
      { ...snowflake, 'snowflake.topic2table.map': 'orders:archive' },
      { ...snowflake, 'snowflake.schema.name': 'raw' },
    ],
  },
  'bigquery-table': {
    one: bigquery,
    same: { ...bigquery, topics: 'orders,returns' },
    others: [
      { ...bigquery, defaultDataset: 'raw' },
      { ...bigquery, topic2TableMap: 'orders=archive' },
    ],
  },
  'clickhouse-table': {
    one: clickhouse,
    same: { ...clickhouse, port: '8443', database: 'default' },
    others: [
      { ...clickhouse, database: 'raw' },
      { ...clickhouse, topic2TableMap: 'orders=archive' },
    ],
  },
  'mongodb-collection': {
    one: mongoSink,
    same: { ...mongoSink, 'connection.uri': 'mongodb://other:two@M2:27017', collection: 'orders' },
    others: [
      { ...mongoSink, collection: 'archive' },
      { ...mongoSink, 'topic.override.orders.collection': 'archive' },
      { ...mongoSink, database: 'raw' },
    ],
  },
  'iceberg-table': {
    one: iceberg,
    same: { ...iceberg, 'iceberg.control.topic': 'other' },
    others: [{ ...iceberg, 'iceberg.tables': 'raw.orders' }],
  },
};
