import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inParallel } from '../../src/model/in-parallel.ts';

describe('work in parallel', () => {
  it('gives results in the order of the items, whatever ends first', async () => {
    const results = await inParallel([30, 1, 10], 3, async (milliseconds) => {
      await sleep(milliseconds);
      return milliseconds;
    });
    expect(results).toEqual([30, 1, 10]);
  });

  it('keeps no more than the limit in flight', async () => {
    let inFlight = 0;
    let most = 0;
    await inParallel(Array.from({ length: 20 }), 4, async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await sleep(1);
      inFlight -= 1;
    });
    expect(most).toBe(4);
  });

  it('starts nothing after a failure, waits for what is in flight, and throws it', async () => {
    const started: number[] = [];
    const work = inParallel([0, 1, 2, 3, 4], 2, async (item) => {
      started.push(item);
      await sleep(item === 0 ? 1 : 20);
      if (item === 0) throw new Error('first');
    });
    await expect(work).rejects.toThrow('first');
    expect(started).toEqual([0, 1]);
  });

  it('does nothing for no items', async () => {
    expect(await inParallel([], 4, async () => 1)).toEqual([]);
  });
});
