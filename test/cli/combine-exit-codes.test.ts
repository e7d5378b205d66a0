import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineExitCodes, type ExitCode, exitCodes } from '../../src/cli/exit-codes.ts';

/** The documented order, the most serious first. */
const seriousness = [27, 20, 130, 143, 25, 26, 1, 28, 21, 22, 23, 29, 64, 2, 0] as const;

const anyCode = fc.constantFrom<ExitCode>(...seriousness);

describe('combined exit codes of several clusters', () => {
  it('rank every exit code', () => {
    expect([...seriousness].sort()).toEqual(Object.values(exitCodes).sort());
  });

  it('are the most serious one', () => {
    for (const [index, code] of seriousness.entries()) {
      for (const lesser of seriousness.slice(index)) {
        expect(combineExitCodes([lesser, code])).toBe(code);
        expect(combineExitCodes([code, lesser, lesser])).toBe(code);
      }
    }
  });

  it('are never 0 or 2 if one cluster was not read', () => {
    fc.assert(
      fc.property(fc.array(anyCode), (codes) => {
        expect([0, 2]).not.toContain(combineExitCodes([...codes, exitCodes.unreadCluster]));
      }),
    );
  });

  it('are 0 without any cluster', () => {
    expect(combineExitCodes([])).toBe(0);
  });
});
