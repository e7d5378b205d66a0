import { describe, expect, it } from 'vitest';
import { withGracePeriod } from '../../src/reconcile/grace-period.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** Work that ends when its signal aborts, or by itself after this time; returns how long it took. */
async function workFor(milliseconds: number, interruptAt: number): Promise<{ took: number; cut: boolean }> {
  const clock = new VirtualClock();
  const interrupt = new AbortController();
  if (interruptAt === 0) interrupt.abort('SIGINT');
  else clock.after(interruptAt, () => interrupt.abort('SIGINT'));
  const started = clock.now();
  const cut = await withGracePeriod({ clock, signal: interrupt.signal }, async (signal) => {
    await clock.sleep(milliseconds, signal);
    return signal.aborted;
  });
  return { took: clock.now() - started, cut };
}

describe('the grace period after an interrupt', () => {
  it('aborts what has not ended within five seconds', async () => {
    expect(await workFor(60_000, 1_000)).toEqual({ took: 5_600, cut: true });
  });

  it('aborts nothing where the work ends in time', async () => {
    expect(await workFor(3_000, 1_000)).toEqual({ took: 3_000, cut: false });
  });

  it('starts with the work where the interrupt came before it', async () => {
    expect(await workFor(60_000, 0)).toEqual({ took: 4_600, cut: true });
  });

  it('ends with the work', async () => {
    const clock = new VirtualClock();
    const interrupt = new AbortController();
    const { signal } = await withGracePeriod({ clock, signal: interrupt.signal }, async (signal) => {
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
