import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { checkMasks } from '../../src/plan/check-masks.ts';
import { absent, live, present } from '../support/connectors.ts';
import { type PlanParts, type PolicyParts, planFor } from '../support/plans.ts';

describe('makePlan', () => {
  it('says which cluster it is for and how much it looked at', () => {
    const plan = planFor({ desired: [present('a'), absent('b')], live: [live('a')] });
    expect(plan).toMatchObject({
      cluster: { name: 'prod', url: 'http://localhost:8083', worker: { versionText: '3.9.1' } },
      connectorsDeclared: 2,
      connectorsLive: 1,
      validation: 'not-needed',
    });
    expect(plan.unchanged.map((change) => change.name)).toEqual(['a', 'b']);
    expect(plan.steps).toEqual([]);
  });

  it('has one step for each change, with the line that explains it', () => {
    const plan = planFor({
      desired: [
        present('created'),
        present('updated', { config: { a: '1', b: '2' } }),
        present('paused', { state: 'paused' }),
        present('broken'),
        absent('deleted'),
      ],
      live: [
        live('updated', { config: { a: '1', b: '3' } }),
        live('paused'),
        live('broken', { tasks: ['FAILED'] }),
        live('deleted'),
      ],
    });
    const lines = plan.steps.map((step) => `${step.change.name} ${step.change.kind} ${step.source?.line}`);
    expect(lines).toEqual([
      'broken restart 1',
      'created create 1',
      'paused set-state 2',
      'updated update 5',
      'deleted delete 2',
    ]);
  });

  it('points at the file of the connector where the changed key comes from elsewhere', () => {
    const wanted = present('a', { config: { a: '1' } });
    const source = { file: 'connect-sync.yaml', line: 7, column: 3 };
    const inherited = { ...wanted, origins: new Map([['a', { layer: 'default' as const, source }]]) };
    const plan = planFor({ desired: [inherited], live: [live('a', { config: { a: '2' } })] });
    expect(plan.steps[0]?.source).toEqual(wanted.source);
  });

  it('does not depend on the order of what it is given', () => {
    const desired = [present('b', { dependsOn: ['c'] }), present('c'), absent('a'), present('d')];
    const reported = [live('a'), live('d', { config: {} }), live('x'), live('b', { tasks: ['FAILED'] })];
    const plan = planFor({ desired, live: reported });
    expect(planFor({ desired: desired.toReversed(), live: reported.toReversed() })).toEqual(plan);
  });
});

describe('what is live and in no file', () => {
  const names = ['orders-*'];

  it('is left alone, each with the reason', () => {
    const plan = planFor({
      desired: [present('orders-a')],
      live: ['orders-a', 'orders-b', 'orders-core', 'orders/odd', 'foreign', 'orders-dev'].map((name) =>
        live(name),
      ),
      elsewhere: [{ name: 'orders-dev', clusters: ['dev', 'test'] }],
      policy: { ownership: { names, protect: ['*-core'] } },
    });
    expect(leftAlone(plan)).toEqual([
      'foreign: not-owned',
      'orders-b: unpruned',
      'orders-core: protected (ownership.protect contains "*-core")',
      'orders-dev: other-cluster (its file limits it to dev, test)',
      'orders/odd: unmanageable-name',
    ]);
    expect(plan.steps).toEqual([]);
    expect(plan.refusals).toEqual([]);
  });

  it('is not owned where ownership is not declared', () => {
    const plan = planFor({ desired: [present('a')], live: [live('a'), live('b')] });
    expect(leftAlone(plan)).toEqual(['b: in-no-file']);
  });

  it('is deleted by --prune where it is owned, and only there', () => {
    const plan = planFor({
      desired: [present('orders-a')],
      live: ['orders-a', 'orders-b', 'orders-core', 'orders/odd', 'foreign', 'orders-dev'].map((name) =>
        live(name),
      ),
      elsewhere: [{ name: 'orders-dev', clusters: ['dev'] }],
      policy: { prune: true, ownership: { names, protect: ['*-core'] } },
    });
    expect(deletions(plan)).toEqual(['orders-b']);
    expect(plan.steps[0]?.change).toMatchObject({ because: { kind: 'prune' } });
    expect(plan.steps[0]?.source).toBeUndefined();
    expect(plan.leftAlone.map((left) => left.reason)).toEqual([
      'not-owned',
      'protected',
      'other-cluster',
      'unmanageable-name',
    ]);
  });

  it.each<[string, PolicyParts]>([
    ['--only', { only: ['orders-a'] }],
    ['files', { selected: new Set(['orders-a']) }],
    ['no ownership.names', { ownership: {} }],
  ])('is not pruned together with %s, whoever asks', (_, parts) => {
    const plan = planFor({
      desired: [present('orders-a')],
      live: [live('orders-a'), live('orders-b')],
      policy: { prune: true, ownership: { names }, ...parts },
    });
    expect(deletions(plan)).toEqual([]);
  });
});

