import type { EffectRow } from './effect-row.ts';

const elasticsearch = ['io.confluent.connect.elasticsearch.ElasticsearchSinkConnector'];
const openSearch = [
  'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector',
  'io.aiven.kafka.connect.opensearch.OpenSearchSinkConnector',
];
const plugins = [...elasticsearch, ...openSearch];
const confluent = {
  documentation:
    'https://docs.confluent.io/kafka-connectors/elasticsearch/current/configuration_options.html',
};
const aiven = {
  documentation:
    'https://github.com/Aiven-Open/opensearch-connector-for-apache-kafka/blob/main/docs/opensearch-sink-connector-config-options.rst',
};

/** Sinks for Elasticsearch and OpenSearch. */
export const searchIndexRows: readonly EffectRow[] = [
  {
    plugins,
    keys: ['connection.url'],
    effect: 'target-renamed',
    sentence:
      'later records go to another cluster, unless it is the same one; earlier ones are not written again',
    source: confluent,
  },
  {
    plugins,
    keys: ['key.ignore', 'topic.key.ignore', 'key.ignore.id.strategy'],
    effect: 'other-writes',
    sentence: 'documents get other ids: earlier ones are no longer updated',
    source: confluent,
  },
  {
    plugins: elasticsearch,
    keys: [
      'external.resource.usage',
      'topic.to.external.resource.mapping',
      'topic.index.map',
      'data.stream.type',
      'data.stream.dataset',
      'data.stream.namespace',
    ],
    effect: 'target-renamed',
    sentence: 'later records go to other indexes, aliases or data streams; those before stay',
    source: confluent,
  },
  {
    plugins: openSearch,
    keys: ['topic.index.map', 'data.stream.enabled', 'data.stream.prefix'],
    effect: 'target-renamed',
    sentence: 'later records go to other indexes or data streams; those before stay',
    source: aiven,
  },
  {
    plugins,
    keys: ['write.method', 'index.write.method'],
    effect: 'other-writes',
    sentence: 'later records replace documents or update parts of them, unlike those before',
    source: confluent,
  },
  {
    plugins,
    keys: ['behavior.on.null.values'],
    effect: 'other-writes',
    sentence: 'records without a value delete, are skipped or stop the task, unlike before',
    source: confluent,
  },
  {
    plugins,
    keys: ['behavior.on.malformed.documents', 'drop.invalid.message'],
    effect: 'records-missed',
    sentence: 'documents that are refused are skipped or stop the task, unlike before',
    source: confluent,
  },
  {
    plugins,
    keys: ['schema.ignore', 'topic.schema.ignore', 'compact.map.entries'],
    effect: 'other-format',
    sentence: 'later documents have other mappings or fields than those before',
    source: confluent,
  },
];
