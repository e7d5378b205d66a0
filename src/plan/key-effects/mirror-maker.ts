import type { EffectRow } from './effect-row.ts';

const mirrorSource = ['org.apache.kafka.connect.mirror.MirrorSourceConnector'];
const checkpoint = ['org.apache.kafka.connect.mirror.MirrorCheckpointConnector'];
const both = [...mirrorSource, ...checkpoint];
const documentation =
  'https://strimzi.io/docs/operators/0.35.0/full/configuring#con-config-mirrormaker2-connectors-str';

/** MirrorMaker 2. It stores the offset of a partition under the alias of the source cluster. */
export const mirrorMakerRows: readonly EffectRow[] = [
  {
    plugins: mirrorSource,
    keys: ['source.cluster.alias'],
    effect: 'offsets-lost',
    sentence:
      'topics get new names, and offsets are stored under the old alias: all topics are replicated again',
    losesOffsets: true,
    source: {
      documentation,
      experiment: 'source.cluster.alias of MirrorMaker: topics are replicated again under other names',
    },
  },
  {
    plugins: mirrorSource,
    keys: ['replication.policy.class', 'replication.policy.separator'],
    effect: 'topics-renamed',
    sentence: 'topics get new names; the new ones have only later records',
    source: {
      documentation,
      experiment: 'replication.policy.class of MirrorMaker: later records go to topics of other names',
    },
  },
  {
    plugins: checkpoint,
    keys: ['source.cluster.alias', 'target.cluster.alias'],
    effect: 'topics-renamed',
    sentence: 'checkpoints and offset syncs are looked for under the new alias',
    source: { documentation },
  },
  {
    plugins: checkpoint,
    keys: ['replication.policy.class', 'replication.policy.separator'],
    effect: 'topics-renamed',
    sentence: 'checkpoints name topics by the new policy, which must be that of the source connector',
    source: { documentation },
  },
  {
    plugins: mirrorSource,
    keys: ['target.cluster.alias'],
    effect: 'topics-renamed',
    sentence: 'offset syncs go to a topic of another name, which the checkpoint connector must read',
    source: { documentation },
  },
  {
    plugins: both,
    keys: ['offset-syncs.topic.location'],
    effect: 'topics-renamed',
    sentence: 'source and checkpoint connector must look for offset syncs in the same cluster',
    source: { documentation },
  },
  {
    plugins: both,
    keys: ['source.cluster.bootstrap.servers'],
    effect: 'offsets-lost',
    sentence:
      'offsets are stored under the alias: they count for the other cluster, unless it is the same one',
    losesOffsets: true,
    source: { documentation },
  },
  {
    plugins: both,
    keys: ['target.cluster.bootstrap.servers'],
    effect: 'target-renamed',
    sentence: 'topics are created in another target cluster, unless it is the same one',
    source: { documentation },
  },
  {
    plugins: mirrorSource,
    keys: ['topics'],
    effect: 'other-input',
    sentence:
      'an added topic is replicated from its start; one that is left out keeps its offset and its copy',
    source: {
      documentation,
      experiment: 'topics of MirrorMaker: an added topic is replicated from its start',
    },
  },
  {
    plugins: mirrorSource,
    keys: ['topics.exclude'],
    formerly: ['topics.blacklist'],
    effect: 'other-input',
    sentence: 'a topic that is no longer excluded is replicated from its start or its stored offset',
    source: { documentation },
  },
  {
    plugins: checkpoint,
    keys: ['groups', 'groups.exclude'],
    effect: 'other-input',
    sentence: 'checkpoints of other consumer groups are written',
    source: { documentation },
  },
  {
    plugins: checkpoint,
    keys: ['sync.group.offsets.enabled'],
    when: { to: ['true'] },
    effect: 'other-writes',
    sentence: 'writes offsets of consumer groups on the target cluster where the group is idle',
    source: { documentation },
  },
];
