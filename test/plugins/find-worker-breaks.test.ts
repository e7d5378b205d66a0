import { describe, expect, it } from 'vitest';
import { parseWorkerVersion, type WorkerVersion } from '../../src/model/worker-version.ts';
import { findWorkerBreaks, findWorkerNotes, workerBreaks } from '../../src/plugins/find-worker-breaks.ts';
import type { RunningConnector } from '../../src/plugins/worker-breaks/worker-break.ts';

const version = (text: string): WorkerVersion => {
  const parsed = parseWorkerVersion(text);
  if (!parsed) throw new Error(`${text} is no version`);
  return parsed;
};

const found = (
  from: string,
  to: string,
  config: Readonly<Record<string, string>>,
  more: Partial<RunningConnector> = {},
) =>
  findWorkerBreaks(
    {
      name: 'a',
      type: 'unknown',
      config: new Map(Object.entries(config)),
      taskIds: [0],
      status: undefined,
      ...more,
    },
    { from: version(from), to: version(to) },
  ).map(({ row, keys }) => `${row.id}: ${keys.join(', ')}`);

const smt = (type: string, keys: Readonly<Record<string, string>>) => ({
  transforms: 'a',
  'transforms.a.type': `org.apache.kafka.connect.transforms.${type}`,
  ...Object.fromEntries(Object.entries(keys).map(([key, value]) => [`transforms.a.${key}`, value])),
});

describe('the table of what releases of Kafka Connect changed', () => {
  it('states a source for each row, under an id of its own', () => {
    const ids = workerBreaks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, source, hint } of workerBreaks) {
      expect(source, id).toMatch(/KIP-\d+|KAFKA-\d+|CVE-\d|https:/);
      expect(hint, id).not.toBe('');
    }
  });

  it.each([
    ['topics with an empty name', { topics: 't,,u' }, ['empty-topics: topics']],
    ['a comma at the end', { topics: 't,' }, ['empty-topics: topics']],
    ['a topic twice', { topics: 't, t' }, ['repeated-topics: topics']],
    ['blanks around', { topics: ' t , u ' }, []],
    ['no topics', { topics: '' }, []],
    [
      'lists of MirrorMaker',
      {
        'connector.class': 'org.apache.kafka.connect.mirror.MirrorSourceConnector',
        topics: 'a,a',
        'topics.exclude': 'b,',
      },
      ['empty-topics: topics.exclude', 'repeated-topics: topics'],
    ],
    [
      'an empty bootstrap server',
      { 'consumer.override.bootstrap.servers': 'a:1,' },
      ['empty-bootstrap-servers: consumer.override.bootstrap.servers'],
    ],
    ['a bootstrap server twice', { 'consumer.override.bootstrap.servers': 'a:1,a:1' }, []],
    [
      'lists of transformations',
      smt('ReplaceField$Value', { exclude: 'x,x', include: 'y,' }),
      ['transformation-lists: transforms.a.exclude, transforms.a.include'],
    ],
    ['an empty list of a transformation', smt('ReplaceField$Value', { include: '' }), []],
    ['a list that is not checked', smt('Cast$Value', { spec: 'a:int8,a:int8' }), []],
    [
      'another transformation of that name',
      { transforms: 'a', 'transforms.a.type': 'com.example.ValueToKey', 'transforms.a.fields': 'x,x' },
      [],
    ],
    [
      'the removed keys of ReplaceField',
      smt('ReplaceField$Key', { blacklist: 'x' }),
      ['replace-field-lists: transforms.a.blacklist'],
    ],
    [
      'a removed partitioner',
      { 'producer.override.partitioner.class': 'org.apache.kafka.clients.producer.UniformStickyPartitioner' },
      ['removed-partitioner: producer.override.partitioner.class'],
    ],
    [
      'keys of MirrorMaker',
      {
        'connector.class': 'MirrorSource',
        'topics.blacklist': 'x',
        'use.incremental.alter.configs': 'requested',
      },
      ['mirror-lists: topics.blacklist', 'mirror-settings: use.incremental.alter.configs'],
    ],
    ['the same keys of another plugin', { 'connector.class': 'com.example.X', 'topics.blacklist': 'x' }, []],
  ])('knows what happens to %s from 3.9 to 4.4', (_, config, expected) => {
    expect(found('3.9.1', '4.4.0', config)).toEqual(expected);
    expect(found('4.3.0', '4.4.0', config)).toEqual([]);
    expect(found('4.4.0', '3.9.1', config)).toEqual([]);
  });

  it('knows connectors with more tasks than tasks.max, unless that is allowed', () => {
    const tasks = { taskIds: [0, 1, 2] };
    expect(found('3.7.2', '3.9.1', { 'tasks.max': '2' }, tasks)).toEqual(['tasks-max: tasks.max']);
    expect(found('3.7.2', '3.9.1', {}, tasks)).toEqual(['tasks-max: tasks.max']);
    expect(found('3.7.2', '3.9.1', { 'tasks.max': '3' }, tasks)).toEqual([]);
    expect(found('3.7.2', '3.9.1', { 'tasks.max': '2', 'tasks.max.enforce': 'false' }, tasks)).toEqual([]);
    expect(found('3.8.0', '3.9.1', { 'tasks.max': '2' }, tasks)).toEqual([]);
  });

  it('says nothing about topics of a source, which its plugin defines', () => {
    expect(found('3.9.1', '4.4.0', { topics: 'a,' }, { type: 'source' })).toEqual([]);
    expect(found('3.9.1', '4.4.0', { topics: 'a,' }, { type: 'sink' })).toEqual(['empty-topics: topics']);
  });

  it('knows names that Jetty 12 refuses', () => {
    expect(found('3.9.1', '4.0.0', {}, { name: 'a/b' })).toEqual(['unreachable-name: ']);
    expect(found('3.9.1', '4.0.0', {}, { name: 'a;b' })).toEqual([]);
  });

  it('knows what a downgrade loses', () => {
    const config = { 'connector.plugin.version': '1.0', 'producer.override.linger.ms': '5' };
    expect(found('4.4.0', '2.8.2', config)).toEqual([
      'overrides-need-a-policy: producer.override.linger.ms',
      'versions-are-ignored: connector.plugin.version',
    ]);
    expect(found('2.8.2', '4.4.0', config)).toEqual([]);
  });

  it('maps the versions of Confluent Platform', () => {
    expect(found('7.9.0-ccs', '8.2.0-ccs', { topics: 't,' })).toEqual(['empty-topics: topics']);
  });

  it('has notes for the releases that an upgrade passes, and for no other', () => {
    const releases = (from: string, to: string) =>
      new Set(
        findWorkerNotes({ from: version(from), to: version(to) }).map(({ release }) =>
          release.slice(0, 2).join('.'),
        ),
      );
    expect(releases('3.9.1', '4.0.2')).toEqual(new Set(['4.0']));
    expect(releases('4.4.0', '3.9.1')).toEqual(new Set());
    expect(releases('2.8.2', '4.4.0').size).toBeGreaterThan(6);
  });
});
