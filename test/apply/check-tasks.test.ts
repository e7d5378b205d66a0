import { describe, expect, it } from 'vitest';
import { ApplyStory } from '../support/apply-story.ts';
import { present, someConfig } from '../support/connectors.ts';

type Keys = Readonly<Record<string, string>>;

const before: Keys = { ...someConfig, topic: 'former' };
const changed: Keys = { ...before, topic: 'other' };
const quietly: Keys = { ...changed, 'test.task-configs': 'throw' };

/** What an apply says of the health of an update, and how often it asked for task configurations. */
async function update(config: Keys, arrange: (story: ApplyStory) => void = () => undefined) {
  const story = new ApplyStory();
  story.cluster.seed('orders', before);
  arrange(story);
  const result = await story.apply(story.plan([present('orders', { config })]));
  const asked = story.cluster.requests.filter(({ call }) => call === 'readTasks').length;
  return { health: result.outcomes['orders']?.health, asked, exitCode: result.exitCode };
}

describe('tasks that an update does not reach', () => {
  it('fail the run, with the keys that contradict, and the log to read', async () => {
    expect(await update(quietly)).toMatchObject({
      health: {
        kind: 'failed',
        reason: expect.stringMatching(/^its tasks still run .* contradict topic.* log of its worker/),
      },
      exitCode: 25,
    });
  });

  it.each([0, 3_000, 30_000])('are given ten seconds, with --stable-for %d ms', async (stableFor) => {
    const story = new ApplyStory();
    story.cluster.seed('orders', before);
    const plan = story.plan([present('orders', { config: quietly })]);
    const { exitCode, took } = await story.apply(plan, { stableForMilliseconds: stableFor });
    expect(exitCode).toBe(25);
    expect(took).toBeGreaterThanOrEqual(Math.max(10_000, stableFor));
    expect(took).toBeLessThan(Math.max(10_000, stableFor) + 5_000);
  });

  it('are not claimed where their new configuration comes late', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', before);
    const plan = story.plan([present('orders', { config: quietly })]);
    const start = story.clock.now();
    story.cluster.onRequest = ({ call, at }) => {
      const orders = story.cluster.connector('orders');
      if (call === 'readTasks' && at > start + 4_000) orders.taskConfig = orders.config;
    };
    const { exitCode, outcomes } = await story.apply(plan, { stableForMilliseconds: 1_000 });
    expect(outcomes['orders']?.health).toEqual({ kind: 'healthy', running: 1, tasks: 1 });
    expect(exitCode).toBe(0);
  });

  it('are found where an earlier run left them so, whatever this one changes', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', before);
    story.cluster.place('orders', quietly);
    const config = { ...quietly, size: '20' };
    const { outcomes } = await story.apply(story.plan([present('orders', { config })]));
    expect(outcomes['orders']?.health).toMatchObject({ kind: 'failed' });
  });

  it('are found after a change of state, which changes no key', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', before);
    story.cluster.place('orders', quietly);
    await story.clock.sleep(1_000);
    story.cluster.connector('orders').setState('paused', story.clock.now());
    await story.clock.sleep(1_000);
    const desired = present('orders', { config: quietly, state: 'running' });
    const { outcomes, exitCode } = await story.apply(story.plan([desired]));
    expect(outcomes['orders']?.health).toMatchObject({ kind: 'failed' });
    expect(exitCode).toBe(25);
  });

  it('roll the change back', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', before);
    const plan = story.plan([present('orders', { config: quietly })]);
    const { report, exitCode } = await story.apply(plan, { onFailure: 'rollback' });
    expect(report.rollback).toEqual({ restored: ['orders'], left: [] });
    expect(exitCode).toBe(26);
  });

  it('are not claimed where they have the new values', async () => {
    const { health, asked } = await update(changed);
    expect(health).toEqual({ kind: 'healthy', running: 1, tasks: 1 });
    expect(asked).toBe(1);
  });

  it.each(['busy', 'absent', 'unauthorised', 'unknown-outcome'] as const)(
    'are not claimed where the answer is %s',
    async (verdict) => {
      const { health, exitCode } = await update(quietly, ({ cluster }) => {
        cluster.fault = ({ call }) => (call === 'readTasks' ? { kind: 'failure', verdict } : undefined);
      });
      expect(health).toEqual({ kind: 'healthy', running: 1, tasks: 1 });
      expect(exitCode).toBe(0);
    },
  );

  it('are not asked for where the connector is not healthy', async () => {
    const failing = { ...quietly, 'test.fail': 'task' };
    expect(await update(failing)).toMatchObject({ health: { kind: 'failed' }, asked: 0, exitCode: 25 });
  });

  it('are not asked for after a creation', async () => {
    const story = new ApplyStory();
    await story.apply(story.plan([present('orders', { config: quietly })]));
    expect(story.cluster.requests.filter(({ call }) => call === 'readTasks')).toEqual([]);
  });
});

