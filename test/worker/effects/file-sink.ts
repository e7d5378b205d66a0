import { expect, it } from 'vitest';
import type { Lab } from './lab.ts';
import { stringConverter } from './lab.ts';

/** What the file sink shows, also of keys that every sink has. */
export function describeFileSink(lab: () => Lab): void {
  const converters = { 'key.converter': stringConverter, 'value.converter': stringConverter };
  /** A topic with these lines, and a source that writes what is appended to `TOPIC.in`. */
  const fill = async (topic: string, ...lines: readonly string[]) => {
    await lab().append(`${topic}.in`, ...lines);
    const config = {
      'connector.class': 'FileStreamSource',
      file: lab().file(`${topic}.in`),
      topic,
      ...converters,
    };
    await lab().put(`${topic}-source`, config);
    await lab().untilOffsets(`${topic}-source`, (all) => all.length > 0);
  };
  /** A sink that has written the lines of its topics, and committed its offsets. */
  const start = async (name: string, topics: string, count: number) => {
    const config = {
      'connector.class': 'FileStreamSink',
      topics,
      file: lab().file(`${name}.out`),
      ...converters,
    };
    await lab().put(name, config);
    await lab().untilLines(`${name}.out`, count);
    await lab().untilOffsets(name, (offsets) => total(offsets) === count);
  };

  it('file of a FileStream sink: later records go to the new file', async () => {
    await fill('target', 'a', 'b');
    await start('target', 'target', 2);
    const known = await lab().change('target', { file: lab().file('target-2.out') });
    expect(known).toMatchObject([{ effect: 'target-renamed', losesOffsets: false }]);
    await lab().append('target.in', 'c');
    expect(await lab().untilLines('target-2.out', 1)).toEqual(['c']);
    expect(await lab().lines('target.out')).toEqual(['a', 'b']);
  });

  it('topics of a sink: an added topic is read from its start, the others go on', async () => {
    await fill('more-1', 'a', 'b');
    await fill('more-2', 'x', 'y');
    await start('more', 'more-1', 2);
    const known = await lab().change('more', { topics: 'more-1,more-2' });
    expect(known).toMatchObject([{ effect: 'other-input', losesOffsets: false }]);
    await lab().untilOffsets('more', (offsets) => total(offsets) === 4);
    expect(await lab().lines('more.out')).toEqual(['a', 'b', 'x', 'y']);
  });

  it('topics of a sink: a topic that is left out keeps its offsets', async () => {
    await fill('less-1', 'a');
    await fill('less-2', 'x');
    await start('less', 'less-1,less-2', 2);
    const known = await lab().change('less', { topics: 'less-1' });
    expect(known).toMatchObject([{ effect: 'other-input', losesOffsets: false }]);
    await lab().append('less-2.in', 'y');
    await lab().append('less-1.in', 'b');
    const offsets = await lab().untilOffsets('less', (all) => total(all) === 3);
    expect(offsets).toHaveLength(2);
    await lab().change('less', { topics: 'less-1,less-2' });
    await lab().untilOffsets('less', (all) => total(all) === 4);
    expect(await lab().lines('less.out')).toEqual(expect.arrayContaining(['a', 'x', 'b', 'y']));
    expect(await lab().lines('less.out')).toHaveLength(4);
  });

  it('consumer.override.group.id of a sink: the topic is read again by the other group', async () => {
    await fill('group', 'a', 'b');
    await start('group', 'group', 2);
    const known = await lab().change('group', { 'consumer.override.group.id': 'another-group' });
    expect(known).toMatchObject([{ effect: 'other-group', losesOffsets: true }]);
    expect(await lab().untilLines('group.out', 4)).toEqual(['a', 'b', 'a', 'b']);
    await lab().change('group', { 'consumer.override.group.id': undefined });
    await lab().append('group.in', 'c');
    expect(await lab().untilLines('group.out', 5)).toEqual(['a', 'b', 'a', 'b', 'c']);
  });

  it('consumer.override.auto.offset.reset of a sink: nothing changes where offsets are committed', async () => {
    await fill('reset', 'a', 'b');
    await start('reset', 'reset', 2);
    const known = await lab().change('reset', { 'consumer.override.auto.offset.reset': 'latest' });
    expect(known).toMatchObject([{ effect: 'no-effect', losesOffsets: false }]);
    await lab().append('reset.in', 'c');
    await lab().untilOffsets('reset', (offsets) => total(offsets) === 3);
    expect(await lab().lines('reset.out')).toEqual(['a', 'b', 'c']);
  });

  it('value.converter of a sink: an unread record in the former format stops the task', async () => {
    await fill('unread', 'a');
    await start('unread', 'unread', 1);
    const known = await lab().change('unread', {
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    });
    expect(known).toMatchObject([{ effect: 'other-format', losesOffsets: false }]);
    await lab().append('unread.in', 'no JSON');
    expect(await lab().untilState('unread', 'FAILED')).toContain('DataException');
  });

  it('tasks.max below what runs: fewer tasks share the partitions, and the offsets are kept', async () => {
    await fill('fewer-1', 'a');
    await fill('fewer-2', 'x');
    const config = { 'connector.class': 'FileStreamSink', topics: 'fewer-1,fewer-2', ...converters };
    await lab().put('fewer', { ...config, file: lab().file('fewer.out'), 'tasks.max': '2' });
    await lab().untilOffsets('fewer', (offsets) => total(offsets) === 2);
    const known = await lab().change('fewer', { 'tasks.max': '1' });
    expect(known).toMatchObject([{ effect: 'fewer-tasks', losesOffsets: false }]);
    await lab().append('fewer-1.in', 'b');
    await lab().append('fewer-2.in', 'y');
    await lab().untilOffsets('fewer', (offsets) => total(offsets) === 4);
    expect([...(await lab().lines('fewer.out'))].sort()).toEqual(['a', 'b', 'x', 'y']);
  });
}

/** The number of records that a consumer group has read. */
function total(offsets: Awaited<ReturnType<Lab['offsets']>>): number {
  return offsets.reduce((sum, { offset }) => sum + Number(offset['kafka_offset']), 0);
}
