import { describe, expect, it } from 'vitest';
import { contradictingKeys, contradictionFailure } from '../../src/model/contradicting-keys.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';

type Keys = Readonly<Record<string, string>>;

const mapOf = (keys: Keys) => new Map(Object.entries(keys));

function contradictions(
  tasks: readonly Keys[],
  current: Keys,
  { type = 'source', former }: { readonly type?: LiveConnector['type']; readonly former?: Keys } = {},
): readonly string[] {
  return contradictingKeys(tasks.map(mapOf), { config: mapOf(current), type }, former && mapOf(former));
}

const current: Keys = { topic: 'records', file: '/a', size: '10' };

describe('tasks contradict the configuration of their connector', () => {
  it.each<[string, readonly Keys[]]>([
    ['in one key, among keys of their own', [{ topic: 'lines', 'task.id': '0' }]],
    ['in one key, the others equal', [{ ...current, topic: 'lines' }]],
    ['in each of several tasks', [{ topic: 'lines' }, { topic: 'lines' }]],
    ['in one of several tasks', [{ topic: 'records' }, { topic: 'lines' }]],
    ['with a third value', [{ topic: 'lines,records' }]],
    ['with a reference that no plugin invents', [{ topic: '${file:/secrets:topic}' }]],
  ])('%s', (_, tasks) => {
    expect(contradictions(tasks, current)).toEqual(['topic']);
  });

  it('whatever this run changed: the value may be from long before it', () => {
    const tasks = [{ topic: 'lines', size: '10' }];
    const former = { ...current, size: '10' };
    expect(contradictions(tasks, { ...current, size: '20' }, { former })).toEqual(['size', 'topic']);
    expect(contradictions(tasks, current, { former: current })).toEqual(['topic']);
  });

  it('where another reference is declared', () => {
    const [one, other] = ['${file:/secrets:one}', '${file:/secrets:other}'];
    expect(contradictions([{ password: one }], { password: other })).toEqual(['password']);
    expect(contradictions([{ password: one }], { password: one })).toEqual([]);
  });

  it('where an element of a list is in no task', () => {
    expect(contradictions([{ tables: 'a' }], { tables: 'a,b' })).toEqual(['tables']);
    expect(contradictions([{ tables: 'a' }, { tables: 'b' }], { tables: 'a,b,c' })).toEqual(['tables']);
    expect(contradictions([{ tables: 'a,b,c' }], { tables: 'a,b' })).toEqual(['tables']);
  });

  it('in the topics of a sink, which the worker gives to every task as they are', () => {
    const divided = [{ topics: 'a' }, { topics: 'b' }];
    expect(contradictions(divided, { topics: 'a,b' }, { type: 'sink' })).toEqual(['topics']);
    expect(contradictions([{ topics: 'a,b' }], { topics: 'a, b' }, { type: 'sink' })).toEqual([]);
  });
});

describe('tasks do not contradict the configuration of their connector', () => {
  it.each<[string, readonly Keys[], Keys]>([
    ['all keys equal', [current], current],
    ['no task', [], current],
    ['no key in common', [{ 'task.tables': 'a' }], current],
    ['keys that only one of the two has', [{ topic: 'records', extra: '1' }], current],
    ['another spelling', [{ topics: 'a,b', on: 'true' }], { topics: 'a, b', on: 'TRUE' }],
    ['another spelling of a number', [{ size: '10', rate: '1' }], { size: ' 010', rate: '1.0' }],
    ['a list divided among tasks', [{ dbs: 'a,c' }, { dbs: 'b' }], { dbs: 'a,b,c' }],
    ['a list in another order', [{ dbs: 'b,a' }], { dbs: 'a,b' }],
    ['a reference that the worker resolved', [{ password: 'x' }], { password: '${vault:db:password}' }],
    ['a reference inside a value', [{ url: 'jdbc:a' }], { url: 'jdbc:${env:HOST}' }],
    ['a masked value of the connector', [{ password: 'x' }], { password: '****' }],
    ['a masked value of the task', [{ password: '[hidden]' }], { password: 'x' }],
    ['a name that the plugin cleans', [{ name: 'MY_ORDERS' }], { name: 'my-orders' }],
    ['the members of a replica set', [{ 'mongodb.hosts': 'r/a,b' }], { 'mongodb.hosts': 'r/a' }],
  ])('%s', (_, tasks, config) => {
    expect(contradictions(tasks, config)).toEqual([]);
  });

  it('where a value that is new shows that they were made from it, and the plugin rewrites another', () => {
    const tasks = [{ topic: 'RECORDS-of-the-plugin', size: '20' }];
    const now = { ...current, size: '20' };
    expect(contradictions(tasks, now, { former: current })).toEqual([]);
    expect(contradictions(tasks, now)).toEqual(['topic']);
  });
});

it('a contradiction is a failure that names the keys and no value', () => {
  expect(contradictionFailure(['a', 'b', 'c', 'd', 'e'])).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('they contradict a, b, c and 2 more keys'),
  });
});
