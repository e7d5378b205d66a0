import { describe, expect, it } from 'vitest';
import { addClusters } from '../../../src/import/formats/write/add-clusters.ts';
import { nameClusters } from '../../../src/import/sources/name-clusters.ts';

describe('names of recorded clusters', () => {
  it.each([
    [
      ['http://connect-dev.internal:8083', 'http://connect-prod.internal:8083'],
      ['connect-dev', 'connect-prod'],
    ],
    [
      ['http://localhost:8083', 'http://localhost:8084'],
      ['localhost-8083', 'localhost-8084'],
    ],
    [
      ['http://connect.dev:8083', 'http://connect.prod:8083'],
      ['connect.dev-8083', 'connect.prod-8083'],
    ],
    [
      ['http://gateway/connect/dev', 'http://gateway/connect/prod'],
      ['dev', 'prod'],
    ],
    [
      ['http://10.0.0.1:8083', 'http://[fd00::1]:8083'],
      ['10.0.0.1', 'fd00--1-'],
    ],
    [
      ['http://a', 'https://a'],
      ['a-80', 'a-443'],
    ],
  ])('%j', (urls, names) => {
    expect(nameClusters(urls).map(({ name }) => name)).toEqual(names);
  });
});

describe('clusters in a project file', () => {
  const clusters = [{ name: 'dev', url: 'http://dev:8083' }];

  it('are added at the end, and nothing else changes', () => {
    const before = 'version: 1 # first\nvars: { A: b }';
    expect(addClusters(before, clusters)).toEqual({
      kind: 'edited',
      text: `${before}\nclusters:\n  dev:\n    url: http://dev:8083\n`,
    });
  });

  it.each([
    ['{ version: 1 }', 'flow style'],
    ['- a', 'not a mapping'],
    ['version: 1\nclusters:\n', 'already'],
  ])('are not added to %j', (before, reason) => {
    expect(addClusters(before, clusters)).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining(reason),
    });
  });
});
