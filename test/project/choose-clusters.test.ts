import { describe, expect, it } from 'vitest';
import { ConnectSyncError } from '../../src/model/error.ts';
import { type ClusterChoice, chosenClusterNames, isClusterNamed } from '../../src/project/choose-clusters.ts';

type Arguments = Partial<ClusterChoice> & { readonly declared?: readonly string[] };

const nothing: ClusterChoice = { clusters: [] };

describe('the clusters that a command works on', () => {
  it.each<[string, Arguments, readonly string[]]>([
    ['those of the option, before all others', { clusters: ['a'], variable: 'b', declared: ['c'] }, ['a']],
    ['that of the variable, before the project', { variable: 'b', declared: ['c', 'd'] }, ['b']],
    ['the only one of the project', { declared: ['c'] }, ['c']],
    ['all of the project with --all-clusters', { allClusters: true, declared: ['c', 'd'] }, ['c', 'd']],
    ['each once', { clusters: ['a', 'b', 'a'] }, ['a', 'b']],
    ['those of the project where the variable is empty', { variable: '', declared: ['c'] }, ['c']],
  ])('are %s', (_, { declared = [], ...choice }, expected) => {
    expect(chosenClusterNames({ ...nothing, ...choice }, declared)).toEqual(expected);
  });

  it.each<[string, Arguments, RegExp]>([
    ['none is named nor declared', {}, /no cluster is named/],
    ['several are declared and none is chosen', { declared: ['c', 'd'] }, /c, d/],
    ['both options are given', { clusters: ['a'], allClusters: true, declared: ['a'] }, /exclude/],
    ['--all-clusters is given and none is declared', { allClusters: true }, /no cluster is named/],
  ])('are a usage error where %s', (_, { declared = [], ...choice }, message) => {
    const choose = () => chosenClusterNames({ ...nothing, ...choice }, declared);
    expect(choose).toThrow(ConnectSyncError);
    expect(choose).toThrow(message);
    try {
      choose();
    } catch (error) {
      expect(error).toMatchObject({ category: 'usage' });
    }
  });

  it('count as named only if an option or the variable names one', () => {
    expect(isClusterNamed(nothing)).toBe(false);
    expect(isClusterNamed({ ...nothing, variable: 'c' })).toBe(true);
    expect(isClusterNamed({ ...nothing, clusters: ['c'] })).toBe(true);
  });
});
