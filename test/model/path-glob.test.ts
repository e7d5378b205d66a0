import { describe, expect, it } from 'vitest';
import { matchesPathGlob } from '../../src/model/path-glob.ts';

describe('a glob over paths', () => {
  it.each([
    ['connectors/*.yaml', 'connectors/a.yaml', true],
    ['connectors/*.yaml', 'connectors/b/a.yaml', false],
    ['connectors/**/*.yaml', 'connectors/a.yaml', true],
    ['connectors/**/*.yaml', 'connectors/b/c/a.yaml', true],
    ['connectors/**', 'connectors/b/a.json', true],
    ['**/a.yaml', 'a.yaml', true],
    ['?.yaml', 'a.yaml', true],
    ['?.yaml', '/.yaml', false],
    ['a[1]+(x).yaml', 'a[1]+(x).yaml', true],
    ['a.yaml', 'abyaml', false],
    ['*', 'a\n', true],
  ])('%s and %s: %s', (glob, path, matches) => {
    expect(matchesPathGlob(glob, path)).toBe(matches);
  });
});
