import type { EffectRow } from './effect-row.ts';

const connectorConfigs =
  'https://docs.confluent.io/current/installation/configuration/connect/source-connect-configs.html';
const userGuide = 'https://kafka.apache.org/30/kafka-connect/user-guide';

const ownOffsetsTopic =
  'offsets.storage.topic: a source that gets another topic starts anew, one that gives it up goes on';

/** Keys of Kafka Connect itself, and keys that have one meaning in most plugins. */
export const everyPluginRows: readonly EffectRow[] = [
  {
    keys: ['connector.class'],
    when: 'same-plugin',
    effect: 'no-effect',
    sentence: 'another name of the same plugin',
    source: { experiment: 'connector.class: another name of the same plugin keeps the offsets' },
  },
  {
    keys: ['connector.class'],
    when: 'other-plugin',
    effect: 'offsets-lost',
    sentence: 'another plugin, which may not understand the stored offsets',
    losesOffsets: true,
    source: { experiment: 'connector.class: another plugin finds offsets that are not its own' },
  },
  {
    type: 'source',
    keys: ['topic', 'kafka.topic'],
    effect: 'topics-renamed',
    sentence: 'records go to another topic',
    source: {
      experiment: 'topic of a FileStream source: the offset is kept, new records go to the other topic',
    },
  },
  {
    type: 'source',
    keys: ['topic.prefix'],
    effect: 'topics-renamed',
    sentence: 'records go to topics of other names',
    source: {
      documentation:
        'https://docs.confluent.io/kafka-connectors/jdbc/current/source-connector/source_config_options.html',
    },
  },
  {
    type: 'source',
    keys: [
      'transforms.*.regex',
      'transforms.*.replacement',
      'transforms.*.topic.regex',
      'transforms.*.topic.replacement',
      'transforms.*.topic.format',
      'transforms.*.route.topic.*',
    ],
    effect: 'topics-renamed',
    sentence: 'records may go to topics of other names',
    source: { experiment: 'transforms.route.replacement of a source: later records go to another topic' },
  },
  {
    type: 'sink',
    keys: ['transforms.*.regex', 'transforms.*.replacement', 'transforms.*.topic.format'],
    effect: 'target-renamed',
    sentence: 'records may go to a target of another name',
    source: { experiment: 'transforms.route.replacement of a sink: later records go to another table' },
  },
  {
    keys: ['transforms'],
    effect: 'other-format',
    sentence: 'later records may have another form than those before',
    source: { documentation: userGuide },
  },
  {
    type: 'source',
    keys: ['key.converter', 'value.converter', 'header.converter'],
    when: 'other-class',
    effect: 'other-format',
    sentence: 'later records have another format than those in the topic, and consumers must read both',
    source: { experiment: 'value.converter of a source: the topic has both formats' },
  },
  {
    type: 'sink',
    keys: ['key.converter', 'value.converter', 'header.converter'],
    when: 'other-class',
    effect: 'other-format',
    sentence: 'records that are still unread must have the new format, or the tasks fail',
    source: { experiment: 'value.converter of a sink: an unread record in the former format stops the task' },
  },
  {
    type: 'source',
    keys: ['key.converter.schemas.enable', 'value.converter.schemas.enable'],
    effect: 'other-format',
    sentence: 'later records have another format than those in the topic, and consumers must read both',
    source: { documentation: userGuide },
  },
  {
    type: 'sink',
    keys: ['topics'],
    when: { list: 'include', covers: 'more' },
    effect: 'other-input',
    sentence: 'a topic that it has not read before starts according to auto.offset.reset',
    source: { experiment: 'topics of a sink: an added topic is read from its start, the others go on' },
  },
  {
    type: 'sink',
    keys: ['topics'],
    when: { list: 'include', covers: 'less' },
    effect: 'other-input',
    sentence: 'a topic that is left out keeps its committed offsets until they expire',
    source: { experiment: 'topics of a sink: a topic that is left out keeps its offsets' },
  },
  {
    type: 'sink',
    keys: ['topics.regex'],
    effect: 'other-input',
    sentence: 'a topic that it has not read before starts according to auto.offset.reset',
    source: { documentation: userGuide },
  },
  {
    type: 'sink',
    keys: ['consumer.override.group.id'],
    effect: 'other-group',
    sentence: 'reads as another consumer group, with its offsets or none',
    losesOffsets: true,
    source: {
      experiment: 'consumer.override.group.id of a sink: the topic is read again by the other group',
    },
  },
  {
    type: 'sink',
    keys: ['consumer.override.auto.offset.reset'],
    effect: 'no-effect',
    sentence: 'counts only where the consumer group has no committed offset',
    source: {
      experiment:
        'consumer.override.auto.offset.reset of a sink: nothing changes where offsets are committed',
    },
  },
  {
    type: 'sink',
    keys: ['consumer.override.bootstrap.servers'],
    effect: 'offsets-lost',
    sentence: 'reads from another Kafka cluster, with the offsets there, unless it is the same one',
    losesOffsets: true,
    source: { documentation: userGuide },
  },
  {
    type: 'source',
    keys: ['producer.override.bootstrap.servers'],
    effect: 'topics-renamed',
    sentence: 'records go to another Kafka cluster, unless it is the same one',
    source: { documentation: connectorConfigs },
  },
  {
    type: 'source',
    releases: { of: 'worker', since: '3.3' },
    keys: ['offsets.storage.topic'],
    when: 'set',
    effect: 'offsets-lost',
    sentence: 'offsets are read from another topic: without any in it, everything is read again',
    losesOffsets: true,
    source: { experiment: ownOffsetsTopic },
  },
  {
    type: 'source',
    releases: { of: 'worker', since: '3.3' },
    keys: ['offsets.storage.topic'],
    when: 'removed',
    effect: 'no-effect',
    sentence: 'offsets are read from the topic of the workers, into which they were copied until now',
    source: { experiment: ownOffsetsTopic },
  },
  {
    keys: ['tasks.max'],
    when: 'below-running-tasks',
    effect: 'fewer-tasks',
    sentence: 'fewer tasks than run now share the work',
    source: {
      experiment: 'tasks.max below what runs: fewer tasks share the partitions, and the offsets are kept',
    },
  },
  {
    type: 'source',
    releases: { of: 'worker', since: '3.3' },
    keys: ['exactly.once.support'],
    effect: 'no-effect',
    sentence: 'only checked by validation: the workers decide whether sources run exactly once',
    source: { experiment: 'exactly.once.support: the workers decide, the key is only checked' },
  },
  {
    type: 'source',
    releases: { of: 'worker', since: '3.3' },
    keys: ['transaction.boundary', 'transaction.boundary.interval.ms'],
    effect: 'fencing',
    sentence: 'where workers run sources exactly once, records are committed at other times',
    source: {
      documentation: connectorConfigs,
      experiment:
        'transaction.boundary: on workers that run sources exactly once, records are committed with the transaction',
    },
  },
  {
    keys: ['errors.tolerance'],
    when: { to: ['all'] },
    effect: 'records-missed',
    sentence: 'records that cannot be converted or transformed are skipped from now on',
    source: { documentation: connectorConfigs },
  },
  {
    type: 'sink',
    keys: ['errors.deadletterqueue.topic.name'],
    effect: 'topics-renamed',
    sentence: 'records that fail go to another topic, or to none',
    source: { documentation: userGuide },
  },
];
