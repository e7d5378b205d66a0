import { describe, expect, it } from 'vitest';
import { withGracePeriod } from '../../src/reconcile/grace-period.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** Work that ends when it is told to, or by itself after so many milliseconds; gives how long it took. */
async function workFor(milliseconds: number, interruptAt: number): Promise<{ took: number; cut: boolean }> {
  const clock = new VirtualClock();
  const interrupt = new AbortController();
  if (interruptAt === 0) interrupt.abort('SIGINT');
  else clock.after(interruptAt, () => interrupt.abort('SIGINT'));
  const started = clock.now();
  const cut = await withGracePeriod({ clock, interrupt: interrupt.signal }, async (signal) => {
    await clock.sleep(milliseconds, signal);
    return signal.aborted;
  });
  return { took: clock.now() - started, cut };
}

describe('what an interrupt cuts', () => {
  it('is what has not ended some seconds after it, inside of five', async () => {
    expect(await workFor(60_000, 1_000)).toEqual({ took: 5_600, cut: true });
  });

  it('is nothing where the work ends in time', async () => {
    expect(await workFor(3_000, 1_000)).toEqual({ took: 3_000, cut: false });
  });

  it('counts from its own beginning where the interrupt had come before', async () => {
    expect(await workFor(60_000, 0)).toEqual({ took: 4_600, cut: true });
  });

  it('is nothing after the work: nobody waits for it any more', async () => {
    const clock = new VirtualClock();
    const interrupt = new AbortController();
    const { signal } = await withGracePeriod({ clock, interrupt: interrupt.signal }, async (signal) => {
      interrupt.abort('SIGINT');
      return { signal };
    });
    const started = clock.now();
    await clock.sleep(10);
    expect(clock.now() - started).toBe(10);
    await clock.sleep(60_000);
    expect(signal.aborted).toBe(false);
  });
});
