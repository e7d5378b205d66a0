import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/public/system-clock.ts';

/** Longer than the longest timer of Node. */
const month = 31 * 24 * 3_600_000;

describe('the clock of the process', () => {
  it('does not end a month of sleep at once, and ends it with its signal', async () => {
    const end = new AbortController();
    let isAwake = false;
    const slept = systemClock.sleep(month, end.signal).then(() => {
      isAwake = true;
    });
    await sleep(50);
    expect(isAwake).toBe(false);
    end.abort();
    await slept;
  });

  it('does not pass a deadline of a month at once', async () => {
    let isPast = false;
    const cancel = systemClock.deadline(month, () => {
      isPast = true;
    });
    await sleep(50);
    cancel();
    expect(isPast).toBe(false);
  });

  it('ends short times', async () => {
    await systemClock.sleep(1);
    await new Promise<void>((resolve) => systemClock.deadline(1, resolve));
    expect(systemClock.now()).toBeGreaterThan(0);
  });
});
