import { describe, expect, it } from 'vitest';
import { ApplyStory } from '../support/apply-story.ts';
import { absent, present, someConfig } from '../support/connectors.ts';

const other = { ...someConfig, topic: 'other' };
const third = { ...someConfig, topic: 'third' };

/** A cluster with one connector that will change, and one that is as declared. */
function twoConnectors(): ApplyStory {
  const story = new ApplyStory();
  story.cluster.seed('orders', someConfig);
  story.cluster.seed('same', someConfig);
  return story;
}

const desired = [
  present('orders', { config: other, state: 'running' }),
  present('same', { config: someConfig, state: 'running' }),
];

describe('what somebody else changes while the run waits', () => {
  it.each<[string, (story: ApplyStory) => void, string]>([
    [
      'its configuration',
      ({ cluster }) => cluster.seed('orders', third),
      'applied, then its configuration was changed again by someone else',
    ],
    ['that it exists', ({ cluster }) => cluster.remove('orders'), 'applied, then deleted by someone else'],
    [
      'its state, to PAUSED',
      ({ cluster, clock }) => cluster.connector('orders').setState('paused', clock.now()),
      'applied, then paused by someone else',
    ],
    [
      'its state, to STOPPED',
      ({ cluster, clock }) => cluster.connector('orders').setState('stopped', clock.now()),
      'applied, then stopped by someone else',
    ],
  ])('is stale, 20, and ends the wait: %s', async (_, interfere, reason) => {
    const story = twoConnectors();
    story.clock.after(5_000, () => interfere(story));
    const result = await story.apply(story.plan(desired));
    expect(result.outcomes['orders']).toMatchObject({ kind: 'stale', reason, wrote: true });
    expect(result.exitCode).toBe(20);
    expect(result.took).toBeLessThan(20_000);
  });

  it('is stale in the last second of the wait too, and after a wave that had ended', async () => {
    const story = new ApplyStory();
    story.cluster.seed('first', someConfig);
    story.cluster.seed('second', someConfig);
    const plan = story.plan([
      present('first', { config: other }),
      present('second', { config: other, dependsOn: ['first'] }),
    ]);
    story.clock.after(18_000, () => story.cluster.seed('first', third));
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ first: 'stale', second: 'applied' });
    expect(result.exitCode).toBe(20);
    const amended = result.events.filter((event) => event.kind === 'amended');
    expect(amended.map(({ outcome }) => [outcome.name, outcome.kind])).toEqual([['first', 'stale']]);
  });

  it('is noticed for a created, a deleted, a suspended and a resumed connector', async () => {
    const story = new ApplyStory();
    story.cluster.seed('gone', someConfig);
    story.cluster.seed('quiet', someConfig);
    story.cluster.seed('awake', someConfig, 'paused');
    const plan = story.plan([
      present('new', { config: other }),
      absent('gone'),
      present('quiet', { state: 'paused' }),
      present('awake', { state: 'running' }),
    ]);
    story.clock.after(8_000, () => {
      story.cluster.connector('quiet').setState('running', story.clock.now());
      story.cluster.connector('awake').setState('paused', story.clock.now());
      story.cluster.remove('new');
    });
    const result = await story.apply(plan, { onFailure: 'continue' });
    expect(result.outcomes['new']?.reason).toBe('applied, then deleted by someone else');
    expect(result.outcomes['quiet']?.reason).toBe('applied, then resumed by someone else');
    expect(result.outcomes['awake']?.reason).toBe('applied, then paused by someone else');
    const again = new ApplyStory();
    again.cluster.seed('gone', someConfig);
    again.clock.after(1_500, () => again.cluster.seed('gone', other));
    const deleted = await again.apply(again.plan([absent('gone')]));
    expect(deleted.outcomes['gone']?.reason).toBe('deleted, then created again by someone else');
    expect([result.exitCode, deleted.exitCode]).toEqual([20, 20]);
  });

  it('is no change where it has the same result, nor is a reading from an older view', async () => {
    const story = twoConnectors();
    story.clock.after(5_000, () => story.cluster.seed('orders', other));
    let readings = 0;
    story.cluster.fault = ({ call }) => {
      if (call !== 'readConnectors' || story.clock.now() % 10_000 < 9_000) return undefined;
      readings += 1;
      return readings === 1 ? { kind: 'lag', milliseconds: 60_000 } : undefined;
    };
    const result = await story.apply(story.plan(desired));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.exitCode).toBe(0);
  });

  it('is compared with --no-wait as well, once everything is read back', async () => {
    const story = twoConnectors();
    const plan = story.plan([...desired, present('new', { config: other })]);
    const result = await story.apply(plan, { wait: false });
    expect(result.exitCode).toBe(0);
    expect(result.took).toBeLessThan(1_000);
  });

  it('is waited for long enough that a run with an older reading has written, however short --stable-for is', async () => {
    const story = twoConnectors();
    story.clock.after(2_000, () => story.cluster.seed('orders', third));
    const result = await story.apply(story.plan(desired), { stableForMilliseconds: 0 });
    expect(result.outcomes['orders']?.kind).toBe('stale');
  });
});

