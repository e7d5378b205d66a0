import { describe, expect, it } from 'vitest';
import { ApplyStory } from '../support/apply-story.ts';
import { present, someConfig } from '../support/connectors.ts';
import type { MemoryRequest } from '../support/memory-cluster.ts';

const other = { ...someConfig, topic: 'other' };
const failing = { ...other, 'test.fail': 'task', 'test.fail.after': '3000' };

/** A running connector, and the plan to change it while it is stopped. */
function changing(config: Readonly<Record<string, string>> = other) {
  const story = new ApplyStory();
  story.cluster.seed('orders', someConfig);
  const desired = present('orders', { config, state: 'running', changeWhile: 'stopped' });
  return { story, desired, plan: story.plan([desired]) };
}

function seen(story: ApplyStory): { state: string | undefined; topic: string | undefined } {
  const live = story.cluster.snapshot().get('orders');
  return { state: live?.status?.connector.state, topic: live?.config.get('topic') };
}

const isResume = ({ call, index }: MemoryRequest, story: ApplyStory) =>
  call === 'setState' && story.cluster.requests.slice(0, index).some((one) => one.call === 'putConfig');

const thrice = ['setState orders', 'putConfig orders', 'setState orders'];

describe('a connector that is changed while it is stopped', () => {
  it('is stopped, written once nothing of it runs, and resumed', async () => {
    const { story, desired, plan } = changing();
    let stateAtWrite: string | undefined;
    story.cluster.fault = ({ call }) => {
      if (call === 'putConfig') stateAtWrite = seen(story).state;
      return undefined;
    };
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.outcomes['orders']?.health?.kind).toBe('healthy');
    expect(story.cluster.writes).toEqual(thrice);
    expect(stateAtWrite).toBe('STOPPED');
    expect(seen(story)).toEqual({ state: 'RUNNING', topic: 'other' });
    expect(story.plan([desired]).steps).toEqual([]);
  });

  it('runs again with what it had where the new configuration is refused', async () => {
    const { story, plan } = changing();
    story.cluster.fault = ({ call }) =>
      call === 'putConfig' ? { kind: 'failure', verdict: 'refused' } : undefined;
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'failed' });
    expect(result.outcomes['orders']?.reason).toBe(
      'the worker answered refused; 1 of its 3 calls was applied; it is running again',
    );
    expect(story.cluster.writes).toEqual(thrice);
    expect(seen(story)).toEqual({ state: 'RUNNING', topic: undefined });
  });

  it('is not left stopped by an interrupt', async () => {
    const { story, plan } = changing();
    story.cluster.fault = ({ call }) =>
      call === 'setState' ? { kind: 'slow', milliseconds: 2_000 } : undefined;
    story.interruptAfter(1_000);
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'not-started' });
    expect(result.outcomes['orders']?.reason).toContain('a return to running was requested');
    expect(story.cluster.writes).toEqual(['setState orders', 'setState orders']);
    expect(result.took).toBeLessThan(6_000);
    await story.clock.sleep(10_000);
    expect(seen(story)).toEqual({ state: 'RUNNING', topic: undefined });
  });

  it.each([
    ['the write is of unknown outcome', (request: MemoryRequest) => request.call === 'putConfig'],
    ['the way back fails', isResume],
  ])('that is left stopped because %s is reported, and the next run fixes it', async (_, isHit) => {
    const { story, desired, plan } = changing();
    const verdict = isHit === isResume ? 'permanent' : 'unknown-outcome';
    story.cluster.fault = (request) => (isHit(request, story) ? { kind: 'failure', verdict } : undefined);
    const result = await story.apply(plan);
    expect(result.outcomes['orders']?.reason).toMatch(
      /; it is left stopped: the next apply continues from there$/,
    );
    expect(seen(story).state).toBe('STOPPED');
    story.cluster.fault = () => undefined;
    expect((await story.apply(story.plan([desired]))).exitCode).toBe(0);
    expect(seen(story)).toEqual({ state: 'RUNNING', topic: 'other' });
    expect(story.plan([desired]).steps).toEqual([]);
  });

  it.each([
    ['is not healthy afterwards', failing, undefined],
    ['was refused', other, 'refused'],
  ] as const)('is rolled back, stopped again for it, where it %s', async (_, config, verdict) => {
    const { story, plan } = changing(config);
    let puts = 0;
    story.cluster.fault = ({ call }) => {
      if (call === 'putConfig') puts += 1;
      return verdict && call === 'putConfig' && puts === 1 ? { kind: 'failure', verdict } : undefined;
    };
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.report.rollback).toEqual({ restored: ['orders'], left: [] });
    expect(story.cluster.writes).toEqual(verdict ? thrice : [...thrice, ...thrice]);
    expect(seen(story)).toEqual({ state: 'RUNNING', topic: undefined });
  });

  it('is left alone where it was changed meanwhile, and not even stopped', async () => {
    const { story, plan } = changing();
    story.cluster.place('orders', { ...someConfig, topic: 'third' });
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'stale' });
    expect(story.cluster.writes).toEqual([]);
  });

  it('is not touched where it reached its desired state meanwhile', async () => {
    const { story, plan } = changing();
    story.cluster.place('orders', other);
    await story.clock.sleep(10_000);
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'unchanged' });
    expect(story.cluster.writes).toEqual([]);
  });
});

describe('a connector that is to be paused and changed', () => {
  it('is not touched where it became both meanwhile', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other, state: 'paused' })]);
    story.cluster.seed('orders', other, 'paused');
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'unchanged' });
    expect(story.cluster.writes).toEqual([]);
  });
});
