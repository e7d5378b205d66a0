import { describe, expect, it } from 'vitest';
import { controllerWorld, fileSource } from './controller-world.ts';

const files = { 'connectors/orders.yaml': fileSource('orders') };
const outcomes = (runs: readonly { outcome: string }[]) => runs.map(({ outcome }) => outcome);

describe('the mode observe', () => {
  it('sends nothing but GET, and shows what differs and what has FAILED', async () => {
    const world = await controllerWorld(files);
    world.sandbox.worker.seed([
      {
        name: 'orders',
        config: { 'connector.class': 'FileStreamSource', topic: 'other', file: '/tmp/orders.txt' },
      },
    ]);
    await world.sandbox.worker.settled();
    world.sandbox.worker.failTask('orders', 0, 'java.lang.RuntimeException: no');
    const { runs } = await world.run({ mode: 'observe', cycles: 3 });
    expect(outcomes(runs)).toEqual(['drift', 'drift', 'drift']);
    expect(new Set(world.sandbox.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    const [cluster] = world.view().clusters;
    expect(cluster?.status?.counts).toMatchObject({ failed: 1, healthy: 0 });
    expect(cluster?.plan?.changes).toMatchObject([{ name: 'orders', kind: 'update' }]);
  });

  it('reads a cluster in sync with four requests a cycle, and one that differs with no more in the second cycle', async () => {
    const world = await controllerWorld(files);
    await world.run({ mode: 'heal', cycles: 1 });
    world.sandbox.clearRequests();
    await world.run({ mode: 'observe', cycles: 1 });
    expect(world.sandbox.requests).toHaveLength(4);
    world.sandbox.worker.editConfig('orders', { topic: 'other' });
    world.sandbox.clearRequests();
    const perCycle: number[] = [];
    await world.run({ mode: 'observe', cycles: 3 }, () => {
      perCycle.push(world.sandbox.requests.length);
      world.sandbox.clearRequests();
    });
    expect(perCycle.slice(1)).toEqual([4, 4]);
  });
});

describe('the mode apply', () => {
  it('writes at the start, and again only when the files change', async () => {
    const world = await controllerWorld(files);
    const writes: (readonly string[])[] = [];
    const { runs } = await world.run({ mode: 'apply', cycles: 4 }, (cycle) => {
      writes.push(world.takeWrites());
      if (cycle === 1) world.sandbox.worker.editConfig('orders', { topic: 'edited' });
      if (cycle === 2)
        world.folder.write('connectors/orders.yaml', fileSource('orders', '  batch.size: 7\n'));
    });
    expect(outcomes(runs)).toEqual(['applied', 'in-sync', 'drift', 'applied', 'in-sync', 'in-sync']);
    expect(writes).toEqual([['PUT /connectors/orders/config'], [], ['PUT /connectors/orders/config'], []]);
  });

  it('says of drift that the mode leaves it alone', async () => {
    const world = await controllerWorld(files);
    await world.run({ mode: 'apply', cycles: 2 }, (cycle) => {
      if (cycle === 1) world.sandbox.worker.editConfig('orders', { topic: 'edited' });
    });
    const [cluster] = world.view().clusters;
    expect(cluster?.holds).toMatchObject([{ name: 'orders', kind: 'mode', until: null }]);
    expect(cluster?.plan?.changes).toMatchObject([{ name: 'orders', kind: 'update' }]);
  });

  it('does not restart what has FAILED', async () => {
    const world = await controllerWorld(files);
    await world.run({ mode: 'apply', cycles: 3 }, (cycle) => {
      if (cycle === 1) {
        world.takeWrites();
        world.sandbox.worker.failTask('orders', 0, 'java.lang.RuntimeException: no');
      }
    });
    expect(world.takeWrites()).toEqual([]);
    expect(world.view().clusters[0]?.status?.counts.failed).toBe(1);
  });
});

describe('the mode heal', () => {
  it('corrects a hand edit', async () => {
    const world = await controllerWorld(files);
    const { runs } = await world.run({ mode: 'heal', cycles: 3 }, (cycle) => {
      if (cycle === 1) world.sandbox.worker.editConfig('orders', { topic: 'edited' });
    });
    expect(outcomes(runs)).toEqual(['applied', 'in-sync', 'applied', 'in-sync', 'in-sync']);
    expect(world.sandbox.worker.config('orders')).toMatchObject({ topic: 'orders' });
  });

  it('restarts what has FAILED, each time later than before', async () => {
    const world = await controllerWorld(files);
    const restarts: number[] = [];
    const start = world.clock.now();
    await world.run({ mode: 'heal', cycles: 60, intervalMilliseconds: 60_000 }, () => {
      const sent = world.takeWrites().filter((write) => write.includes('restart'));
      for (const _ of sent) restarts.push(Math.round((world.clock.now() - start) / 60_000));
      world.sandbox.worker.failTask('orders', 0, 'java.lang.RuntimeException: no');
    });
    const gaps = restarts.slice(1).map((at, index) => at - (restarts[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(3);
    // n² + n minutes, at the next reading: 2, 6, 12, 20.
    for (const [index, gap] of gaps.entries())
      expect(gap).toBeGreaterThanOrEqual((index + 1) * (index + 2) - 1);
    expect(world.view().clusters[0]?.restarts).toMatchObject([{ name: 'orders', restarts: restarts.length }]);
    expect(world.view().clusters[0]?.holds).toMatchObject([{ name: 'orders', kind: 'restart-budget' }]);
  });

  it('writes no third time where somebody else changes it back', async () => {
    const world = await controllerWorld(files);
    const writes: string[] = [];
    await world.run({ mode: 'heal', cycles: 8 }, () => {
      writes.push(...world.takeWrites());
      world.sandbox.worker.editConfig('orders', { topic: 'edited' });
    });
    // Created, undone, corrected, and undone again.
    expect(writes).toHaveLength(2);
    expect(world.view().clusters[0]?.holds).toMatchObject([
      { name: 'orders', kind: 'contended', keys: ['topic'], until: null },
    ]);
  });

  it('does not send again what the worker refused, until the file changes, and applies the rest meanwhile', async () => {
    const world = await controllerWorld({
      ...files,
      'connectors/wrong.yaml': fileSource('wrong', '  batch.size: many\n'),
    });
    const validations: number[] = [];
    const { runs } = await world.run({ mode: 'heal', cycles: 4, intervalMilliseconds: 10_000 }, (cycle) => {
      const sent = world.sandbox.requests.filter(({ path }) => path.endsWith('/validate'));
      validations.push(sent.length);
      world.sandbox.clearRequests();
      if (cycle === 3) world.folder.write('connectors/wrong.yaml', fileSource('wrong'));
    });
    expect(outcomes(runs)).toEqual(['blocked', 'applied', 'drift', 'drift', 'applied', 'in-sync']);
    expect(world.sandbox.worker.config('wrong')).toMatchObject({ topic: 'wrong' });
    expect(world.unexpected).toEqual([]);
  });
});