describe('a connector without tasks', () => {
  const none = { ...someConfig, 'tasks.max': '0' };

  /** What an apply says of a connector that ends without tasks. */
  async function applied(
    seeded: Keys | undefined,
    config: Keys,
    { allowNoTasks, strict }: { readonly allowNoTasks?: boolean; readonly strict?: boolean } = {},
  ) {
    const story = new ApplyStory();
    if (seeded) story.cluster.seed('orders', seeded);
    const desired = { ...present('orders', { config }), ...(allowNoTasks && { allowNoTasks }) };
    const { outcomes, exitCode, events, took } = await story.apply(story.plan([desired]), { strict });
    const kinds = events.flatMap((event) => (event.kind === 'health' ? [event.health.kind] : []));
    return { health: outcomes['orders']?.health, exitCode, kinds, took };
  }

  it.each([
    ['that had some', before, { ...before, 'tasks.max': '0' }],
    ['that is a sink', undefined, { ...none, 'test.type': 'sink' }],
  ])('%s is not healthy, after ten seconds and no sooner', async (_, seeded, config) => {
    const { health, exitCode, kinds, took } = await applied(seeded, config);
    expect(health).toMatchObject({ kind: 'failed', reason: expect.stringContaining('log of its worker') });
    expect(exitCode).toBe(25);
    expect(kinds.filter((kind) => kind === 'failed')).toHaveLength(1);
    expect(took).toBeGreaterThanOrEqual(10_000);
    expect(took).toBeLessThan(13_000);
  });

  it.each([
    ['that had some', before, { ...before, 'tasks.max': '0' }],
    ['that is a sink', undefined, { ...none, 'test.type': 'sink' }],
    ['that never had one', undefined, none],
  ])('%s is healthy without a warning if its file allows it', async (_, seeded, config) => {
    const { health, exitCode } = await applied(seeded, config, { allowNoTasks: true, strict: true });
    expect(health).toEqual({ kind: 'healthy', running: 0, tasks: 0 });
    expect(exitCode).toBe(0);
  });

  it('is a warning where it is a source that never had one, and a failure with --strict', async () => {
    expect(await applied(undefined, none)).toMatchObject({
      health: { kind: 'healthy', warning: expect.any(String) },
      exitCode: 0,
    });
    expect(await applied(undefined, none, { strict: true })).toMatchObject({
      health: { kind: 'failed' },
      exitCode: 25,
    });
  });

  it('is not healthy where its tasks went while it was awaited', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('orders')]);
    const start = story.clock.now();
    story.cluster.onRequest = ({ call, at }) => {
      if (call !== 'readConnectors' || at < start + 3_000) return;
      story.cluster.connector('orders').configure(new Map(Object.entries(none)), at);
      story.cluster.onRequest = () => undefined;
    };
    const { outcomes, exitCode } = await story.apply(plan);
    expect(outcomes['orders']?.health).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^it had tasks/),
    });
    expect(exitCode).toBe(25);
  });

  it('keeps nobody waiting for longer than the others need', async () => {
    const story = new ApplyStory();
    const slow = { ...someConfig, 'test.start': '20000' };
    const sink = { ...none, 'test.type': 'sink' };
    const plan = story.plan([present('sink', { config: sink }), present('slow', { config: slow })]);
    const { summary } = await story.apply(plan);
    expect(summary).toEqual({ sink: 'applied, failed', slow: 'applied' });
  });
});
