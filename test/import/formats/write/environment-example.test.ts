import { describe, expect, it } from 'vitest';
import { environmentExample } from '../../../../src/import/formats/write/environment-example.ts';

const uses = [{ connector: 'a', key: 'db.password' }];

describe('an example dotenv file', () => {
  it('lists each variable with its uses and without a value', () => {
    const shared = [...uses, { connector: 'b', key: 'db.password' }];
    const text = environmentExample(
      [
        { name: 'X', uses },
        { name: 'Y', uses: shared },
      ],
      undefined,
    );
    expect(text?.split('\n').slice(2)).toEqual([
      '# db.password of a',
      'X=',
      '# db.password of 2 connectors, a among them',
      'Y=',
      '',
    ]);
  });

  it('gets missing variables at its end; everything else stays, including comments and values', () => {
    const before = '# mine\nexport X=1\n# Y=\nZ = 2';
    const text = environmentExample(
      ['X', 'Y', 'Z', 'W'].map((name) => ({ name, uses })),
      before,
    );
    expect(text).toBe(`${before}\n# db.password of a\nW=\n`);
    expect(environmentExample([{ name: 'X', uses }], before)).toBeUndefined();
  });

  it('has each use on one line, whatever characters a key contains', () => {
    const text = environmentExample([{ name: 'X', uses: [{ connector: 'a', key: 'k\nEVIL=1' }] }], '');
    expect(text).toBe('# k\\nEVIL=1 of a\nX=\n');
  });
});
