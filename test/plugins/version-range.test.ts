import { describe, expect, it } from 'vitest';
import { latestAccepted, parseVersionRange } from '../../src/plugins/version-range.ts';

const versions = ['1.0', '1.5', '2.0.0.Beta1', '2.0.0.Final', '3.1'];
const accepted = (text: string) => {
  const range = parseVersionRange(text);
  return range && versions.filter((version) => range.accepts(version));
};

describe('a range of plugin versions', () => {
  it.each([
    ['latest', versions],
    ['1.5', ['1.5']],
    ['2.0.0', ['2.0.0.Final']],
    ['[1.5]', ['1.5']],
    ['[1.0,2.0)', ['1.0', '1.5', '2.0.0.Beta1']],
    ['(1.0,2.0]', ['1.5', '2.0.0.Beta1', '2.0.0.Final']],
    ['[2,)', ['2.0.0.Final', '3.1']],
    ['(,1.5)', ['1.0']],
    ['(,)', versions],
    ['(,1.0],[3,)', ['1.0', '3.1']],
    [' [ 1.0 , 1.5 ] ', ['1.0', '1.5']],
    ['[4,)', []],
  ])('%s accepts %j', (text, expected) => {
    expect(accepted(text)).toEqual(expected);
  });

  it.each([
    '',
    '[',
    '[1.0',
    '(1.0)',
    '[2,1]',
    '[1,2,3]',
    '[1,2][3,4]',
    '[3,4],[1,2]',
    '[1,),[2,3]',
    'x[1,2]',
    ',',
  ])('%j is none', (text) => {
    expect(parseVersionRange(text)).toBeUndefined();
  });

  it('names the latest version that it accepts', () => {
    const range = parseVersionRange('[1,2)');
    expect(range && latestAccepted(range, ['1.10', '1.9', '2.0'])).toBe('1.10');
    expect(range && latestAccepted(range, ['2.0'])).toBeUndefined();
  });
});
