import { debeziumRules } from './debezium-rules.ts';
import { alike, key } from './part.ts';
import type { CollisionRule } from './rule.ts';
import { sourceRules } from './source-rules.ts';
import { storageRules } from './storage-rules.ts';
import { tableRules } from './table-rules.ts';

const anySink: readonly CollisionRule[] = [
  {
    id: 'consumer-group',
    classes: 'sinks',
    identity: [
      key('consumer.override.group.id', { otherwise: (name) => `connect-${name}` }),
      alike('consumer.override.bootstrap.servers'),
    ],
    setBy: 'consumer.override.group.id',
    at: ['consumer.override.group.id'],
    uses: 'consumes as the group "{consumer.override.group.id}"',
    consequence:
      'of a topic that several of them read, each gets some of the partitions only, and whenever one starts or stops, the others rebalance',
    remedy: 'remove  consumer.override.group.id  : each sink then has a group of its own,  connect-NAME',
    source:
      '[Kafka Connect](https://kafka.apache.org/documentation/#connect_running): a sink has the group connect-NAME; [consumer groups](https://kafka.apache.org/documentation/#intro_consumers)',
  },
];

/** Every resource that two connectors must not share. To add one is to add a row. */
export const collisionRules: readonly CollisionRule[] = [
  ...debeziumRules,
  ...sourceRules,
  ...anySink,
  ...storageRules,
  ...tableRules,
];
