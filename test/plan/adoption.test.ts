import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { OwnershipMarker } from '../../src/model/project.ts';
import { absent, live, present, someConfig } from '../support/connectors.ts';
import { type PlanParts, type PolicyParts, planFor } from '../support/plans.ts';

const marker: OwnershipMarker = {
  key: 'managed.by',
  repository: 'us',
  source: { file: 'connect-sync.yaml', line: 4, column: 11 },
};
const markedConfig = { ...someConfig, 'managed.by': 'us' };
const wanted = present('a', { config: markedConfig });
const marked = (name: string, mark?: string) =>
  live(name, { config: mark === undefined ? someConfig : { ...someConfig, 'managed.by': mark } });

/** What becomes of a connector that a file names, by the mark it carries live. */
const table: readonly {
  readonly mark: string | undefined;
  readonly wanted: 'present' | 'absent';
  readonly policy?: PolicyParts;
  readonly comes: string;
}[] = [
  { mark: 'us', wanted: 'present', comes: 'unchanged' },
  { mark: 'us', wanted: 'absent', comes: 'delete' },
  { mark: undefined, wanted: 'present', comes: 'update, refused: needs-adoption' },
  { mark: undefined, wanted: 'absent', comes: 'delete, refused: needs-adoption' },
  { mark: '', wanted: 'present', comes: 'update, refused: needs-adoption' },
  { mark: undefined, wanted: 'present', policy: { adopt: ['a'] }, comes: 'update' },
  { mark: undefined, wanted: 'present', policy: { adopt: ['x', '?'] }, comes: 'update' },
  { mark: undefined, wanted: 'absent', policy: { adopt: ['a*'] }, comes: 'delete' },
  { mark: undefined, wanted: 'present', policy: { adopt: ['b'] }, comes: 'update, refused: needs-adoption' },
  { mark: undefined, wanted: 'present', policy: { only: ['b'] }, comes: 'not-selected' },
  { mark: undefined, wanted: 'present', policy: { markers: 'ignored' }, comes: 'update' },
  {
    mark: undefined,
    wanted: 'absent',
    policy: { ownership: { protect: ['a'] } },
    comes: 'protected, refused: protected',
  },
  { mark: 'them', wanted: 'present', comes: 'other-repository, refused: other-repository' },
  { mark: 'them', wanted: 'absent', comes: 'other-repository, refused: other-repository' },
  {
    mark: 'them',
    wanted: 'present',
    policy: { adopt: ['*'] },
    comes: 'other-repository, refused: other-repository',
  },
  {
    mark: 'US',
    wanted: 'present',
    policy: { adopt: ['a'] },
    comes: 'other-repository, refused: other-repository',
  },
  {
    mark: '********',
    wanted: 'absent',
    policy: { adopt: ['a'] },
    comes: 'other-repository, refused: other-repository',
  },
  { mark: 'them', wanted: 'present', policy: { only: ['b'] }, comes: 'other-repository' },
  { mark: 'them', wanted: 'present', policy: { selected: new Set() }, comes: 'other-repository' },
  { mark: 'them', wanted: 'present', policy: { markers: 'ignored' }, comes: 'update' },
  { mark: 'them', wanted: 'present', policy: { ownership: { marker: undefined } }, comes: 'update' },
];

describe('a live connector that a file names', () => {
  it.each(table)(
    'with the mark $mark, declared $wanted, under $policy: $comes',
    ({ mark, wanted: kind, policy, comes }) => {
      const plan = planFor({
        desired: [kind === 'present' ? wanted : absent('a')],
        live: [marked('a', mark)],
        policy: { ...policy, ownership: { marker, ...policy?.ownership } },
      });
      expect(outcome(plan)).toBe(comes);
    },
  );

  it('is ours to restart and to pause where it carries our mark', () => {
    const config = markedConfig;
    const plan = planFor({
      desired: [wanted, present('b', { config, state: 'paused' })],
      live: [live('a', { config, tasks: ['FAILED'] }), live('b', { config })],
      policy: { ownership: { marker } },
    });
    expect(plan.steps.map((step) => step.change.kind)).toEqual(['restart', 'set-state']);
    expect(plan.refusals).toEqual([]);
  });

  it('is not restarted without our mark, even if the loader let a file leave the mark to others', () => {
    const lax = { ...wanted, ignoreKeys: ['managed.by'] };
    const plan = planFor({
      desired: [lax],
      live: [live('a', { config: someConfig, tasks: ['FAILED'] })],
      policy: { ownership: { marker } },
    });
    expect(outcome(plan)).toBe('restart, refused: needs-adoption');
  });
});

