import { describe, expect, it } from 'vitest';
import { orderWaves } from '../../src/apply/run-waves.ts';
import { ApplyStory } from '../support/apply-story.ts';
import { absent, live, present, someConfig } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

const slow = { ...someConfig, 'test.start': '20000' };
const failing = { ...someConfig, 'test.fail': 'connector' };
const other = { ...someConfig, topic: 'other' };

describe('waves', () => {
  it('put deletions behind everything else, whatever wave they are in', () => {
    const plan = planFor({
      desired: [absent('old'), present('a'), present('b', { dependsOn: ['a'] })],
      live: [live('old')],
    });
    const steps = plan.steps.map((step) => ({ ...step, wave: step.change.name === 'old' ? 0 : step.wave }));
    expect(orderWaves(steps).map((wave) => wave.map((step) => step.change.name))).toEqual([
      ['a'],
      ['b'],
      ['old'],
    ]);
  });

  it('start when the one before is healthy, not before', async () => {
    const story = new ApplyStory();
    const result = await story.apply(
      story.plan([present('a', { config: slow }), present('b', { dependsOn: ['a'] }), present('c')]),
    );
    expect(result.exitCode).toBe(0);
    const [first, , last] = story.cluster.requests.filter((request) => request.isWrite);
    expect(last?.name).toBe('b');
    expect((last?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(30_000);
  });

  it('do not start on something that is already in its desired state but not healthy', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('a', { config: failing }), present('b', { dependsOn: ['a'] })]);
    story.cluster.seed('a', failing);
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ a: 'unchanged, failed', b: 'skipped' });
    expect(result.outcomes['b']?.reason).toBe('a, which it depends on, is not healthy');
    expect(result.exitCode).toBe(1);
  });

  it('go on past something that was broken before, but for what depends on it', async () => {
    const story = new ApplyStory();
    story.cluster.seed('broken', failing);
    const result = await story.apply(
      story.plan([
        present('broken', { config: failing }),
        present('fine'),
        present('on-broken', { dependsOn: ['broken'] }),
        present('on-fine', { dependsOn: ['fine'] }),
      ]),
    );
    expect(result.summary).toEqual({
      broken: 'applied, failed',
      fine: 'applied',
      'on-broken': 'skipped',
      'on-fine': 'applied',
    });
  });
});

describe('after a failure', () => {
  const declared = [
    present('a', { config: failing }),
    present('b', { dependsOn: ['a'] }),
    present('c'),
    present('d', { dependsOn: ['c'] }),
    present('e', { dependsOn: ['b'] }),
    absent('old'),
  ];

  function storyWithOld(): ApplyStory {
    const story = new ApplyStory();
    story.cluster.seed('old', someConfig);
    return story;
  }

  it('halt finishes the wave and starts neither a later one nor a deletion', async () => {
    const story = storyWithOld();
    const result = await story.apply(story.plan(declared), { onFailure: 'halt' });
    expect(result.summary).toEqual({
      a: 'applied, failed',
      b: 'skipped',
      c: 'applied',
      d: 'skipped',
      e: 'skipped',
      old: 'skipped',
    });
    expect(result.outcomes['b']?.reason).toBe('a, which it depends on, is not healthy');
    expect(result.outcomes['d']?.reason).toBe('a, before it, is not healthy');
    expect(result.exitCode).toBe(20);
    expect(story.cluster.writes.filter((write) => write.startsWith('delete'))).toEqual([]);
  });

  it('continue does what does not depend on it, and still deletes nothing', async () => {
    const story = storyWithOld();
    const result = await story.apply(story.plan(declared), { onFailure: 'continue' });
    expect(result.summary).toEqual({
      a: 'applied, failed',
      b: 'skipped',
      c: 'applied',
      d: 'applied',
      e: 'skipped',
      old: 'skipped',
    });
    expect(result.outcomes['e']?.reason).toBe('b, which it depends on, was skipped');
    expect(result.outcomes['old']?.reason).toBe('nothing is deleted after a failure: a is not healthy');
  });

  it('a stale connector counts as one', async () => {
    const story = storyWithOld();
    story.cluster.seed('a', someConfig);
    const plan = story.plan([present('a', { config: other }), absent('old')]);
    story.cluster.place('a', { ...someConfig, topic: 'third' });
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ a: 'stale', old: 'skipped' });
    expect(result.exitCode).toBe(21);
  });

  it('deletions go in the order of the plan, and stop at the first wave that fails', async () => {
    const story = new ApplyStory();
    for (const name of ['a', 'b', 'c']) story.cluster.seed(name, someConfig);
    const plan = story.plan([
      absent('a'),
      absent('b', { dependsOn: ['a'] }),
      absent('c', { dependsOn: ['b'] }),
    ]);
    expect(orderWaves(plan.steps).map((wave) => wave.map((step) => step.change.name))).toEqual([
      ['c'],
      ['b'],
      ['a'],
    ]);
    story.cluster.fault = ({ name }) =>
      name === 'b' ? { kind: 'failure', verdict: 'permanent' } : undefined;
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ a: 'skipped', b: 'failed', c: 'applied' });
  });
});
