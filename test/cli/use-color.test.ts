import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/cli/host.ts';
import { useColor } from '../../src/cli/use-color.ts';

function isColoured(environment: Record<string, string>, isTerminal: boolean, option = true): boolean {
  const output = { write: () => undefined, isTerminal, columns: 80 };
  return useColor({ environment: new Map(Object.entries(environment)) } as unknown as Host, output, option);
}

describe('output is colored', () => {
  it('on a terminal only', () => {
    expect(isColoured({}, true)).toBe(true);
    expect(isColoured({}, false)).toBe(false);
  });

  it.each<[string, Record<string, string>, boolean, boolean, boolean]>([
    ['NO_COLOR turns it off', { NO_COLOR: '1' }, true, true, false],
    ['an empty NO_COLOR is ignored', { NO_COLOR: '' }, true, true, true],
    ['FORCE_COLOR turns it on without a terminal', { FORCE_COLOR: '1' }, false, true, true],
    ['FORCE_COLOR=0 turns it off', { FORCE_COLOR: '0' }, true, true, false],
    ['NO_COLOR wins over FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, true, false],
    ['a dumb terminal has no colors', { TERM: 'dumb' }, true, true, false],
    ['--no-color wins over all', { FORCE_COLOR: '1' }, true, false, false],
  ])('%s', (_, environment, isTerminal, option, expected) => {
    expect(isColoured(environment, isTerminal, option)).toBe(expected);
  });
});
