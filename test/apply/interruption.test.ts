import { describe, expect, it } from 'vitest';
import { ApplyStory } from '../support/apply-story.ts';
import { present, someConfig } from '../support/connectors.ts';

const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => present(name));

describe('the first signal', () => {
  it('lets what is in flight end and be read back, and starts nothing more', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ isWrite }) => (isWrite ? { kind: 'slow', milliseconds: 2_000 } : undefined);
    story.interruptAfter(1_000);
    const result = await story.apply(story.plan(six), { concurrency: 2 });
    expect(result.summary).toEqual({
      ...{
        a: 'applied',
        b: 'applied',
        c: 'not-started',
        d: 'not-started',
        e: 'not-started',
        f: 'not-started',
      },
    });
    expect(result.outcomes['c']?.reason).toBe('the run was interrupted (SIGINT)');
    expect(result.report.interrupted).toBe('SIGINT');
    expect(result.events).toContainEqual({ kind: 'interrupted', signal: 'SIGINT' });
    expect(result.took).toBeLessThan(2_500);
    expect(result.exitCode).toBe(130);
    expect(result.events.filter((event) => event.kind === 'finished')).toHaveLength(6);
  });

  it('gives up what does not answer within five seconds, as unknown', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ isWrite }) => (isWrite ? { kind: 'slow', milliseconds: 90_000 } : undefined);
    story.interruptAfter(1_000, 'SIGTERM');
    const result = await story.apply(story.plan(six), { concurrency: 2 });
    expect(result.summary).toMatchObject({ a: 'unknown', b: 'unknown', c: 'not-started' });
    expect(result.took).toBeGreaterThan(5_000);
    expect(result.took).toBeLessThan(6_000);
    expect(result.exitCode).toBe(143);
  });

  it('reports as not started what was still being checked before its write', async () => {
    const story = new ApplyStory();
    story.cluster.checkMilliseconds = 90_000;
    story.interruptAfter(1_000);
    const result = await story.apply(story.plan(six), { concurrency: 2 });
    expect(story.cluster.writes).toEqual([]);
    expect(new Set(Object.values(result.summary))).toEqual(new Set(['not-started']));
    expect(result.took).toBeLessThan(6_000);
    await story.clock.sleep(100_000);
    expect(story.cluster.writes).toEqual([]);
  });

  it('gives up a reading that does not answer, too', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ isWrite }) =>
      !isWrite && story.cluster.writes.length > 0 ? { kind: 'slow', milliseconds: 90_000 } : undefined;
    story.interruptAfter(1_000);
    const result = await story.apply(story.plan(six), { concurrency: 1 });
    expect(result.summary['a']).toBe('unknown');
    expect(result.took).toBeLessThan(6_000);
  });

  it('ends the wait for health at once, and keeps what is known', async () => {
    const story = new ApplyStory();
    story.interruptAfter(4_000);
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.outcomes['orders']?.health?.kind).toBe('healthy');
    expect(result.took).toBe(4_000);
    expect(result.exitCode).toBe(130);
  });

  it('ends the wait for a busy worker: what was never applied was not started', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ isWrite }) => (isWrite ? { kind: 'failure', verdict: 'busy' } : undefined);
    story.interruptAfter(20_000);
    const result = await story.apply(story.plan(six));
    expect(new Set(Object.values(result.summary))).toEqual(new Set(['not-started']));
    // So long it reads whether it was done all the same.
    expect(result.took).toBeLessThan(22_000);
  });

  it('finds out whether a busy worker has done all the same what it refused', async () => {
    for (const onlyFor of ['a', 'none']) {
      const story = new ApplyStory();
      story.cluster.fault = ({ isWrite, name }) =>
        isWrite
          ? { kind: 'failure', verdict: 'busy', applied: name === onlyFor ? 'at-once' : 'never' }
          : undefined;
      story.interruptAfter(35);
      const result = await story.apply(story.plan(six), { concurrency: 2 });
      expect(result.summary['a']).toBe(onlyFor === 'a' ? 'applied' : 'not-started');
      expect(result.summary['b']).toBe('not-started');
      expect(result.took).toBeLessThan(2_000);
    }
  });

  it('finds that out where the worker that is read lags behind, too', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ isWrite }) =>
      isWrite ? { kind: 'failure', verdict: 'busy', applied: 'at-once' } : { kind: 'lag', milliseconds: 600 };
    story.interruptAfter(35);
    const result = await story.apply(story.plan(six), { concurrency: 1 });
    expect(story.cluster.writes).toHaveLength(1);
    expect(result.summary).toMatchObject({ a: 'applied', b: 'not-started', c: 'not-started' });
    expect(result.took).toBeLessThan(5_000);
  });

  it('reports a write that a busy worker denied as unknown where no reading shows it', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ isWrite }) =>
      isWrite || story.cluster.writes.length > 0 ? { kind: 'failure', verdict: 'busy' } : undefined;
    story.interruptAfter(35);
    const result = await story.apply(story.plan(six), { concurrency: 2 });
    expect(result.summary).toMatchObject({ a: 'unknown', b: 'unknown', c: 'not-started' });
  });

  it('resolves an unknown outcome within its five seconds', async () => {
    const story = new ApplyStory();
    const late = { after: 2_500 };
    story.cluster.fault = ({ isWrite }) =>
      isWrite ? { kind: 'failure', verdict: 'unknown-outcome', applied: late } : undefined;
    story.interruptAfter(1_000);
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.took).toBeLessThan(6_000);
  });

  it('does not leave running what was created to be paused', async () => {
    const story = new ApplyStory({ version: '3.4.1' });
    story.cluster.fault = ({ call }) =>
      call === 'putConfig' ? { kind: 'slow', milliseconds: 2_000 } : undefined;
    story.interruptAfter(1_000);
    const result = await story.apply(story.plan([present('orders', { state: 'paused' })]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(story.cluster.writes).toEqual(['putConfig orders', 'setState orders']);
  });

  it('between two calls leaves the rest, and says how far it came', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([
      present('orders', { config: { ...someConfig, topic: 'other' }, state: 'paused' }),
    ]);
    story.cluster.fault = ({ call }) =>
      call === 'setState' ? { kind: 'slow', milliseconds: 2_000 } : undefined;
    story.interruptAfter(1_000);
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'not-started' });
    expect(result.outcomes['orders']).toMatchObject({
      reason: 'the run was interrupted (SIGINT); 1 of its 2 calls was applied',
      wrote: true,
    });
  });

  it('before the start writes nothing', async () => {
    const story = new ApplyStory();
    story.interruptAfter(0);
    await story.clock.sleep(1);
    const result = await story.apply(story.plan(six));
    expect(story.cluster.requests).toEqual([]);
    expect(result.report.outcomes.every((outcome) => outcome.kind === 'not-started')).toBe(true);
    expect(result.exitCode).toBe(130);
  });

  it('does not begin a rollback, and ends one that has begun', async () => {
    const failing = { ...someConfig, 'test.fail': 'task', 'test.fail.after': '5000' };
    const declared = [present('a', { config: failing }), present('b')];
    const early = new ApplyStory();
    early.interruptAfter(3_000);
    const before = await early.apply(early.plan(declared), { onFailure: 'rollback' });
    expect(before.report.rollback).toBeUndefined();

    const late = new ApplyStory();
    late.cluster.fault = ({ call }) =>
      call === 'delete' ? { kind: 'slow', milliseconds: 2_000 } : undefined;
    // The first of both is being taken back then.
    late.interruptAfter(11_000);
    const during = await late.apply(late.plan(declared), { onFailure: 'rollback', concurrency: 1 });
    expect(during.report.rollback).toEqual({
      restored: [expect.any(String)],
      left: [{ name: expect.any(String), reason: 'the run was interrupted (SIGINT)' }],
    });
    expect(during.exitCode).toBe(27);
  });
});
