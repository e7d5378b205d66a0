import { expect, it } from 'vitest';
import type { Lab } from './lab.ts';
import { stringConverter } from './lab.ts';
import { mirrorOf } from './mirror-maker.ts';

const fileSource = 'org.apache.kafka.connect.file.FileStreamSourceConnector';

/** What the file source shows, also of keys that every source has. */
export function describeFileSource(lab: () => Lab): void {
  const config = (name: string) => ({
    'connector.class': fileSource,
    file: lab().file(`${name}.in`),
    topic: name,
    'value.converter': stringConverter,
  });
  /** A source that has read two lines, of four bytes. */
  const start = async (name: string) => {
    await lab().append(`${name}.in`, 'a', 'b');
    await lab().put(name, config(name));
    await lab().untilOffsets(name, ([first]) => first?.offset['position'] === 4);
  };
  const offsetOf = (name: string, position: number) => ({
    partition: { filename: lab().file(`${name}.in`) },
    offset: { position },
  });

  it('connector.class: another name of the same plugin keeps the offsets', async () => {
    await start('alias');
    const known = await lab().change('alias', { 'connector.class': 'FileStreamSource' });
    expect(known).toMatchObject([{ effect: 'no-effect', losesOffsets: false }]);
    await lab().append('alias.in', 'c');
    await lab().untilOffsets('alias', ([first]) => first?.offset['position'] === 6);
    expect(await lab().values('alias', 3)).toEqual(['a', 'b', 'c']);
  });

  it('connector.class: another plugin finds offsets that are not its own', async () => {
    await start('other');
    const { known } = await lab().predict('other', { 'connector.class': 'MirrorSourceConnector' });
    expect(known).toMatchObject([{ effect: 'offsets-lost', losesOffsets: true }]);
    await lab().put('other', mirrorOf(lab(), 'other'));
    const offsets = await lab().untilOffsets('other', (all) => all.length === 2);
    expect(offsets).toContainEqual(offsetOf('other', 4));
    expect(offsets).toContainEqual({
      partition: { cluster: 'east', topic: 'other', partition: 0 },
      offset: { offset: 1 },
    });
  });

  it('file of a FileStream source: the new file is read from its start', async () => {
    await start('moved');
    await lab().append('moved-2.in', 'x', 'y', 'z');
    const known = await lab().change('moved', { file: lab().file('moved-2.in') });
    expect(known).toMatchObject([{ effect: 'offsets-lost', losesOffsets: true }]);
    const offsets = await lab().untilOffsets('moved', (all) => all.length === 2);
    expect(offsets).toContainEqual(offsetOf('moved', 4));
    expect(await lab().values('moved', 5)).toEqual(['a', 'b', 'x', 'y', 'z']);
  });

  it('topic of a FileStream source: the offset is kept, new records go to the other topic', async () => {
    await start('topic');
    const known = await lab().change('topic', { topic: 'topic-2' });
    expect(known).toMatchObject([{ effect: 'topics-renamed', losesOffsets: false }]);
    await lab().append('topic.in', 'c');
    const offsets = await lab().untilOffsets('topic', ([first]) => first?.offset['position'] === 6);
    expect(offsets).toEqual([offsetOf('topic', 6)]);
    expect(await lab().values('topic-2', 1)).toEqual(['c']);
  });

  it('transforms.route.replacement of a source: later records go to another topic', async () => {
    await lab().append('route.in', 'a');
    const transforms = {
      transforms: 'route',
      'transforms.route.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.route.regex': '.*',
    };
    await lab().put('route', {
      ...config('route'),
      ...transforms,
      'transforms.route.replacement': 'route-1',
    });
    expect(await lab().values('route-1', 1)).toEqual(['a']);
    const known = await lab().change('route', { 'transforms.route.replacement': 'route-2' });
    expect(known).toMatchObject([{ effect: 'topics-renamed', losesOffsets: false }]);
    await lab().append('route.in', 'b');
    expect(await lab().values('route-2', 1)).toEqual(['b']);
  });

  it('value.converter of a source: the topic has both formats', async () => {
    await start('format');
    const known = await lab().change('format', {
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    });
    expect(known).toMatchObject([{ effect: 'other-format', losesOffsets: false }]);
    await lab().append('format.in', 'c');
    expect(await lab().values('format', 3)).toEqual([
      'a',
      'b',
      '{"schema":{"type":"string","optional":false},"payload":"c"}',
    ]);
  });

  it('offsets.storage.topic: a source that gets another topic starts anew, one that gives it up goes on', async () => {
    await start('stored');
    const added = await lab().change('stored', { 'offsets.storage.topic': 'stored-offsets-1' });
    expect(added).toMatchObject([{ effect: 'offsets-lost', losesOffsets: true }]);
    await lab().append('stored.in', 'c');
    await lab().untilOffsets('stored', ([first]) => first?.offset['position'] === 6);
    const changed = await lab().change('stored', { 'offsets.storage.topic': 'stored-offsets-2' });
    expect(changed).toMatchObject([{ effect: 'offsets-lost', losesOffsets: true }]);
    await lab().append('stored.in', 'd');
    await lab().untilOffsets('stored', ([first]) => first?.offset['position'] === 8);
    const removed = await lab().change('stored', { 'offsets.storage.topic': undefined });
    expect(removed).toMatchObject([{ effect: 'no-effect', losesOffsets: false }]);
    await lab().append('stored.in', 'e');
    await lab().untilOffsets('stored', ([first]) => first?.offset['position'] === 10);
    const values = await lab().values('stored', 10);
    expect(values.join('')).toBe('ab' + 'abc' + 'abcd' + 'e');
  });
}
