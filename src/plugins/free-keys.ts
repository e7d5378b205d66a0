import type { Config } from '../model/config.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';

/** Keys that a plugin accepts although its definitions do not list them. */
export interface FreeKeys {
  /** The classes that they belong to; left out: all. */
  readonly classes?: RegExp;
  /** Globs as in `matchesNameGlob`, with the prefix of the connector. */
  readonly keys: readonly string[];
  /**
   * `author`: names that the author of the config chooses, and keys of clients and drivers in a namespace of their own:
   * never reported. `others`: the plugin passes them on, beside keys of its own: reported only where a key is one typo
   * away from a known one that is not set.
   */
  readonly namedBy: 'author' | 'others';
  /** Where this is known from. */
  readonly source: string;
}

const debezium = /^io\.debezium\.connector\.|CdcSourceV\d$/;

/** To add some, add a row. */
const freeKeys: readonly FreeKeys[] = [
  {
    keys: ['producer.override.*', 'consumer.override.*', 'admin.override.*'],
    namedBy: 'author',
    source: 'KIP-458: settings of Kafka clients',
  },
  { keys: ['topic.creation.*'], namedBy: 'author', source: 'KIP-158: groups and settings of topics' },
  {
    keys: ['key.converter.*', 'value.converter.*', 'header.converter.*', 'transforms.*', 'predicates.*'],
    namedBy: 'others',
    source: 'Connect REST contract 7.1: keys of plugins, by alias',
  },
  {
    keys: ['*.plugin.version', 'config.providers', 'config.providers.*'],
    namedBy: 'author',
    source: 'KIP-891: versions of plugins; keys of managed workers',
  },
  {
    keys: ['confluent.*', 'reporter.*'],
    namedBy: 'author',
    source: 'documentation of Confluent connectors: license topic and reporter',
  },
  {
    classes: debezium,
    keys: [
      'driver.*',
      'schema.history.internal.*',
      'database.history.*',
      'signal.*',
      'notification.*',
      'internal.*',
      'openlineage.*',
      'offset.storage*',
      'custom.metric.tags.*',
      'log.mining.buffer.infinispan.*',
      'log.mining.buffer.ehcache.*',
      'snapshot.select.statement.overrides.*',
      'snapshot.mode.*',
      'column.*',
    ],
    namedBy: 'author',
    source:
      'Debezium 2.7: its documentation, and keys that it reads and that no worker lists (3.9.1): signal.kafka.*, schema.history.internal.kafka.*',
  },
  {
    classes: debezium,
    keys: ['database.*', 'mongodb.*', 'read.only', 'heartbeat.*'],
    namedBy: 'others',
    source: 'Debezium 1.9 and 2.7: database.* is passed to the JDBC driver',
  },
  {
    classes: /^org\.apache\.kafka\.connect\.mirror\./,
    keys: [
      'source.cluster.*',
      'target.cluster.*',
      'source.consumer.*',
      'source.producer.*',
      'source.admin.*',
      'target.consumer.*',
      'target.producer.*',
      'target.admin.*',
      'consumer.*',
      'producer.*',
      'admin.*',
      '*->*',
      'replication.policy.*',
      'forwarding.admin.*',
    ],
    namedBy: 'author',
    source: 'Kafka 3.9.1: MirrorConnectorConfig, settings of its clients',
  },
  {
    classes: /^com\.mongodb\.kafka\.connect\./,
    keys: ['topic.override.*'],
    namedBy: 'author',
    source: 'MongoDB 1.13.0: refuses the key topic.override.%s.%s itself, and accepts it with a topic',
  },
  {
    classes: /^io\.debezium\.connector\.jdbc\.|^io\.confluent\.connect\.jdbc\.|^io\.aiven\.connect\.jdbc\./,
    keys: ['hibernate.*', 'connection.*', 'db.*'],
    namedBy: 'others',
    source: 'documentation of the JDBC connectors: settings of Hibernate and of the driver',
  },
  {
    classes: /^com\.snowflake\./,
    keys: ['snowflake.*', 'jvm.*'],
    namedBy: 'others',
    source: 'documentation of Snowflake',
  },
  {
    classes: /^org\.apache\.camel\.kafkaconnector\./,
    keys: ['camel.*'],
    namedBy: 'others',
    source: 'documentation of Camel: settings of every component',
  },
  {
    classes: /filepulse/,
    keys: ['filters.*', 'fs.*', 'tasks.*', 'offset.*', 'value.connect.*'],
    namedBy: 'author',
    source: 'documentation of FilePulse: filters by alias',
  },
  {
    classes: /^(?:org\.neo4j\.|streams\.kafka\.connect\.)/,
    keys: ['neo4j.*'],
    namedBy: 'others',
    source: 'documentation of Neo4j: queries by topic',
  },
  {
    classes: /s3|gcs|azure|blob|hdfs/i,
    keys: [
      'format.*',
      'storage.*',
      'partitioner.*',
      's3.*',
      'gcs.*',
      'az*.*',
      'hdfs.*',
      'parquet.*',
      'avro.*',
    ],
    namedBy: 'others',
    source:
      'documentation of object store connectors: formats and partitioners are plugins with keys of their own',
  },
];

/** The globs of the keys that are never reported for a class. */
export function authorKeyGlobs(className: string): readonly string[] {
  return rowsFor(className).flatMap(({ keys, namedBy }) => (namedBy === 'author' ? keys : []));
}

/**
 * Whether a key is never reported as unknown. Other unknown keys are reported where they are one typo away from a known
 * key that is not set: of the connector, of the worker, or with the same alias.
 */
export function isFreeKey(key: string, className: string, config: Config): boolean {
  return matchesAnyGlob(authorKeyGlobs(className), key) || belongsToAlias(key, config);
}

function rowsFor(className: string): readonly FreeKeys[] {
  return freeKeys.filter(({ classes }) => classes?.test(className) ?? true);
}

/** Debezium: `converters: isbn` and `post.processors: reselect` have keys that begin with the alias. */
function belongsToAlias(key: string, config: Config): boolean {
  return ['converters', 'post.processors', 'filters'].some((list) =>
    (config.get(list) ?? '')
      .split(',')
      .some((alias) => alias.trim() !== '' && key.startsWith(`${alias.trim()}.`)),
  );
}
