import { describe, expect, it } from 'vitest';
import { TimeBudget } from '../../src/apply/time-budget.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

describe('the time for waiting', () => {
  it('is spent by waiting alone', async () => {
    const clock = new VirtualClock();
    const budget = new TimeBudget(1_000, clock);
    await clock.sleep(5_000);
    expect(budget.remaining()).toBe(1_000);
    await budget.during(() => clock.sleep(300));
    expect(budget.remaining()).toBe(700);
    await clock.sleep(5_000);
    expect(budget.remaining()).toBe(700);
  });

  it('is spent once by all who wait side by side', async () => {
    const clock = new VirtualClock();
    const budget = new TimeBudget(1_000, clock);
    const late = async () => {
      await clock.sleep(100);
      await budget.during(() => clock.sleep(300));
    };
    await Promise.all([budget.during(() => clock.sleep(200)), late()]);
    expect(budget.remaining()).toBe(600);
  });

  it('runs down during a wait, to zero and not below', async () => {
    const clock = new VirtualClock();
    const budget = new TimeBudget(1_000, clock);
    const waiting = budget.during(() => clock.sleep(5_000));
    await clock.sleep(400);
    expect(budget.remaining()).toBe(600);
    await waiting;
    expect(budget.remaining()).toBe(0);
  });

  it('is spent by a wait that fails, too', async () => {
    const clock = new VirtualClock();
    const budget = new TimeBudget(1_000, clock);
    const failing = async () => {
      await clock.sleep(250);
      throw new Error('failed');
    };
    await expect(budget.during(failing)).rejects.toThrow('failed');
    expect(budget.remaining()).toBe(750);
  });
});
