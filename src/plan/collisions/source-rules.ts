import { alike, brokers, each, key, transformations, urls } from './part.ts';
import type { CollisionRule } from './rule.ts';

const spoolDir = (name: string) => `com.github.jcustenborder.kafka.connect.spooldir.${name}`;

/** Sources other than Debezium: mostly, that records are copied twice into one topic. */
export const sourceRules: readonly CollisionRule[] = [
  {
    id: 'file-source',
    classes: ['org.apache.kafka.connect.file.FileStreamSourceConnector'],
    identity: [key('file')],
    at: ['file'],
    uses: 'reads the file "{file}"',
    consequence: 'each reads every line, from its own position, so every line reaches Kafka more than once',
    remedy: 'remove all but one, or set another  file  in each',
    source:
      '[FileStreamSourceTask](https://github.com/apache/kafka/blob/trunk/connect/file/src/main/java/org/apache/kafka/connect/file/FileStreamSourceTask.java): positions are kept by connector and file',
  },
  {
    id: 'spool-directory',
    classes: [
      'SpoolDirAvroSourceConnector',
      'SpoolDirBinaryFileSourceConnector',
      'SpoolDirCsvSourceConnector',
      'SpoolDirJsonSourceConnector',
      'SpoolDirLineDelimitedSourceConnector',
      'SpoolDirSchemaLessJsonSourceConnector',
      'elf.SpoolDirELFSourceConnector',
    ].map(spoolDir),
    identity: [key('input.path'), key('input.file.pattern')],
    at: ['input.path', 'input.file.pattern'],
    uses: 'takes the files "{input.file.pattern}" of "{input.path}"',
    consequence:
      'a connector moves or deletes a file that it has read, so a file is read by one of them, by both, or one fails',
    remedy: 'set another  input.path  or  input.file.pattern  in each',
    source:
      '[SpoolDir connectors](https://github.com/jcustenborder/kafka-connect-spooldir): cleanup.policy, finished.path',
  },
  {
    id: 'jdbc-source',
    classes: ['io.confluent.connect.jdbc.JdbcSourceConnector', 'io.aiven.connect.jdbc.JdbcSourceConnector'],
    identity: [
      urls('connection.url'),
      each(['table.whitelist', 'table.include.list'], { label: 'table', noun: 'table', otherwise: '*' }),
      key('topic.prefix', { otherwise: '' }),
      alike(
        'mode',
        'query',
        'table.blacklist',
        'table.exclude.list',
        'table.types',
        'catalog.pattern',
        'schema.pattern',
      ),
      transformations(),
    ],
    at: ['table.whitelist', 'table.include.list', 'query', 'topic.prefix', 'connection.url'],
    uses: 'copies {table} of the same database into topics with the prefix "{topic.prefix}"',
    consequence: 'each polls the database on its own, so every row reaches the topic more than once',
    remedy: 'remove all but one, or set another  topic.prefix  in each',
    source:
      '[JDBC source connector](https://docs.confluent.io/kafka-connectors/jdbc/current/source-connector/source_config_options.html): topic.prefix',
  },
  {
    id: 'mongodb-source',
    classes: ['com.mongodb.kafka.connect.MongoSourceConnector'],
    identity: [
      urls('connection.uri'),
      alike(
        'database',
        'collection',
        'pipeline',
        'topic.prefix',
        'topic.suffix',
        'topic.separator',
        'topic.namespace.map',
        'topic.mapper',
      ),
      transformations(),
    ],
    at: ['collection', 'database', 'connection.uri'],
    uses: 'copies the same collections of one MongoDB deployment into the same topics',
    consequence: 'each opens a change stream of its own, so every change reaches the topic more than once',
    remedy: 'remove all but one, or set another  topic.prefix  in each',
    source:
      '[MongoDB source connector](https://www.mongodb.com/docs/kafka-connector/current/source-connector/configuration-properties/kafka-topic/): names of topics',
  },
  {
    id: 'mirror-source',
    classes: ['org.apache.kafka.connect.mirror.MirrorSourceConnector'],
    identity: [
      key('source.cluster.alias', { otherwise: 'source' }),
      each('topics', { noun: 'topic', otherwise: '.*' }),
      alike('topics.exclude', 'topics.blacklist', 'replication.policy.class', 'replication.policy.separator'),
      transformations(),
    ],
    at: ['topics', 'source.cluster.alias'],
    uses: 'mirrors {topics} of the cluster "{source.cluster.alias}"',
    consequence: 'both write to the same remote topics, so every record is there more than once',
    remedy: 'divide  topics  between them, or set another  source.cluster.alias  in each',
    source:
      '[KIP-382](https://cwiki.apache.org/confluence/display/KAFKA/KIP-382%3A+MirrorMaker+2.0): remote topics are named by the alias of their source',
  },
  {
    id: 'replicator',
    classes: ['io.confluent.connect.replicator.ReplicatorSourceConnector'],
    identity: [
      brokers('src.kafka.bootstrap.servers'),
      brokers('dest.kafka.bootstrap.servers'),
      each('topic.whitelist', { label: 'topics', noun: 'topic' }),
      key('topic.rename.format', { otherwise: '${topic}' }),
      transformations(),
    ],
    at: ['topic.whitelist', 'src.kafka.bootstrap.servers'],
    uses: 'replicates {topics} between the same clusters',
    consequence: 'both write to the same topics, so every record is there more than once',
    remedy: 'divide  topic.whitelist  between them',
    source:
      '[Replicator](https://docs.confluent.io/platform/current/multi-dc-deployments/replicator/configuration_options.html): topic.rename.format',
  },
];
