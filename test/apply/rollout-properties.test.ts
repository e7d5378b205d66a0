import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessHealth } from '../../src/model/assess-health.ts';
import type { Rollout, RolloutSettings } from '../../src/model/rollout.ts';
import { planRollouts } from '../../src/plan/rollout/plan-rollouts.ts';
import { ApplyStory } from '../support/apply-story.ts';
import { someConfig } from '../support/connectors.ts';
import type { Fault } from '../support/memory-cluster.ts';
import { runs } from '../support/property-runs.ts';
import { inheriting } from '../support/shared-changes.ts';

/** A default that changes for all connectors, of which some break with it, maybe after a while. */
interface World {
  readonly connectors: readonly { readonly breaks: boolean; readonly after: number }[];
  readonly settings: RolloutSettings | undefined;
  readonly faults: readonly { readonly index: number; readonly fault: Fault }[];
  readonly onFailure: 'halt' | 'continue' | 'rollback';
  readonly concurrency: number;
  readonly interruptAfter: number | undefined;
  readonly seed: number;
}

const faults: readonly Fault[] = [
  ...(['busy', 'not-sent', 'unknown-outcome', 'permanent', 'absent'] as const).map(
    (verdict): Fault => ({ kind: 'failure', verdict }),
  ),
  { kind: 'failure', verdict: 'unknown-outcome', applied: 'at-once' },
  { kind: 'slow', milliseconds: 20_000 },
  { kind: 'lag', milliseconds: 1_000 },
];

const settings: fc.Arbitrary<RolloutSettings> = fc.record(
  {
    canary: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant('c1*')),
    batch: fc.oneof(
      fc.integer({ min: 1, max: 6 }).map((count) => ({ count })),
      fc.integer({ min: 1, max: 60 }).map((percent) => ({ percent })),
    ),
    maxUnhealthy: fc.nat(2),
    bakeMilliseconds: fc.constantFrom(10_000, 30_000),
  },
  { requiredKeys: ['batch'] },
);

const world: fc.Arbitrary<World> = fc.record({
  connectors: fc.array(fc.record({ breaks: fc.boolean(), after: fc.constantFrom(0, 0, 3_000, 15_000) }), {
    minLength: 2,
    maxLength: 24,
  }),
  settings: fc.option(settings, { nil: undefined, freq: 5 }),
  faults: fc.array(fc.record({ index: fc.nat(80), fault: fc.constantFrom(...faults) }), { maxLength: 5 }),
  onFailure: fc.constantFrom('halt', 'continue', 'rollback'),
  concurrency: fc.integer({ min: 1, max: 4 }),
  interruptAfter: fc.option(fc.nat(120_000), { nil: undefined, freq: 4 }),
  seed: fc.nat(),
});

function ownConfig({ breaks, after }: World['connectors'][number]): Readonly<Record<string, string>> {
  const broken = { 'test.fail': 'task', 'test.fail.with': 'b', 'test.fail.after': String(after) };
  return { ...someConfig, 'shared.key': 'a', ...(breaks && broken) };
}

function arrange({ connectors, seed }: World): ApplyStory {
  const story = new ApplyStory({ seed });
  for (const [index, connector] of connectors.entries())
    story.cluster.seed(`c${index}`, ownConfig(connector), 'running');
  return story;
}

function planOf(story: ApplyStory, { connectors, settings: given }: World) {
  const declared = connectors.map((connector, index) =>
    inheriting(`c${index}`, { 'shared.key': 'b' }, { config: ownConfig(connector) }),
  );
  const plan = story.plan(declared);
  return { ...plan, ...planRollouts(plan.steps, plan.unchanged, given) };
}

/** How many connectors are not healthy at once, at most, while something goes on. */
async function mostUnhealthy(story: ApplyStory, work: Promise<unknown>): Promise<number> {
  let most = 0;
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await story.clock.sleep(500);
    const failed = [...story.cluster.snapshot().values()].filter(
      (live) => assessHealth(live).kind === 'failed',
    );
    most = Math.max(most, failed.length);
  }
  return most;
}

/** No rollout breaks more than the failures that it allows and one batch, or two where failures show after the bake. */
function mostAllowed(rollouts: readonly Rollout[], { connectors }: World): number {
  const [rollout] = rollouts;
  if (!rollout) return connectors.length;
  const isLate = connectors.some(({ breaks, after }) => breaks && after >= 10_000);
  return rollout.maxUnhealthy + (isLate ? 2 : 1) * Math.max(...rollout.batches.map((batch) => batch.length));
}

describe('a rollout, whatever fails', () => {
  it('never has more connectors FAILED than it allows and one batch more', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const story = arrange(given);
        const script = new Map(given.faults.map(({ index, fault }) => [index, fault]));
        const plan = planOf(story, given);
        story.cluster.fault = ({ index }) => script.get(index);
        if (given.interruptAfter !== undefined) story.interruptAfter(given.interruptAfter);
        const { onFailure, concurrency } = given;
        const work = story.apply(plan, { onFailure, concurrency });
        const most = await mostUnhealthy(story, work);
        expect(most).toBeLessThanOrEqual(mostAllowed(plan.rollouts, given));
        const { report } = await work;
        expect(report.outcomes).toHaveLength(plan.steps.length);
      }),
      { numRuns: runs },
    );
  });

  it('writes each connector once where nothing fails', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (random) => {
        const connectors = random.connectors.map(() => ({ breaks: false, after: 0 }));
        const given = { ...random, connectors };
        const story = arrange(given);
        const plan = planOf(story, given);
        const { exitCode } = await story.apply(plan, { concurrency: given.concurrency });
        expect(exitCode).toBe(0);
        const written = story.cluster.writes.map((write) => write.split(' ')[1]);
        expect(written).toHaveLength(connectors.length);
        expect(new Set(written).size).toBe(connectors.length);
      }),
      { numRuns: runs },
    );
  });

  it('ends with the change everywhere once the cause is gone, whenever it was interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (random) => {
        const connectors = random.connectors.map(() => ({ breaks: false, after: 0 }));
        const given = { ...random, connectors };
        const story = arrange(given);
        if (given.interruptAfter !== undefined) story.interruptAfter(given.interruptAfter);
        await story.apply(planOf(story, given), { concurrency: given.concurrency });
        await story.clock.sleep(60_000);
        const rest = planOf(story, given);
        const isBegun = rest.steps.length < connectors.length && rest.steps.length > 1;
        if (isBegun) expect(rest.rollouts.map(({ canary }) => canary)).not.toContain('first-batch');
        const { exitCode } = await story.apply(rest);
        expect(exitCode).toBe(0);
        const values = [...story.cluster.snapshot().values()].map(({ config }) => config.get('shared.key'));
        expect(new Set(values)).toEqual(new Set(['b']));
      }),
      { numRuns: runs },
    );
  });
});
