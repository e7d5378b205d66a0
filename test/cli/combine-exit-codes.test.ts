import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineExitCodes, type ExitCode, exitCodes } from '../../src/cli/exit-codes.ts';

/** As the table of exit codes publishes it, the most serious first. */
const seriousness = [27, 20, 130, 143, 25, 26, 1, 28, 21, 22, 29, 64, 2, 0] as const;

const anyCode = fc.constantFrom<ExitCode>(...seriousness);

describe('of the exit codes of several clusters', () => {
  it('every one has its place', () => {
    expect([...seriousness].sort()).toEqual(Object.values(exitCodes).sort());
  });

  it('the most serious wins', () => {
    for (const [index, code] of seriousness.entries()) {
      for (const lesser of seriousness.slice(index)) {
        expect(combineExitCodes([lesser, code])).toBe(code);
        expect(combineExitCodes([code, lesser, lesser])).toBe(code);
      }
    }
  });

  it('one that was not read never gives 0 or 2', () => {
    fc.assert(
      fc.property(fc.array(anyCode), (codes) => {
        expect([0, 2]).not.toContain(combineExitCodes([...codes, exitCodes.unreadCluster]));
      }),
    );
  });

  it('without any cluster there is nothing wrong', () => {
    expect(combineExitCodes([])).toBe(0);
  });
});