describe('connectors that files limit to other clusters', () => {
  const elsewhere = [
    { name: 'b', clusters: ['dev'] },
    { name: 'b', clusters: ['test'] },
  ];

  it('are listed on a cluster without a name, which they are left out for', () => {
    const plan = planFor({ desired: [present('a')], elsewhere, clusterName: undefined });
    expect(leftAlone(plan)).toEqual(['b: other-cluster (its file limits it to dev, test)']);
  });

  it('are not mentioned on a named cluster where they are not live', () => {
    expect(leftAlone(planFor({ desired: [present('a')], elsewhere }))).toEqual([]);
  });

  it('give way to a file of the same name for this cluster', () => {
    const plan = planFor({ desired: [present('b')], live: [live('b')], elsewhere });
    expect(leftAlone(plan)).toEqual([]);
    expect(plan.unchanged).toHaveLength(1);
  });
});

describe('narrowing', () => {
  const parts: PlanParts = {
    desired: [present('orders-a'), present('orders-b'), present('same'), absent('payments-c')],
    live: [live('same'), live('payments-c')],
  };

  it('by --only does the named changes and lists the others', () => {
    const plan = planFor({ ...parts, policy: { only: ['orders-a', 'x*'] } });
    expect(plan.steps.map((step) => step.change.name)).toEqual(['orders-a']);
    expect(leftAlone(plan)).toEqual([
      'orders-b: not-selected (it would be created)',
      'payments-c: not-selected (it would be deleted)',
    ]);
    expect(plan.unchanged).toHaveLength(1);
  });

  it('by files does what they describe', () => {
    const plan = planFor({ ...parts, policy: { selected: new Set(['orders-b', 'payments-c']) } });
    expect(plan.steps.map((step) => step.change.name)).toEqual(['orders-b', 'payments-c']);
  });

  it('by both does what both name', () => {
    const plan = planFor({
      ...parts,
      policy: { only: ['orders-*'], selected: new Set(['orders-b', 'same']) },
    });
    expect(plan.steps.map((step) => step.change.name)).toEqual(['orders-b']);
  });
});

describe('a file that names what is not owned', () => {
  it('is not followed, even if the loader let it through', () => {
    const plan = planFor({
      desired: [present('foreign'), absent('alien'), present('orders-a')],
      live: [live('alien')],
      policy: { ownership: { names: ['orders-*'] } },
    });
    expect(plan.steps.map((step) => step.change.name)).toEqual(['orders-a']);
    expect(plan.leftAlone.map((left) => left.reason)).toEqual(['not-owned', 'not-owned']);
  });
});

describe('masked values', () => {
  const config = { a: '1', password: 'hunter2' };

  it('make a connector one that cannot be compared, not an unchanged one', () => {
    const plan = planFor({
      desired: [present('a', { config })],
      live: [live('a', { config: { a: '1', password: '****' } })],
    });
    expect(plan.unchanged).toEqual([]);
    expect(leftAlone(plan)).toEqual(['a: cannot-compare (the worker masks password; all else is equal)']);
  });

  it('are never written back: a plan that would keep one (ignoreKeys) is refused', () => {
    const plan = planFor({
      desired: [present('a', { config, ignoreKeys: ['password'] }), present('b', { config })],
      live: [live('a', { config: { a: '2', password: '****' } }), live('b', { config })],
    });
    const [refusal] = checkMasks(plan.steps);
    expect(refusal).toMatchObject({ code: 'masked-values', names: ['a'] });
    expect(refusal?.message).toContain('(password)');
  });

  it('that are ignored do not keep anything from being done that writes no configuration', () => {
    const plan = planFor({
      desired: [present('a', { config, ignoreKeys: ['password'], state: 'paused' })],
      live: [live('a', { config: { a: '1', password: '****' } })],
    });
    expect(checkMasks(plan.steps)).toEqual([]);
    expect(plan.steps).toMatchObject([{ kind: 'set-state' }]);
  });

  it('are written from the file together with what differs, and the plan says so', () => {
    const plan = planFor({
      desired: [present('a', { config })],
      live: [live('a', { config: { a: '2', password: '****' } })],
    });
    expect(plan.steps[0]?.actions).toEqual([{ kind: 'put-config', config: new Map(Object.entries(config)) }]);
    expect(plan.steps[0]?.effects.join('; ')).toContain('also writes password, which the worker masks');
  });
});

function leftAlone(plan: Plan): string[] {
  return plan.leftAlone.map(
    ({ name, reason, detail }) => `${name}: ${reason}${detail === undefined ? '' : ` (${detail})`}`,
  );
}

function deletions(plan: Plan): string[] {
  return plan.steps.filter((step) => step.change.kind === 'delete').map((step) => step.change.name);
}
