import { describe, expect, it } from 'vitest';
import { WriteSlots } from '../../src/apply/write-slots.ts';

describe('slots', () => {
  it('are given out in the order in which they are asked for', async () => {
    const slots = new WriteSlots(1);
    const order: string[] = [];
    const use = async (name: string) => {
      const release = await slots.acquire();
      order.push(name);
      release();
    };
    await Promise.all(['a', 'b', 'c'].map(use));
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('released twice are free once', async () => {
    const slots = new WriteSlots(1);
    const release = await slots.acquire();
    release();
    release();
    await slots.acquire();
    const third = slots.acquire().then(() => 'got it');
    expect(await Promise.race([third, Promise.resolve('waits')])).toBe('waits');
  });

  it('are never none', async () => {
    expect(await new WriteSlots(0).acquire()).toBeTypeOf('function');
  });
});