describe('a declared connector that the run does not change', () => {
  it.each<[string, (story: ApplyStory) => void, string]>([
    [
      'its configuration was changed',
      ({ cluster }) => cluster.seed('same', third),
      'its configuration was changed',
    ],
    ['it was deleted', ({ cluster }) => cluster.remove('same'), 'it was deleted'],
    [
      'it was paused',
      ({ cluster, clock }) => cluster.connector('same').setState('paused', clock.now()),
      'it was paused',
    ],
  ])('ends the run with 20 if somebody else changes it meanwhile: %s', async (_, interfere, changed) => {
    const story = twoConnectors();
    story.clock.after(5_000, () => interfere(story));
    const result = await story.apply(story.plan(desired));
    expect(result.took, 'nothing waits for it').toBeLessThan(20_000);
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.report.others).toMatchObject([{ name: 'same', changed, unhealthyBefore: false }]);
    expect(result.exitCode).toBe(20);
  });

  it('ends the run with 25 while it is FAILED, before this run or since, and both are told apart', async () => {
    const story = twoConnectors();
    story.cluster.seed('broken', someConfig);
    story.cluster.connector('broken').break(story.clock.now() - 1, { tasks: [0] });
    const plan = story.plan([...desired, present('broken')], { restart: 'none' });
    story.clock.after(5_000, () => story.cluster.connector('same').break(story.clock.now(), { tasks: [0] }));
    const result = await story.apply(plan);
    expect(result.report.others).toMatchObject([
      { name: 'same', health: { kind: 'failed' }, unhealthyBefore: false, allowed: false },
      { name: 'broken', health: { kind: 'failed' }, unhealthyBefore: true, allowed: false },
    ]);
    expect(result.exitCode).toBe(25);
    const allowed = await story.apply(plan, { allowUnhealthy: ['br*', 'same', 'orders'] });
    expect(allowed.report.others.map((one) => one.allowed)).toEqual([true, true]);
    expect(allowed.exitCode).toBe(0);
  });

  it('rolls nothing back, since nothing that this run changed is to blame', async () => {
    const story = twoConnectors();
    story.cluster.connector('same').break(story.clock.now() - 1, { tasks: [0] });
    const result = await story.apply(story.plan(desired, { restart: 'none' }), { onFailure: 'rollback' });
    expect(result.report.rollback).toBeUndefined();
    expect(result.exitCode).toBe(25);
    expect(story.cluster.snapshot().get('orders')?.config.get('topic')).toBe('other');
  });

  it('is assessed by the reading of the plan where nothing changes, without a request where all is well', async () => {
    const story = twoConnectors();
    const same = [present('orders'), present('same')];
    const calls = story.cluster.requests.length;
    expect((await story.apply(story.plan(same))).exitCode).toBe(0);
    expect(story.cluster.requests.length).toBe(calls);
    story.cluster.connector('same').break(story.clock.now() - 1, { connector: true });
    const plan = story.plan(same, { restart: 'none' });
    expect((await story.apply(plan)).exitCode).toBe(25);
    expect((await story.apply(plan, { wait: false })).exitCode).toBe(25);
  });

  it('does not count if it does not exist and the plan leaves its creation out, as a saved plan may', async () => {
    const story = twoConnectors();
    const plan = story.plan(desired);
    const declared = [...plan.declared, { desired: present('later'), live: undefined }];
    const result = await story.apply({ ...plan, declared });
    expect(result.report.others).toEqual([]);
    expect(result.exitCode).toBe(0);
  });

  it('is not declared if no file is about it', async () => {
    const story = twoConnectors();
    story.cluster.seed('foreign', someConfig);
    story.cluster.connector('foreign').break(story.clock.now() - 1, { connector: true });
    expect((await story.apply(story.plan(desired))).exitCode).toBe(0);
  });
});

describe('a change of this run', () => {
  it('that a later wave breaks ends the run with 25, and is rolled back on request', async () => {
    const chain = (story: ApplyStory) =>
      story.plan([
        present('first', { config: { ...other, 'test.fail': 'task', 'test.fail.after': '15000' } }),
        present('second', { config: other, dependsOn: ['first'] }),
      ]);
    const story = new ApplyStory();
    const result = await story.apply(chain(story));
    expect(result.summary).toEqual({ first: 'applied, failed', second: 'applied' });
    expect(result.exitCode).toBe(25);
    const undone = new ApplyStory();
    expect((await undone.apply(chain(undone), { onFailure: 'rollback' })).exitCode).toBe(26);
  });

  it('that is starting again at the end is waited for, even where another change has failed', async () => {
    const story = new ApplyStory();
    story.cluster.seed('first', someConfig);
    story.cluster.seed('second', someConfig);
    const plan = story.plan([
      present('first', { config: other }),
      present('second', { config: other, dependsOn: ['first'] }),
    ]);
    story.cluster.fault = ({ name, isWrite }) => {
      if (name !== 'second' || !isWrite) return undefined;
      story.cluster.connector('first').restart(story.clock.now(), { connector: true, tasks: [0] });
      return { kind: 'failure', verdict: 'permanent' };
    };
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ first: 'applied', second: 'failed' });
    expect(result.report.outcomes.find(({ name }) => name === 'first')?.health?.kind).toBe('healthy');
    expect(result.exitCode).toBe(20);
  });

  it('that ends unhealthy and is allowed to halts nothing', async () => {
    const failing = { ...someConfig, 'test.fail': 'task' };
    const story = new ApplyStory();
    const plan = story.plan([
      present('bad', { config: failing }),
      present('after', { config: other, dependsOn: ['bad'] }),
    ]);
    const result = await story.apply(plan, { allowUnhealthy: ['bad'] });
    expect(result.summary).toEqual({ bad: 'applied, failed', after: 'applied' });
    expect(result.outcomes['bad']?.allowed).toBe(true);
    expect(result.exitCode).toBe(0);
  });
});