describe('taking over', () => {
  const several: PlanParts = {
    desired: [wanted, present('b', { config: markedConfig }), absent('c')],
    live: [marked('c'), marked('b'), marked('a')],
    policy: { ownership: { marker } },
  };

  it('shows what differs, the mark included', () => {
    const [step] = planFor({ ...several, desired: [wanted] }).steps;
    expect(step?.change).toMatchObject({
      kind: 'update',
      fields: [{ key: 'managed.by', before: undefined, after: 'us' }],
    });
  });

  it('is refused with all names, and says how to agree', () => {
    expect(planFor(several).refusals).toEqual([
      {
        code: 'needs-adoption',
        message: '3 declared connectors are live without our ownership marker (managed.by: us)',
        hint: 'review the differences; --adopt NAME adopts one (repeatable, globs allowed)',
        names: ['a', 'b', 'c'],
      },
    ]);
  });

  it('of a single one names it in the hint', () => {
    const [refusal] = planFor({ ...several, policy: { ownership: { marker }, adopt: ['a', 'c'] } }).refusals;
    expect(refusal).toEqual({
      code: 'needs-adoption',
      message: '1 declared connector is live without our ownership marker (managed.by: us)',
      hint: 'review the differences; --adopt b adopts it',
      names: ['b'],
    });
  });

  it('of what another repository has marked is refused beside it, and tells whose it is', () => {
    const plan = planFor({ ...several, live: [marked('b', 'them'), marked('a')] });
    expect(plan.refusals.map(({ code, names }) => [code, names])).toEqual([
      ['needs-adoption', ['a']],
      ['other-repository', ['b']],
    ]);
    expect(plan.leftAlone).toEqual([
      { name: 'b', reason: 'other-repository', detail: 'it has the ownership marker of "them" (managed.by)' },
    ]);
  });
});

describe('pruning by mark', () => {
  const parts = (policy: PolicyParts): PlanParts => ({
    desired: [wanted],
    live: [
      marked('a', 'us'),
      marked('orders-mine', 'us'),
      marked('orders-theirs', 'them'),
      marked('orders-unmarked'),
      marked('payments-mine', 'us'),
    ],
    policy: { prune: true, allowDeletes: 9, ...policy },
  });

  it('deletes what carries our mark, whatever it is called', () => {
    const plan = planFor(parts({ ownership: { marker } }));
    expect(plan.steps.map((step) => step.change.name)).toEqual(['orders-mine', 'payments-mine']);
    expect(plan.refusals).toEqual([]);
    expect(plan.leftAlone).toEqual([
      {
        name: 'orders-theirs',
        reason: 'not-owned',
        detail: 'it has the ownership marker of "them" (managed.by)',
      },
      {
        name: 'orders-unmarked',
        reason: 'not-owned',
        detail: 'it has no ownership marker (ours: managed.by: us)',
      },
    ]);
  });

  it('deletes only within ownership.names where both are declared', () => {
    const plan = planFor(parts({ ownership: { marker, names: ['a', 'orders-*'] } }));
    expect(plan.steps.map((step) => step.change.name)).toEqual(['orders-mine']);
    expect(plan.leftAlone.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
      'orders-theirs not-owned',
      'orders-unmarked not-owned',
      'payments-mine not-owned',
    ]);
  });

  it('is not widened by --adopt: no file names what it would take over', () => {
    const plan = planFor(parts({ ownership: { marker }, adopt: ['*'] }));
    expect(plan.steps.map((step) => step.change.name)).toEqual(['orders-mine', 'payments-mine']);
  });

  it('counts what has our ownership marker as owned, and nothing else', () => {
    const others = Array.from({ length: 40 }, (_, index) => marked(`orders-${index}`, 'them'));
    const { desired = [], live: reported = [], policy = {} } = parts({ ownership: { marker } });
    const plan = planFor({
      desired,
      live: [...reported, ...others],
      policy: { ...policy, allowDeletes: undefined },
    });
    expect(plan.refusals).toMatchObject([
      { code: 'too-many-deletes', names: ['orders-mine', 'payments-mine'] },
    ]);
    expect(plan.refusals[0]?.message).toContain('2 of 3 owned connectors');
  });

  it('lists what --prune would delete where it is not asked for', () => {
    const plan = planFor(parts({ ownership: { marker }, prune: false }));
    expect(plan.steps).toEqual([]);
    expect(plan.leftAlone.filter(({ reason }) => reason === 'unpruned').map(({ name }) => name)).toEqual([
      'orders-mine',
      'payments-mine',
    ]);
  });
});

/** Where the one connector of a plan is, and what blocks the plan. */
function outcome({ steps, unchanged, leftAlone, refusals }: Plan): string {
  const place = [
    ...steps.map((step) => step.change.kind),
    ...unchanged.map(() => 'unchanged'),
    ...leftAlone.map(({ reason }) => reason),
  ];
  const codes = refusals.map(({ code }) => `refused: ${code}`);
  return [...place, ...codes].join(', ');
}
