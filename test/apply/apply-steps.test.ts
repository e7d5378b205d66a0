import { describe, expect, it } from 'vitest';
import { ConnectSyncError } from '../../src/model/error.ts';
import { ApplyStory } from '../support/apply-story.ts';
import { absent, present, someConfig } from '../support/connectors.ts';

const other = { ...someConfig, topic: 'other' };

describe('a plan', () => {
  it('creates, updates, sets a state, restarts and deletes, and waits until all is stable', async () => {
    const story = new ApplyStory();
    story.cluster.seed('update', someConfig);
    story.cluster.seed('pause', someConfig);
    story.cluster.seed('restart', someConfig);
    story.cluster.seed('delete', someConfig);
    story.cluster.connector('restart').break(story.clock.now() - 1000, { tasks: [0] });
    const plan = story.plan([
      present('create'),
      present('update', { config: other }),
      present('pause', { state: 'paused' }),
      present('restart'),
      absent('delete'),
    ]);

    const result = await story.apply(plan);

    expect(result.summary).toEqual({
      create: 'applied',
      update: 'applied',
      pause: 'applied',
      restart: 'applied',
      delete: 'applied',
    });
    expect(result.exitCode).toBe(0);
    expect(story.cluster.writes.slice(0, 4).sort()).toEqual([
      'putConfig create',
      'putConfig update',
      'restart restart',
      'setState pause',
    ]);
    expect(story.cluster.writes.slice(4)).toEqual(['delete delete']);
    expect(result.outcomes['create']?.health).toEqual({ kind: 'healthy', running: 1, tasks: 1 });
    expect(result.outcomes['pause']?.health).toEqual({ kind: 'suspended', state: 'paused' });
    expect(result.outcomes['restart']).toMatchObject({ failedBefore: true, health: { kind: 'healthy' } });
    expect(result.took).toBeGreaterThan(10_000);
    expect(result.took).toBeLessThan(14_000);
    const again = [
      present('create'),
      present('update', { config: other }),
      present('pause', { state: 'paused' }),
    ];
    expect(story.plan([...again, present('restart'), absent('delete')]).steps).toEqual([]);
  });

  it('reports events as they happen', async () => {
    const story = new ApplyStory();
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.events.map((event) => event.kind)).toEqual([
      'started',
      'written',
      'health',
      'health',
      'heartbeat',
      'finished',
    ]);
    expect(result.events.at(-1)).toMatchObject({
      index: 1,
      total: 1,
      outcome: { name: 'orders', kind: 'applied' },
    });
  });

  it('without steps asks the cluster nothing', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.report).toMatchObject({
      planned: 0,
      outcomes: [],
      interrupted: undefined,
      milliseconds: 0,
    });
    expect(story.cluster.requests).toEqual([]);
    expect(result.exitCode).toBe(0);
  });

  it('costs requests by the time it takes, not by the number of connectors', async () => {
    const requestsFor = async (count: number) => {
      const story = new ApplyStory();
      const names = Array.from({ length: count }, (_, index) => `connector-${index}`);
      const result = await story.apply(story.plan(names.map((name) => present(name))), { concurrency: 16 });
      expect(result.exitCode).toBe(0);
      return story.cluster.requests.filter((request) => !request.isWrite).length;
    };
    const [few, many] = [await requestsFor(3), await requestsFor(300)];
    expect(many).toBeLessThan(few + 120);
  });

  it('with a guard against it is refused before the first request', async () => {
    const story = new ApplyStory();
    const refusal = { code: 'too-many-deletes', message: '12 of 40', hint: 'less', names: [] } as const;
    const plan = { ...story.plan([present('orders')]), refusals: [refusal] };
    await expect(story.apply(plan)).rejects.toThrow(ConnectSyncError);
    expect(story.cluster.requests).toEqual([]);
  });

  it('sends up to the given number of writes at a time, each connector one at a time', async () => {
    const story = new ApplyStory();
    let inFlight = 0;
    let most = 0;
    story.cluster.fault = ({ isWrite }) => {
      if (!isWrite) return undefined;
      inFlight += 1;
      most = Math.max(most, inFlight);
      story.clock.after(900, () => {
        inFlight -= 1;
      });
      return { kind: 'slow', milliseconds: 1_000 };
    };
    const names = Array.from({ length: 10 }, (_, index) => `connector-${index}`);
    const result = await story.apply(story.plan(names.map((name) => present(name))), { concurrency: 3 });
    expect(result.exitCode).toBe(0);
    expect(most).toBe(3);
  });

  it('does not keep a slot for reading back: one reading serves many writes', async () => {
    const story = new ApplyStory();
    const isReadBack = () => story.cluster.writes.length > 0;
    story.cluster.fault = ({ isWrite }) =>
      !isWrite && isReadBack() ? { kind: 'slow', milliseconds: 1_000 } : undefined;
    const names = Array.from({ length: 40 }, (_, index) => `connector-${index}`);
    const result = await story.apply(story.plan(names.map((name) => present(name))), { wait: false });
    expect(result.exitCode).toBe(0);
    expect(result.took).toBeLessThan(6_000);
  });

  it('with --no-wait reads back what it wrote and leaves', async () => {
    const story = new ApplyStory();
    const result = await story.apply(
      story.plan([present('orders', { config: { ...someConfig, 'test.start': '60000' } })]),
      {
        wait: false,
      },
    );
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.outcomes['orders']?.health).toBeUndefined();
    expect(result.took).toBeLessThan(1_000);
    expect(story.cluster.requests.at(-1)?.isWrite).toBe(false);
  });
});
