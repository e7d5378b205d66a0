import { describe, expect, test } from 'vitest';
import { findDeprecation } from '../../src/plugins/find-deprecation.ts';

describe('the deprecation in the documentation of a key', () => {
  test.each<[string, string, string | undefined]>([
    [
      'Debezium 1.9',
      'The tables for which changes are to be captured (deprecated, use "table.include.list" instead)',
      'table.include.list',
    ],
    [
      'Debezium 1.9, at the end of a long text',
      'Controls what DDL will Debezium store in database history. By default (false) Debezium will store all incoming DDL statements. If set to true, then only DDL that manipulates a monitored table will be stored (deprecated, use "database.history.store.only.captured.tables.ddl" instead)',
      'database.history.store.only.captured.tables.ddl',
    ],
    [
      'Debezium MongoDB',
      '(Deprecated, use mongodb.poll.interval.ms) Frequency in seconds to look for new, removed, or changed replica sets. Defaults to 30 seconds.',
      'mongodb.poll.interval.ms',
    ],
    [
      'Debezium Oracle',
      '(Deprecated) if true, CONTINUOUS_MINE option will be added to the log mining session. This will manage log files switches seamlessly.',
      undefined,
    ],
    [
      'Debezium 2.7, a transformation',
      'How to handle delete records. Options are: none - records are passed,drop - records are removed (the default),rewrite - __deleted field is added to records.Note: This option is scheduled for removal in a future release, use "delete.tombstone.handling.mode" instead',
      'delete.tombstone.handling.mode',
    ],
    ['MirrorMaker', 'Deprecated. Use config.properties.exclude instead.', 'config.properties.exclude'],
    ['a transformation of Apache Kafka', 'Deprecated. Use exclude instead.', 'exclude'],
    [
      'MirrorMaker, without a replacement',
      'Deprecated. Whether to tag metrics with the source cluster alias. Metrics have the target, topic and partition tags. This configuration will be removed in Kafka 4.0 and the default behavior will be to always have the source tag.',
      undefined,
    ],
    [
      'MirrorMaker, with words that look like a replacement',
      "Deprecated. Which API to use for syncing topic configs. The valid values are 'requested', 'required' and 'never'. By default, set to 'requested', which means the IncrementalAlterConfigs API is being used.",
      undefined,
    ],
    [
      'Kafka clients',
      "Deprecated. Whether to automatically include JmxReporter even if it's not listed in <code>metric.reporters</code>. This configuration will be removed in Kafka 4.0, users should instead include <code>org.apache.kafka.common.metrics.JmxReporter</code> in <code>metric.reporters</code> in order to enable the JmxReporter.",
      undefined,
    ],
    [
      'Kafka Connect',
      '(Deprecated) Whether to enforce that the tasks.max property is respected by the connector. This property is deprecated and will be removed in an upcoming major release.',
      undefined,
    ],
    [
      'MongoDB',
      "Deprecated, use 'startup.mode = copy_existing' instead; deprecated properties are overridden by normal ones if there is a conflict. Copy existing data.",
      'startup.mode',
    ],
    [
      'MongoDB, another key',
      "Deprecated, use 'startup.mode.copy.existing.queue.size' instead; deprecated properties are overridden by normal ones if there is a conflict.",
      'startup.mode.copy.existing.queue.size',
    ],
    ['a property', 'This property is deprecated. Please use `new.key` instead.', 'new.key'],
    ['a favorite', 'The size. This config has been deprecated in favor of buffer.size.', 'buffer.size'],
    ['a mark at the end', 'The size of the buffer (deprecated).', undefined],
    ['a class as the replacement', 'Deprecated: use org.example.NewClass', undefined],
    ['capitals', 'DEPRECATED: see "a.b"', 'a.b'],
    ['the word alone', 'Deprecated', undefined],
  ])('is found in the words of %s', (_, documentation, replacement) => {
    expect(findDeprecation(documentation)).toEqual({ replacement });
  });

  test.each<[string, string]>([
    [
      'a deprecated option of a library',
      '<p>The scope was previously stored as part of the <code>sasl.jaas.config</code> configuration with the key <code>scope</code>. For backward compatibility, the <code>scope</code> JAAS option can still be used, but it is deprecated and will be removed in a future version.</p>',
    ],
    [
      'the deprecated key that it replaces',
      "The maximum size of the queue. It is an equivalent replacement for the deprecated 'copy.existing.queue.size'.",
    ],
    [
      'errors about deprecated features',
      'Sets whether the connector requires use of deprecated server APIs to be reported as errors.',
    ],
    [
      'a deprecated value',
      "The criteria for running a snapshot: 'initial' (default), 'schema_only' (deprecated, use no_data) to take only the schema, or 'never' for none.",
    ],
    [
      'a deprecated value with a sentence of its own (Debezium PostgreSQL)',
      "The criteria for running a snapshot upon startup of the connector. 'never': The connector does not run a snapshot. 'exported': This option is deprecated; use 'initial' instead.; 'custom': The connector loads a custom class.",
    ],
    ['deprecated values first', 'Deprecated tokens are accepted if true.'],
    ['nothing', ''],
  ])('is not seen in %s', (_, documentation) => {
    expect(findDeprecation(documentation)).toBeUndefined();
  });
});
