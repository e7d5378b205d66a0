import { describe, expect, it } from 'vitest';
import type { Plan, Refusal } from '../../src/model/plan.ts';
import { absent, live, present } from '../support/connectors.ts';
import { type PlanParts, type PolicyParts, planFor } from '../support/plans.ts';

const names = ['orders-*'];

describe('the limit of pruning', () => {
  const limits: [number, number][] = [
    [2, 1],
    [4, 1],
    [7, 1],
    [8, 2],
    [39, 9],
    [40, 10],
    [400, 10],
  ];

  it.each(limits)('of %i owned connectors is %i', (owned, limit) => {
    expect(codes(pruning(owned, limit))).toEqual([]);
    expect(codes(pruning(owned, limit + 1))).toContain('too-many-deletes');
  });

  it('tells counts, share, limit and all offenders', () => {
    const refusal = pruning(40, 12).refusals[0];
    expect(refusal?.message).toBe(
      'pruning would delete 12 of 40 owned connectors (30 %); at most 10 may be deleted ' +
        '(a quarter of the owned connectors, at least 1, at most 10)',
    );
    expect(refusal?.names).toHaveLength(12);
    expect(refusal?.names).toEqual([...(refusal?.names ?? [])].sort());
    expect(refusal?.hint).toContain('--allow-deletes 12');
  });

  it('is replaced by maxDeletes, upwards and downwards', () => {
    expect(codes(pruning(40, 12, { ownership: { maxDeletes: 12 } }))).toEqual([]);
    expect(codes(pruning(40, 2, { ownership: { maxDeletes: 1 } }))).toEqual(['too-many-deletes']);
    expect(codes(pruning(40, 1, { ownership: { maxDeletes: 0 } }))).toEqual(['too-many-deletes']);
  });

  it('is replaced by --allow-deletes, whatever maxDeletes says', () => {
    const ownership = { maxDeletes: 20 };
    expect(codes(pruning(40, 21, { ownership, allowDeletes: 21 }))).toEqual([]);
    expect(codes(pruning(40, 3, { ownership, allowDeletes: 2 }))).toEqual(['too-many-deletes']);
  });

  it('holds when the same command meets one more', () => {
    expect(codes(pruning(40, 12, { allowDeletes: 12 }))).toEqual([]);
    expect(codes(pruning(40, 13, { allowDeletes: 12 }))).toEqual(['too-many-deletes']);
  });

  it('counts what this repository owns, not what else lives on the cluster', () => {
    const foreign = Array.from({ length: 400 }, (_, index) => live(`foreign-${index}`));
    expect(codes(pruning(4, 2, {}, { live: foreign }))).toEqual(['too-many-deletes']);
  });

  it('keeps the plan in sight: the steps are there beside the refusal', () => {
    expect(pruning(40, 12).steps).toHaveLength(12);
  });

  it('is also for what files declare absent', () => {
    const owned = Array.from({ length: 12 }, (_, index) => `orders-${index}`);
    const plan = planFor({
      desired: owned.map((name) => absent(name)),
      live: owned.map((name) => live(name)),
      policy: { ownership: { names } },
    });
    expect(codes(plan)).toEqual(['too-many-deletes']);
    expect(plan.refusals[0]?.message).toMatch(/^"state: absent" would delete 12 of 12 owned connectors/);
    expect(plan.steps).toHaveLength(12);
  });
});

describe('deleting all that is owned', () => {
  it('is refused even for a single connector beside foreign ones', () => {
    const plan = planFor({
      desired: [present('orders-new')],
      live: [live('orders-old'), live('foreign')],
      policy: { prune: true, ownership: { names } },
    });
    expect(codes(plan)).toEqual(['deletes-everything']);
    expect(plan.refusals[0]?.names).toEqual(['orders-old']);
  });

  it('is not allowed by maxDeletes', () => {
    expect(codes(pruning(3, 3, { ownership: { maxDeletes: 10 } }))).toEqual(['deletes-everything']);
  });

  it('is allowed by the number, and by no smaller one', () => {
    expect(codes(pruning(3, 3, { allowDeletes: 3 }))).toEqual([]);
    expect(codes(pruning(3, 3, { allowDeletes: 2 }))).toEqual(['too-many-deletes', 'deletes-everything']);
  });

  it('is also what leaves only protected connectors that no file names', () => {
    const plan = planFor({
      desired: [present('orders-new')],
      live: [live('orders-core'), live('orders-old')],
      policy: { prune: true, ownership: { names, protect: ['orders-core'] } },
    });
    expect(codes(plan)).toEqual(['deletes-everything']);
  });

  it('is not what leaves one that a file declares, here or on another cluster', () => {
    const parts: PlanParts = {
      live: [live('orders-kept'), live('orders-old')],
      policy: { prune: true, ownership: { names } },
    };
    const kept = planFor({ ...parts, desired: [present('orders-kept')] });
    const elsewhere = [{ name: 'orders-kept', clusters: ['dev'] }];
    const limited = planFor({ ...parts, desired: [present('orders-new')], elsewhere });
    expect([codes(kept), codes(limited)]).toEqual([[], []]);
  });
});

