import { describe, expect, test } from 'vitest';
import type { SnapshotKey } from '../../src/model/plugin-snapshot.ts';
import { diffSnapshots } from '../../src/plugins/diff-snapshots.ts';

describe('the difference between two versions of a plugin', () => {
  test('is empty for the same keys in another order and with other line breaks', () => {
    const before = { keys: [key('a', { documentation: 'One\n two.' }), key('b')] };
    const after = { keys: [key('b'), key('a', { documentation: 'One two. ' })] };
    expect(diffSnapshots(before, after)).toEqual([]);
  });

  test.each<[string, Partial<SnapshotKey>, Partial<SnapshotKey>, string, (string | undefined)?, string?]>([
    ['type', { type: 'INT' }, { type: 'LONG' }, 'type', 'INT', 'LONG'],
    ['required', {}, { required: true }, 'now-required'],
    ['no longer required', { required: true }, {}, 'no-longer-required'],
    ['another default', { default: '1' }, { default: '2' }, 'default', '1', '2'],
    ['no default', { default: '' }, {}, 'default', ''],
    ['allowed values', { values: ['a', 'b'] }, { values: ['a', 'c'] }, 'values', 'a, b', 'a, c'],
    ['deprecated', {}, { deprecation: { replacement: 'b' } }, 'deprecated', undefined, 'b'],
    ['deprecated for nothing', {}, { deprecation: { replacement: undefined } }, 'deprecated', undefined, ''],
    ['recommended', { recommended: ['x'] }, {}, 'recommended', 'x'],
    ['importance', { importance: 'LOW' }, { importance: 'HIGH' }, 'importance', 'LOW', 'HIGH'],
    ['group', { group: 'A' }, { group: 'B' }, 'group', 'A', 'B'],
    ['documentation', { documentation: 'a' }, { documentation: 'b' }, 'documentation', 'a', 'b'],
  ])('names a key with another %s', (_, old, current, kind, before, after) => {
    const found = diffSnapshots({ keys: [key('k', old)] }, { keys: [key('k', current)] });
    expect(found.map((one) => [one.key, one.kind, one.before, one.after])).toEqual([
      ['k', kind, before, after],
    ]);
  });

  test('names added and removed keys with their definitions, sorted, and the replacement of a removed one', () => {
    const gone = key('database.server.name', { deprecation: { replacement: 'topic.prefix' } });
    const found = diffSnapshots({ keys: [gone] }, { keys: [key('a', { required: true })] });
    expect(found).toEqual([
      {
        key: 'a',
        kind: 'added',
        before: undefined,
        after: undefined,
        deprecation: undefined,
        old: undefined,
        new: key('a', { required: true }),
      },
      {
        key: 'database.server.name',
        kind: 'removed',
        before: undefined,
        after: undefined,
        deprecation: { replacement: 'topic.prefix' },
        old: gone,
        new: undefined,
      },
    ]);
  });

  test('lists what breaks configs first, for a key that differs in several ways', () => {
    const found = diffSnapshots(
      { keys: [key('k', { type: 'INT', documentation: 'old', default: '1' })] },
      { keys: [key('k', { type: 'STRING', documentation: 'new', required: true })] },
    );
    expect(found.map(({ kind }) => kind)).toEqual(['now-required', 'type', 'default', 'documentation']);
  });
});

function key(name: string, over: Partial<SnapshotKey> = {}): SnapshotKey {
  return {
    name,
    type: 'STRING',
    required: false,
    default: undefined,
    importance: 'MEDIUM',
    documentation: '',
    group: undefined,
    recommended: [],
    values: undefined,
    deprecation: undefined,
    ...over,
  };
}
