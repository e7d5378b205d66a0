import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../src/model/poll.ts';

describe('the pause before another try', () => {
  it('is at most 1 s, then twice as long each time, up to 30 s', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 40].map((failures) => retryDelay(failures, 1));
    expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is any part of that, so that many do not come back together', () => {
    expect([0, 0.25, 0.5].map((random) => retryDelay(3, random))).toEqual([0, 1_000, 2_000]);
  });
});