describe('an empty set of files', () => {
  it('is refused, with and without pruning', () => {
    expect(codes(planFor({ live: [live('a')] }))).toEqual(['nothing-desired']);
    const pruned = planFor({ live: [live('orders-a')], policy: { prune: true, ownership: { names } } });
    expect(codes(pruned)).toEqual(['nothing-desired', 'deletes-everything']);
  });

  it('is allowed by --allow-empty, which lifts nothing else', () => {
    expect(codes(planFor({ live: [live('a')], policy: { allowEmpty: true } }))).toEqual([]);
    const pruned = planFor({
      live: [live('orders-a')],
      policy: { prune: true, allowEmpty: true, ownership: { names } },
    });
    expect(codes(pruned)).toEqual(['deletes-everything']);
  });

  it('is no mistake on a cluster that all files leave out, unless it is pruned', () => {
    const elsewhere = [{ name: 'orders-a', clusters: ['dev'] }];
    expect(codes(planFor({ elsewhere }))).toEqual([]);
    const pruned = planFor({ elsewhere, policy: { prune: true, ownership: { names } } });
    expect(codes(pruned)).toEqual(['nothing-desired']);
  });

  it('is no mistake where the files are there and in error, which is told elsewhere', () => {
    expect(codes(planFor({ live: [live('a')], brokenFiles: 1 }))).toEqual([]);
  });

  it('is not a set of files that all declare their connectors absent', () => {
    expect(codes(planFor({ desired: [absent('a')] }))).toEqual([]);
  });
});

describe('a file in error', () => {
  it('stops every deletion: nothing is pruned, and absence is refused', () => {
    const plan = planFor({
      desired: [present('orders-a'), present('orders-new'), absent('orders-gone')],
      live: [live('orders-a'), live('orders-b'), live('orders-gone')],
      brokenFiles: 1,
      policy: { prune: true, ownership: { names } },
    });
    expect(plan.refusals).toMatchObject([
      { code: 'files-in-error', names: ['orders-b', 'orders-gone'], message: /^1 file is in error/ },
    ]);
    expect(plan.leftAlone).toEqual([
      {
        name: 'orders-b',
        reason: 'unpruned',
        detail: 'a file has errors, and may be the one that declares it',
      },
    ]);
  });

  it('refuses nothing where nothing would be deleted', () => {
    const plan = planFor({ desired: [present('a')], live: [live('b')], brokenFiles: 2 });
    expect(plan.refusals).toEqual([]);
  });
});

describe('a protected connector', () => {
  const ownership = { names, protect: ['orders-core*'] };

  it('is not deleted by the file that declares it absent: refused, and the rest is shown', () => {
    const plan = planFor({
      desired: [absent('orders-core-1'), present('orders-a'), absent('orders-b')],
      live: [live('orders-core-1'), live('orders-b')],
      policy: { ownership },
    });
    expect(plan.refusals).toMatchObject([{ code: 'protected', names: ['orders-core-1'] }]);
    expect(plan.leftAlone.map(({ name, reason }) => [name, reason])).toEqual([
      ['orders-core-1', 'protected'],
    ]);
    expect(plan.steps.map((step) => step.change.name)).toEqual(['orders-a', 'orders-b']);
  });

  it('is skipped by pruning without a refusal', () => {
    const plan = planFor({
      desired: [present('orders-a')],
      live: [live('orders-a'), live('orders-core-1')],
      policy: { prune: true, ownership },
    });
    expect(plan.refusals).toEqual([]);
    expect(plan.leftAlone).toMatchObject([{ name: 'orders-core-1', reason: 'protected' }]);
  });

  it('may be absent where it is not live, and may be changed', () => {
    const plan = planFor({
      desired: [absent('orders-core-1'), present('orders-core-2', { config: { a: '1' } })],
      live: [live('orders-core-2', { config: { a: '2' } })],
      policy: { ownership },
    });
    expect(plan.refusals).toEqual([]);
    expect(plan.steps.map((step) => step.change.kind)).toEqual(['update']);
  });

  it('is no offence where its deletion is not selected', () => {
    const plan = planFor({
      desired: [absent('orders-core-1'), present('orders-a')],
      live: [live('orders-core-1')],
      policy: { ownership, only: ['orders-a'] },
    });
    expect(plan.refusals).toEqual([]);
    expect(plan.leftAlone).toMatchObject([{ reason: 'not-selected' }]);
  });
});

/** A plan that prunes `gone` of `owned` connectors; the others have their files. */
function pruning(owned: number, gone: number, policy: PolicyParts = {}, parts: PlanParts = {}): Plan {
  const all = Array.from({ length: owned }, (_, index) => `orders-${index}`);
  return planFor({
    desired: all.length > gone ? all.slice(gone).map((name) => present(name)) : [present('orders-new')],
    live: [...all.map((name) => live(name)), ...(parts.live ?? [])],
    // A plan that creates nothing else, so that steps are deletions.
    policy: { prune: true, ...policy, ownership: { names, ...policy.ownership } },
  });
}

function codes(plan: Plan): Refusal['code'][] {
  return plan.refusals.map((refusal) => refusal.code);
}
