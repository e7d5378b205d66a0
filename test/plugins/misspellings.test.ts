import { describe, expect, it } from 'vitest';
import { misspellingsOf } from '../../src/plugins/editor/misspellings.ts';
import { recordedSnapshots } from '../support/recorded-snapshots.ts';

describe('the pattern of the misspellings of a key', () => {
  it('matches every text that is one typo away, and no key of the plugin', () => {
    for (const { keys } of recordedSnapshots()) {
      const names = keys.map(({ name }) => name);
      for (const name of names) {
        const pattern = misspellingsOf(name, names);
        if (pattern === undefined) continue;
        const expression = new RegExp(`^${pattern}$`, 'u');
        const typos = typosOf(name).filter((typo) => !names.includes(typo));
        expect(typos.filter((typo) => !expression.test(typo))).toEqual([]);
        expect(names.filter((other) => expression.test(other))).toEqual([]);
        expect(pattern.length).toBeLessThan(10 * name.length + 250);
      }
    }
  });

  it('matches no other key, no short key, and none that differs by a digit', () => {
    const expression = new RegExp(`^${misspellingsOf('snapshot.mode', ['snapshot.mode'])}$`, 'u');
    for (const other of ['snapshot.mode.custom', 'snap.mode', 'snapshot', 'snapshot.mod1', 'snapshot.mode2'])
      expect(expression.test(other), other).toBe(false);
    expect(misspellingsOf('id', [])).toBeUndefined();
    const short = new RegExp(`^${misspellingsOf('file', ['file'])}$`, 'u');
    expect(
      ['fil', 'fiel', 'files', 'fole', 'mile', 'fool', 'path', 'file'].filter((one) => short.test(one)),
    ).toEqual(['fil', 'fiel', 'files', 'fole', 'mile']);
  });
});

/** With one letter less, more or another one, and with two that changed places. */
function typosOf(name: string): readonly string[] {
  return [...name, ''].flatMap((_, at) => {
    const [before, after] = [name.slice(0, at), name.slice(at)];
    return [
      before + after.slice(1),
      `${before}x${after}`,
      `${before}x${after.slice(1)}`,
      before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2),
    ].filter((typo) => typo !== name && !hasOtherDigits(typo, name));
  });
}

/** Digits are no typo. */
function hasOtherDigits(typo: string, name: string): boolean {
  return /\d/.test(name) || typo.replaceAll(/\D/g, '') !== name.replaceAll(/\D/g, '');
}
