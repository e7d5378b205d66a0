import { describe, expect, it } from 'vitest';
import { combineExitCodes } from '../../src/cli/combine-exit-codes.ts';
import { exitMeanings } from '../../src/cli/exit-meanings.ts';
import { type ExitCode, exitCodes } from '../../src/model/error.ts';

/** The documented order, most serious first. */
const order: readonly ExitCode[] = [27, 20, 130, 143, 25, 26, 1, 28, 21, 22, 23, 29, 64, 2, 0];

describe('one exit code for several clusters', () => {
  it('is the most serious of theirs, whatever the order they come in', () => {
    for (const [index, worse] of order.entries()) {
      for (const better of order.slice(index)) {
        expect(combineExitCodes([better, worse]), `${worse} and ${better}`).toBe(worse);
        expect(combineExitCodes([worse, better]), `${worse} and ${better}`).toBe(worse);
      }
    }
  });

  it('is never 0 or 2 where a cluster was not read', () => {
    expect(combineExitCodes([0, 2, 28])).toBe(28);
  });

  it('is 0 for no cluster at all', () => {
    expect(combineExitCodes([])).toBe(0);
  });
});

describe('each exit code', () => {
  it('has a meaning of its own in words', () => {
    expect(Object.keys(exitMeanings).map(Number).sort()).toEqual(Object.values(exitCodes).sort());
    expect(new Set(Object.values(exitMeanings)).size).toBe(order.length);
  });
});
