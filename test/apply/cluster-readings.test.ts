import { describe, expect, it } from 'vitest';
import { ClusterReadings, SharedReading } from '../../src/apply/cluster-readings.ts';
import { present, someConfig } from '../support/connectors.ts';
import { MemoryCluster } from '../support/memory-cluster.ts';
import { planFor } from '../support/plans.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** A reading that takes 100 ms and gives the number of the request. */
function counting(): { clock: VirtualClock; reading: SharedReading<number>; count: () => number } {
  const clock = new VirtualClock();
  let count = 0;
  const read = async () => {
    count += 1;
    const own = count;
    await clock.sleep(100);
    return own;
  };
  return { clock, reading: new SharedReading(read, clock), count: () => count };
}

describe('a recent reading', () => {
  it('is shared while it is young enough', async () => {
    const { clock, reading } = counting();
    expect(await reading.recent(2_000)).toBe(1);
    await clock.sleep(1_900);
    expect(await reading.recent(2_000)).toBe(1);
    await clock.sleep(1);
    expect(await reading.recent(2_000)).toBe(2);
  });

  it('counts its age from when it was asked for, not from when it came', async () => {
    const { clock, reading } = counting();
    expect(await reading.recent(150)).toBe(1);
    await clock.sleep(60);
    expect(await reading.recent(150)).toBe(2);
  });

  it('may be one that is under way', async () => {
    const { reading, count } = counting();
    expect(await Promise.all([reading.recent(2_000), reading.recent(2_000)])).toEqual([1, 1]);
    expect(count()).toBe(1);
  });
});

describe('a fresh reading', () => {
  it('is never one that was asked for before, and is shared by all who come meanwhile', async () => {
    const { clock, reading, count } = counting();
    const first = reading.fresh();
    await clock.sleep(50);
    const later = [reading.fresh(), reading.fresh()];
    expect(await first).toBe(1);
    expect(await Promise.all(later)).toEqual([2, 2]);
    expect(await reading.fresh()).toBe(3);
    expect(count()).toBe(3);
  });

  it('follows one that failed, and a failure is not kept', async () => {
    const clock = new VirtualClock();
    let isBroken = true;
    const read = async () => {
      const fails = isBroken;
      await clock.sleep(100);
      if (fails) throw new Error('broken');
      return 'fine';
    };
    const reading = new SharedReading(read, clock);
    const first = reading.fresh();
    const second = reading.fresh();
    isBroken = false;
    await expect(first).rejects.toThrow('broken');
    expect(await second).toBe('fine');
    isBroken = true;
    await expect(reading.fresh()).rejects.toThrow('broken');
    isBroken = false;
    expect(await reading.recent(2_000)).toBe('fine');
  });

  it('is asked for one at a time', async () => {
    const clock = new VirtualClock();
    let inFlight = 0;
    let most = 0;
    const reading = new SharedReading(async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await clock.sleep(10);
      inFlight -= 1;
    }, clock);
    const askers = Array.from({ length: 50 }, async (_, index) => {
      await clock.sleep(index * 3);
      await reading.fresh();
    });
    await Promise.all(askers);
    expect(most).toBe(1);
  });
});

describe('what was read last for another connector', () => {
  /** An update that is decided, and what the last check before it is sent says after a change and another reading. */
  async function allows(change: (cluster: MemoryCluster) => void): Promise<boolean> {
    const clock = new VirtualClock();
    const cluster = new MemoryCluster(clock);
    cluster.seed('orders', someConfig);
    const desired = [present('orders', { config: { ...someConfig, topic: 'other' } })];
    const [step] = planFor({ desired, live: [...cluster.snapshot().values()] }).steps;
    const action = step?.actions[0];
    if (!step || !action) throw new Error('the plan is empty');
    const readings = new ClusterReadings(cluster, clock);
    const intent = { step, action, expected: step.expected };
    expect(readings.allow(intent), 'nothing was read').toBe(true);
    await readings.read('orders', 'recent');
    expect(readings.allow(intent), 'as it was decided').toBe(true);
    change(cluster);
    await readings.read('invoices', 'from-now');
    return readings.allow(intent);
  }

  it('takes back an update of a connector that was changed meanwhile', async () => {
    expect(await allows((cluster) => cluster.place('orders', { ...someConfig, topic: 'third' }))).toBe(false);
  });

  it('takes back an update of a connector that was deleted meanwhile: it would create it again', async () => {
    expect(await allows((cluster) => cluster.remove('orders'))).toBe(false);
  });

  it('leaves an update alone where another connector was changed', async () => {
    expect(await allows((cluster) => cluster.seed('invoices', someConfig))).toBe(true);
  });
});
