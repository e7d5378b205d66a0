import { describe, expect, it } from 'vitest';
import type { RolloutSettings } from '../../src/model/rollout.ts';
import { planRollouts } from '../../src/plan/rollout/plan-rollouts.ts';
import { ApplyStory } from '../support/apply-story.ts';
import { someConfig } from '../support/connectors.ts';
import { inheriting, sharedDefault } from '../support/shared-changes.ts';

const names = Array.from({ length: 12 }, (_, index) => `orders-${String(index + 1).padStart(2, '0')}`);

/** Twelve running connectors, and a default that changes all of them. */
function storyOfTwelve(): ApplyStory {
  const story = new ApplyStory();
  for (const name of names) story.cluster.seed(name, someConfig);
  return story;
}

function planOf(story: ApplyStory, keys: Readonly<Record<string, string>>, settings?: RolloutSettings) {
  const plan = story.plan(names.map((name) => inheriting(name, keys)));
  return { ...plan, ...planRollouts(plan.steps, plan.unchanged, settings) };
}

const good = { 'shared.key': 'b' };
const bad = { 'test.fail': 'connector' };

describe('a shared change', () => {
  it('that breaks connectors breaks the canary only', async () => {
    const story = storyOfTwelve();
    const result = await story.apply(planOf(story, bad));
    const [canary = '', ...others] = names;
    expect(result.summary[canary]).toBe('applied, failed');
    for (const name of others) expect(result.summary[name]).toBe('skipped');
    expect(result.outcomes['orders-02']?.reason).toBe(
      'the canary orders-01 is not healthy, so the rollout stopped',
    );
    expect(story.cluster.writes).toHaveLength(1);
    expect(result.exitCode).toBe(20);
  });

  it('that does no harm writes each connector once, batch after batch', async () => {
    const story = storyOfTwelve();
    const plan = planOf(story, good);
    expect(plan.rollouts?.[0]?.batches.map((batch) => batch.length)).toEqual([1, 2, 2, 2, 2, 2, 1]);
    const result = await story.apply(plan);
    expect(Object.values(result.summary)).toEqual(names.map(() => 'applied'));
    expect(story.cluster.writes).toHaveLength(12);
    expect(result.exitCode).toBe(0);
  });

  it('that breaks connectors is taken back with rollback', async () => {
    const story = storyOfTwelve();
    const result = await story.apply(planOf(story, bad), { onFailure: 'rollback' });
    expect(result.report.rollback?.restored).toEqual(['orders-01']);
    expect(result.exitCode).toBe(26);
    expect(story.cluster.writes).toHaveLength(2);
  });

  it('is taken back canary first', async () => {
    const story = new ApplyStory();
    const fragile = { 'test.fail': 'connector', 'test.fail.with': 'b' };
    const config = (index: number) => ({ ...someConfig, ...(index === 3 && fragile) });
    for (const [index, name] of names.entries()) story.cluster.seed(name, config(index));
    const plan = story.plan(names.map((name, index) => inheriting(name, good, { config: config(index) })));
    const rollouts = planRollouts(plan.steps, plan.unchanged, { canary: 'orders-01', batch: { count: 1 } });
    const result = await story.apply({ ...plan, ...rollouts }, { onFailure: 'rollback' });
    expect(result.report.rollback?.restored).toEqual(['orders-01', 'orders-02', 'orders-03', 'orders-04']);
    expect(result.exitCode).toBe(26);
  });

  it('may harm as many connectors as maxUnhealthy says', async () => {
    const story = storyOfTwelve();
    const result = await story.apply(planOf(story, bad, { batch: { count: 3 }, maxUnhealthy: 2 }));
    const failed = Object.values(result.summary).filter((one) => one === 'applied, failed');
    // The canary, then three at once: the batch that goes over the limit is the last one.
    expect(failed).toHaveLength(4);
    expect(result.outcomes['orders-12']?.reason).toBe(
      'the canary orders-01 is not healthy (and 3 others), so the rollout stopped',
    );
  });

  it('waits for a batch as long as bake says', async () => {
    const story = storyOfTwelve();
    const result = await story.apply(planOf(story, good, { batch: { count: 6 }, bakeMilliseconds: 60_000 }));
    expect(result.took).toBeGreaterThan(3 * 60_000);
  });

  it('gives each batch the whole time limit', async () => {
    const story = storyOfTwelve();
    const plan = planOf(story, good, { batch: { count: 3 }, bakeMilliseconds: 40_000 });
    const result = await story.apply(plan, { timeoutMilliseconds: 60_000 });
    expect(result.exitCode).toBe(0);
    expect(result.took).toBeGreaterThan(5 * 40_000);
  });

  it('stops where its canary was changed by somebody else, and is not written', async () => {
    const story = storyOfTwelve();
    const plan = planOf(story, good);
    story.cluster.place('orders-01', { ...someConfig, 'shared.key': 'c' });
    const result = await story.apply(plan);
    expect(result.summary['orders-01']).toBe('stale');
    expect(result.outcomes['orders-02']?.reason).toBe(
      'the canary orders-01 was left alone because it had changed, so the rollout stopped',
    );
    expect(story.cluster.writes).toEqual([]);
  });

  it('that breaks the canary of one wave goes to no connector of a later one', async () => {
    const story = storyOfTwelve();
    const declared = names.map((name, index) =>
      inheriting(name, bad, { dependsOn: index === 11 ? ['orders-06'] : [] }),
    );
    const plan = story.plan(declared);
    const rollouts = planRollouts(plan.steps, plan.unchanged, undefined);
    const result = await story.apply({ ...plan, ...rollouts }, { onFailure: 'continue' });
    expect(result.summary['orders-01']).toBe('applied, failed');
    expect(story.cluster.writes).toHaveLength(1);
  });

  it('that breaks a canary stops the rollouts that share a key with it', async () => {
    const story = storyOfTwelve();
    const source = { file: 'connect-sync.yaml', line: 9, column: 7 };
    const declared = names.map((name, index) => {
      if (index < 6) return inheriting(name, bad);
      const both = inheriting(name, { ...bad, 'other.key': 'c' });
      return { ...both, origins: new Map([...both.origins, ['other.key', { ...sharedDefault, source }]]) };
    });
    const plan = story.plan(declared);
    const rollouts = planRollouts(plan.steps, plan.unchanged, undefined);
    expect(rollouts.rollouts).toHaveLength(2);
    const result = await story.apply({ ...plan, ...rollouts });
    expect(result.outcomes['orders-07']?.reason).toBe('orders-01 is not healthy, so the rollout stopped');
    expect(story.cluster.writes).toHaveLength(1);
  });

  it('goes on past a connector that was FAILED before for a reason of its own', async () => {
    const story = storyOfTwelve();
    const broken = { ...someConfig, 'test.fail': 'connector' };
    story.cluster.seed('orders-05', broken);
    const declared = names.map((name) =>
      inheriting(name, good, { config: name === 'orders-05' ? broken : {} }),
    );
    const plan = story.plan(declared);
    const result = await story.apply({ ...plan, ...planRollouts(plan.steps, plan.unchanged, undefined) });
    expect(result.summary['orders-05']).toBe('applied, failed');
    expect(result.summary['orders-12']).toBe('applied');
    expect(story.cluster.writes).toHaveLength(12);
  });

  it('stops at the first batch where all were FAILED before, and it cures none', async () => {
    const story = storyOfTwelve();
    for (const name of names) story.cluster.seed(name, { ...someConfig, ...bad });
    const declared = names.map((name) => inheriting(name, { ...good, ...bad }));
    const plan = story.plan(declared);
    const result = await story.apply({ ...plan, ...planRollouts(plan.steps, plan.unchanged, undefined) });
    expect(result.summary['orders-12']).toBe('skipped');
    expect(story.cluster.writes).toHaveLength(2);
  });

  it('stops where the canary fails long after it was seen healthy', async () => {
    const story = storyOfTwelve();
    const late = { ...good, 'test.fail': 'task', 'test.fail.after': '15000' };
    const result = await story.apply(planOf(story, late));
    expect(result.summary['orders-01']).toBe('applied, failed');
    expect(result.outcomes['orders-12']?.reason).toBe(
      'the canary orders-01 is not healthy, so the rollout stopped',
    );
    // The canary, and the batch that was written before it failed.
    expect(story.cluster.writes).toHaveLength(3);
    expect(result.exitCode).toBe(20);
  });

  it('does not break another connector when it is applied again', async () => {
    const story = storyOfTwelve();
    await story.apply(planOf(story, bad));
    const again = planOf(story, bad);
    expect(again.rollouts?.[0]?.batches[0]).toEqual(['orders-01']);
    const result = await story.apply(again);
    expect(result.summary['orders-01']).toBe('applied, failed');
    expect(result.summary['orders-02']).toBe('skipped');
    expect(story.cluster.writes.filter((write) => write.startsWith('put'))).toHaveLength(1);
  });

  it('goes on where an interrupted rollout was, without another canary', async () => {
    const story = storyOfTwelve();
    story.interruptAfter(15_000);
    const first = await story.apply(planOf(story, good));
    expect(first.exitCode).toBe(130);
    const written = story.cluster.writes.length;
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThan(12);
    const rest = planOf(story, good);
    expect(rest.rollouts?.[0]).toMatchObject({ canary: 'proved' });
    const second = await story.apply(rest);
    expect(second.exitCode).toBe(0);
    expect(story.cluster.writes).toHaveLength(12);
  });
});
