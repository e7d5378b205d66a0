import { describe, expect, it } from 'vitest';
import { findStaleTasks } from '../../src/apply/detect-stale-tasks.ts';

type Keys = Readonly<Record<string, string>>;

function isOld(tasks: readonly Keys[], before: Keys, after: Keys): boolean {
  const map = (keys: Keys) => new Map(Object.entries(keys));
  return findStaleTasks(tasks.map(map), { before: map(before), after: map(after) });
}

const before = { topic: 'lines', file: '/a', size: '10' };
const after = { topic: 'records', file: '/a', size: '10' };

describe('tasks have the configuration from before a write', () => {
  it.each<[string, readonly Keys[]]>([
    ['all keys as they were', [before]],
    ['one key as it was, and keys of their own', [{ topic: 'lines', 'task.id': '0' }]],
    ['each of several', [before, { topic: 'lines' }]],
  ])('%s', (_, tasks) => {
    expect(isOld(tasks, before, after)).toBe(true);
  });

  it('where one of two changed keys says so, and none says otherwise', () => {
    expect(isOld([{ topic: 'lines' }], before, { ...after, size: '20' })).toBe(true);
  });
});

describe('nothing says that tasks have the configuration from before', () => {
  it.each<[string, readonly Keys[]]>([
    ['all keys new', [after]],
    ['no task', []],
    ['none of the changed keys', [{ file: '/a', size: '10' }]],
    ['a third value', [{ topic: 'lines,records' }]],
    ['one of two is new', [before, after]],
    ['one of two proves nothing', [before, { file: '/a' }]],
  ])('%s', (_, tasks) => {
    expect(isOld(tasks, before, after)).toBe(false);
  });

  it.each<[string, Keys]>([
    ['another key has its new value', { ...after, size: '20' }],
    ['a key that was added is there', { ...after, added: 'x' }],
  ])('%s', (_, now) => {
    const task = { topic: 'lines', size: '20', added: 'x' };
    expect(isOld([task], before, now)).toBe(false);
  });

  it.each<[string, string | undefined, string]>([
    ['a key is gone, whose default the plugin may give', undefined, 'lines'],
    ['a value is spelt otherwise', ' LINES', 'lines'],
    ['a value was a reference', 'records', '${file:/secrets:topic}'],
    ['a value is a reference now', '${file:/secrets:topic}', 'lines'],
  ])('%s', (_, now, former) => {
    const rest = { file: '/a' };
    const next: Keys = now === undefined ? rest : { ...rest, topic: now };
    expect(isOld([{ topic: former }], { ...rest, topic: former }, next)).toBe(false);
  });

  it('nothing changed', () => {
    expect(isOld([before], before, before)).toBe(false);
  });
});
