import { expect, it } from 'vitest';
import type { Lab, SentConfig } from './lab.ts';
import { stringConverter } from './lab.ts';

/** MirrorMaker 2 from the only cluster to itself: the topics get other names, so nothing goes in circles. */
export function describeMirrorMaker(lab: () => Lab): void {
  const start = async (name: string, ...lines: readonly string[]) => {
    await lab().append(`${name}.in`, ...lines);
    await lab().put(`${name}-source`, {
      'connector.class': 'FileStreamSource',
      file: lab().file(`${name}.in`),
      topic: name,
      'value.converter': stringConverter,
    });
    await lab().untilOffsets(`${name}-source`, (all) => all.length > 0);
    await lab().put(`${name}-mirror`, mirrorOf(lab(), name));
    await lab().untilOffsets(`${name}-mirror`, ([first]) => first?.offset['offset'] === lines.length - 1);
  };

  it('source.cluster.alias of MirrorMaker: topics are replicated again under other names', async () => {
    await start('alias-mirrored', 'a', 'b');
    const known = await lab().change('alias-mirrored-mirror', { 'source.cluster.alias': 'north' });
    expect(known).toMatchObject([{ effect: 'offsets-lost', losesOffsets: true }]);
    const offsets = await lab().untilOffsets('alias-mirrored-mirror', (all) => all.length === 2);
    expect(offsets.map(({ partition }) => partition['cluster']).sort()).toEqual(['east', 'north']);
    expect(await lab().values('north.alias-mirrored', 2)).toEqual(['a', 'b']);
  });

  it('replication.policy.class of MirrorMaker: later records go to topics of other names', async () => {
    await start('policy-mirrored', 'a', 'b');
    const known = await lab().change('policy-mirrored-mirror', { 'replication.policy.separator': '-' });
    expect(known).toMatchObject([{ effect: 'topics-renamed', losesOffsets: false }]);
    await lab().append('policy-mirrored.in', 'c');
    const offsets = await lab().untilOffsets(
      'policy-mirrored-mirror',
      ([first]) => first?.offset['offset'] === 2,
    );
    expect(offsets).toHaveLength(1);
    expect(await lab().values('east-policy-mirrored', 1)).toEqual(['c']);
  });

  it('topics of MirrorMaker: an added topic is replicated from its start', async () => {
    await start('first-mirrored', 'a');
    await start('second-mirrored', 'x', 'y');
    await lab().remove('second-mirrored-mirror');
    const known = await lab().change('first-mirrored-mirror', { topics: 'first-mirrored,second-mirrored' });
    expect(known).toMatchObject([{ effect: 'other-input', losesOffsets: false }]);
    const offsets = await lab().untilOffsets('first-mirrored-mirror', (all) => all.length === 2);
    expect(offsets.map(({ offset }) => offset['offset']).sort()).toEqual([0, 1]);
    expect(await lab().values('east.second-mirrored', 4)).toEqual(['x', 'y', 'x', 'y']);
  });
}

/** A connector that replicates a topic of `east`, with all settings for a single broker. */
export function mirrorOf(lab: Lab, topic: string): SentConfig {
  return {
    'connector.class': 'org.apache.kafka.connect.mirror.MirrorSourceConnector',
    'source.cluster.alias': 'east',
    'target.cluster.alias': 'west',
    'source.cluster.bootstrap.servers': lab.broker,
    'target.cluster.bootstrap.servers': lab.broker,
    'key.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
    'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
    topics: topic,
    'replication.factor': '1',
    'offset-syncs.topic.replication.factor': '1',
    'sync.topic.acls.enabled': 'false',
    'refresh.topics.interval.seconds': '1',
  };
}
