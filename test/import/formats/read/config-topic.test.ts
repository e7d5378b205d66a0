import { describe, expect, it } from 'vitest';
import { foundIn } from '../../../support/found-in.ts';

const record = (topics: string) =>
  JSON.stringify({ properties: { name: 'orders', 'connector.class': 'X', topics } });
const expected = {
  configs: { orders: { 'connector.class': 'X', topics: 'b' } },
  notRead: [],
  skipped: [],
  codes: [],
};

describe('a dump of the config topic', () => {
  it.each([
    ['a tab', (key: string, value: string) => `${key}\t${value}`],
    ['a colon', (key: string, value: string) => `${key}:${value}`],
    ['a bar', (key: string, value: string) => `${key}|${value}`],
    ['spaces and a bar', (key: string, value: string) => `${key} | ${value}`],
    ['a time before the key', (key: string, value: string) => `CreateTime:1700000000000\t${key}\t${value}`],
    [
      'JSON lines',
      (key: string, value: string) =>
        JSON.stringify({ topic: 't', partition: 0, key, payload: value === 'null' ? null : value }),
    ],
    [
      'an envelope',
      (key: string, value: string) =>
        `${key}\t${value === 'null' ? value : JSON.stringify({ schema: { type: 'struct' }, payload: JSON.parse(value) })}`,
    ],
  ])('with %s: the last record of each connector counts', (_, line) => {
    const text = [
      line('session-key', JSON.stringify({ key: 'secret' })),
      line('connector-orders', record('a')),
      line('connector-gone', record('a')),
      line('task-orders-0', JSON.stringify({ properties: { 'connector.class': 'X', 'task.class': 'Y' } })),
      line('commit-orders', JSON.stringify({ tasks: 1 })),
      line('target-state-orders', JSON.stringify({ state: 'STARTED' })),
      line('connector-orders', record('b')),
      line('connector-gone', 'null'),
      line('target-state-orders', JSON.stringify({ state: 'PAUSED', 'state.v2': 'STOPPED' })),
      '',
    ].join('\n');
    for (const file of ['dump.txt', 'dump', 'dump.json', 'dump.jsonl'])
      expect(foundIn(file, text), file).toMatchObject({
        ...expected,
        lines: [7],
        states: ['stopped'],
      });
  });

  it('lists records that are no configs', () => {
    const text = `connector-a\t{"properties": {"connector.class": "X"\nconnector-b\t${record('b')}\n`;
    expect(foundIn('dump.txt', text).notRead).toEqual(['dump.txt:1 the record of "a" is no config']);
  });
});
