import { describe, expect, it } from 'vitest';
import { compareVersions } from '../../src/model/plugin-version.ts';

describe('versions of plugins', () => {
  it('are compared as Maven does', () => {
    const ascending = [
      '1.0-alpha1',
      '1.0-beta',
      '1.0.RC1',
      '1.0.CR2',
      '1.0-SNAPSHOT',
      '1.0',
      '1.0.1',
      '1.9',
      '1.10.0',
      '2.7.4.Final',
      '2.8.0',
      '10.0.0',
    ];
    for (const [index, version] of ascending.entries()) {
      const next = ascending[index + 1];
      if (next === undefined) continue;
      expect(compareVersions(version, next), `${version} < ${next}`).toBeLessThan(0);
      expect(compareVersions(next, version), `${next} > ${version}`).toBeGreaterThan(0);
    }
  });

  it.each([
    ['1.0', '1.0.0'],
    ['1', '1.0.Final'],
    ['2.0.GA', '2.0.0-FINAL'],
    ['1.0.RC1', '1.0-cr1'],
  ])('%s is %s', (one, other) => {
    expect(compareVersions(one, other)).toBe(0);
  });
});
