import { describe, expect, it } from 'vitest';
import { ConnectSyncError } from '../../src/model/error.ts';
import { type ClusterChoice, chooseClusters, isClusterNamed } from '../../src/project/choose-clusters.ts';

const nothing: ClusterChoice = { options: [], allClusters: false, variable: undefined, declared: [] };

describe('the clusters a command works on', () => {
  it.each<[string, Partial<ClusterChoice>, readonly string[]]>([
    ['the option before everything', { options: ['a'], variable: 'b', declared: ['c'] }, ['a']],
    ['the variable before the project', { variable: 'b', declared: ['c', 'd'] }, ['b']],
    ['the only one of the project', { declared: ['c'] }, ['c']],
    [
      'every one of the project where all are asked for',
      { allClusters: true, declared: ['c', 'd'] },
      ['c', 'd'],
    ],
    ['each once', { options: ['a', 'b', 'a'] }, ['a', 'b']],
    ['an empty variable is none', { variable: '', declared: ['c'] }, ['c']],
  ])('are %s', (_, choice, expected) => {
    expect(chooseClusters({ ...nothing, ...choice })).toEqual(expected);
  });

  it.each<[string, Partial<ClusterChoice>, RegExp]>([
    ['none is named nor declared', {}, /no cluster is named/],
    ['several are declared and none is chosen', { declared: ['c', 'd'] }, /c, d/],
    ['one and all are asked for', { options: ['a'], allClusters: true, declared: ['a'] }, /exclude/],
    ['all are asked for and there is none', { allClusters: true }, /no cluster is named/],
  ])('are a usage error where %s', (_, choice, message) => {
    const choose = () => chooseClusters({ ...nothing, ...choice });
    expect(choose).toThrow(ConnectSyncError);
    expect(choose).toThrow(message);
    try {
      choose();
    } catch (error) {
      expect(error).toMatchObject({ exitCode: 64 });
    }
  });

  it('count as named only where a person named one', () => {
    expect(isClusterNamed({ ...nothing, declared: ['c'] })).toBe(false);
    expect(isClusterNamed({ ...nothing, variable: 'c' })).toBe(true);
    expect(isClusterNamed({ ...nothing, options: ['c'] })).toBe(true);
  });
});
