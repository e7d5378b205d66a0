import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DesiredConnector } from '../../src/model/desired-connector.ts';
import { matchesAnyGlob } from '../../src/model/name-glob.ts';
import type { Plan, PlannedStep } from '../../src/model/plan.ts';
import { checkMasks } from '../../src/plan/check-masks.ts';
import { planVerdict } from '../../src/plan/plan-verdict.ts';
import { absent, present } from '../support/connectors.ts';
import { heardOf, ModelWorker } from '../support/model-worker.ts';
import { type PlanParts, type PolicyParts, planFor } from '../support/plans.ts';

const declarable = ['own-a', 'own-b', 'own-c', 'own-core', 'other-d'];
const reportable = [...declarable, 'own-e', 'own-f', 'other-g', 'own/odd'];
const keys = ['a', 'transforms', 'password'];
const values = fc.constantFrom('1', '2', '');

const configs = fc.dictionary(fc.constantFrom(...keys), values, { maxKeys: 3 });
const states = fc.constantFrom(undefined, 'running' as const, 'paused' as const, 'stopped' as const);

/** What a file says of one connector, or that there is no such file. It depends on connectors named before it only. */
function declarations(name: string, index: number): fc.Arbitrary<DesiredConnector | undefined> {
  const dependsOn = fc.subarray(declarable.slice(0, index));
  const ignoreKeys = fc.subarray(keys, { maxLength: 1 });
  const changeWhile = fc.constantFrom(undefined, undefined, 'paused' as const, 'stopped' as const);
  const written = fc
    .record({ config: configs, state: states, changeWhile, ignoreKeys, dependsOn })
    .map((parts) => (parts.state ? parts : { ...parts, changeWhile: undefined }));
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: dependsOn.map((names) => absent(name, { dependsOn: names })) },
    { weight: 6, arbitrary: written.map((parts) => present(name, parts)) },
    // A file in which somebody pasted what a worker showed.
    {
      weight: 1,
      arbitrary: written.map((parts) => present(name, { ...parts, config: { password: '****' } })),
    },
  );
}

const reported = fc.option(
  fc.record({
    config: configs,
    nullKeys: fc.subarray(keys, { maxLength: 1 }),
    state: fc.constantFrom('RUNNING', 'RUNNING', 'PAUSED', 'STOPPED', 'FAILED'),
    tasks: fc.array(fc.constantFrom('RUNNING', 'FAILED'), { maxLength: 2 }),
  }),
  { nil: undefined },
);

const marker = {
  key: 'managed.by',
  repository: 'us',
  source: { file: 'connect-sync.yaml', line: 4, column: 11 },
};
const marks = fc.constantFrom('us', 'us', 'us', 'them', undefined);

const policies: fc.Arbitrary<PolicyParts> = fc.record({
  ownership: fc.record({
    names: fc.constantFrom(undefined, ['own*'], ['own-*', 'other-d'], ['*']),
    protect: fc.constantFrom([], ['*-core'], ['own-e']),
    maxDeletes: fc.constantFrom(undefined, 1, 10),
    marker: fc.constantFrom(undefined, marker),
  }),
  prune: fc.boolean(),
  allowDeletes: fc.constantFrom(undefined, undefined, 0, 1, 9),
  allowEmpty: fc.boolean(),
  adopt: fc.constantFrom([], ['own-*'], ['*']),
  marks: fc.constantFrom('respected' as const, 'respected' as const, 'ignored' as const),
  only: fc.constantFrom([], [], [], ['own-a', 'other*']),
  selected: fc.constantFrom(undefined, undefined, undefined, new Set(['own-a', 'own-b'])),
  restart: fc.constantFrom('failed' as const, 'failed' as const, 'none' as const),
  maxRestarts: fc.constant(100),
});

interface Situation {
  readonly parts: PlanParts;
  readonly policy: PolicyParts;
  /** A fresh worker in the state that the plan was made for. */
  readonly startWorker: () => ModelWorker;
  /** The same input, told in another order. */
  readonly shuffled: PlanParts;
}

const situations: fc.Arbitrary<Situation> = fc
  .record({
    wanted: fc.tuple(...declarable.map(declarations)),
    live: fc.tuple(...reportable.map(() => fc.tuple(reported, marks))),
    version: fc.constantFrom('2.8.2', '3.4.1', '3.5.0', '3.7.0', '3.9.1', '4.3.0'),
    masksPasswords: fc.boolean(),
    elsewhere: fc.subarray(['own-b', 'own-e', 'gone-h'], { maxLength: 2 }),
    brokenFiles: fc.constantFrom(0, 0, 0, 1),
    policy: policies,
    clusterName: fc.constantFrom('prod', undefined),
  })
  .map(({ wanted, live, masksPasswords, policy, ...rest }) => {
    const startWorker = () => {
      const worker = new ModelWorker(rest.version, { masksPasswords });
      for (const [index, [connector, mark]] of live.entries()) {
        if (!connector) continue;
        const config = policy.ownership?.marker ? withMark(connector.config, mark) : connector.config;
        worker.add(reportable[index] ?? '', coherent({ ...connector, config }, rest.version));
      }
      return worker;
    };
    const parts: PlanParts = {
      ...rest,
      policy,
      elsewhere: rest.elsewhere.map((name) => ({ name, clusters: ['dev'] })),
      desired: wanted.flatMap((wanted) =>
        wanted ? [policy.ownership?.marker ? asLoaded(wanted) : wanted] : [],
      ),
      live: startWorker().read(),
    };
    const shuffled = {
      ...parts,
      desired: parts.desired?.toReversed() ?? [],
      live: parts.live?.toReversed() ?? [],
      elsewhere: parts.elsewhere?.toReversed() ?? [],
    };
    return { parts, policy, startWorker, shuffled };
  });

function withMark(
  config: Readonly<Record<string, string>>,
  mark: string | undefined,
): Record<string, string> {
  return mark === undefined ? { ...config } : { ...config, [marker.key]: mark };
}

/** The loader gives every connector the mark. */
function asLoaded(wanted: DesiredConnector): DesiredConnector {
  if (wanted.kind === 'absent') return wanted;
  return { ...wanted, config: new Map([...wanted.config, [marker.key, marker.repository]]) };
}

type Reported = Parameters<ModelWorker['add']>[1];

/** Stopped connectors have no tasks, healthy tasks of paused ones are paused, and old workers know no STOPPED. */
function coherent(connector: Reported, version: string): Reported {
  const isOld = version < '3.5';
  const state = isOld && connector.state === 'STOPPED' ? 'PAUSED' : connector.state;
  const running = state === 'PAUSED' ? 'PAUSED' : 'RUNNING';
  const tasks = connector.tasks.map((task) => (task === 'RUNNING' ? running : task));
  return { ...connector, state, tasks: state === 'STOPPED' ? [] : tasks };
}

const runs = { numRuns: 500 };

/** The limit without options: a quarter, at least 1 (3 where nothing is pruned), at most 10. */
function limitOf(counted: number, pruned: number): number {
  return Math.min(Math.max(pruned === 0 ? 3 : 1, Math.floor(counted / 4)), 10);
}

describe('any plan', () => {
  it('does not depend on the order of its input', () => {
    fc.assert(
      fc.property(situations, ({ parts, shuffled }) => {
        expect(planFor(shuffled)).toEqual(planFor(parts));
      }),
      runs,
    );
  });

  it('has each connector in exactly one place', () => {
    fc.assert(
      fc.property(situations, ({ parts }) => {
        const plan = planFor(parts);
        const unsupported = plan.findings.filter(({ code }) =>
          /^(state|change-while)-not-supported$/.test(code),
        );
        const places = [
          ...plan.steps.map((step) => step.change.name),
          ...plan.unchanged.map((change) => change.name),
          ...plan.leftAlone.map((left) => left.name),
          ...unsupported.map((finding) => finding.args['name']),
        ];
        const everywhere = parts.clusterName === undefined ? parts.elsewhere : [];
        const all = [...(parts.desired ?? []), ...(parts.live ?? []), ...(everywhere ?? [])];
        expect(places.sort()).toEqual([...new Set<string>(all.map(({ name }) => name))].sort());
      }),
      runs,
    );
  });

  it('deletes nothing that is not owned, asked for, unprotected and named by no other file', () => {
    fc.assert(
      fc.property(situations, ({ parts, policy }) => {
        const plan = planFor(parts);
        const { names, protect = [] } = policy.ownership ?? {};
        for (const { change } of plan.steps) {
          if (change.kind !== 'delete') continue;
          const wanted = parts.desired?.find((one) => one.name === change.name);
          expect(matchesAnyGlob(protect, change.name)).toBe(false);
          expect(matchesAnyGlob(names ?? ['*'], change.name)).toBe(true);
          if (change.because.kind === 'absent') {
            expect(wanted?.kind).toBe('absent');
          } else {
            const isDeclared = names !== undefined || policy.ownership?.marker !== undefined;
            expect([policy.prune, isDeclared, wanted, parts.brokenFiles]).toEqual([true, true, undefined, 0]);
            expect(markOf(parts, change.name)).toBe('us');
            expect(parts.elsewhere?.map((limited) => limited.name)).not.toContain(change.name);
          }
        }
      }),
      runs,
    );
  });

  it('changes nothing that another repository has marked, and what nobody has marked only with --adopt', () => {
    let takeOvers = 0;
    fc.assert(
      fc.property(situations, ({ parts, policy }) => {
        if (policy.markers === 'ignored') return;
        const plan = planFor(parts);
        const adopted = plan.steps.filter(
          ({ change }) => change.kind !== 'create' && isUnmarked(parts, change.name),
        );
        for (const { change } of plan.steps) expect(markOf(parts, change.name)).not.toBe('them');
        const unasked = adopted
          .map(({ change }) => change.name)
          .filter((name) => !matchesAnyGlob(policy.adopt ?? [], name));
        const refused = plan.refusals.find(({ code }) => code === 'needs-adoption');
        expect(refused?.names ?? []).toEqual(unasked.toSorted());
        takeOvers += adopted.length - unasked.length;
        const foreign = plan.leftAlone.filter(({ reason }) => reason === 'other-repository');
        for (const { name } of foreign) expect(markOf(parts, name)).toBe('them');
      }),
      runs,
    );
    expect(takeOvers).toBeGreaterThan(0);
  });

  it('that deletes too much, or with a file in error, is refused', () => {
    fc.assert(
      fc.property(situations, ({ parts, policy }) => {
        const plan = planFor(parts);
        const codes = plan.refusals.map((refusal) => refusal.code);
        const deletions = plan.steps.flatMap(({ change }) => (change.kind === 'delete' ? [change] : []));
        const pruned = deletions.filter((change) => change.because.kind === 'prune').length;
        const { names, maxDeletes, marker: declared } = policy.ownership ?? {};
        const isDeclared = names !== undefined || declared !== undefined;
        const live = (parts.live ?? []).map(({ name }) => name);
        const ownedNames = live.filter(
          (name) => isDeclared && matchesAnyGlob(names ?? ['*'], name) && markOf(parts, name) === 'us',
        );
        const owned = ownedNames.length;
        const inFiles = (parts.desired ?? []).map(({ name }) => name).filter((name) => live.includes(name));
        const counted = new Set([
          ...(isDeclared ? ownedNames : inFiles),
          ...deletions.map(({ name }) => name),
        ]).size;
        const formula = limitOf(counted, pruned);
        expect(codes.includes('too-many-deletes')).toBe(
          deletions.length > (policy.allowDeletes ?? maxDeletes ?? formula),
        );
        if (pruned > 0 && pruned === owned && (policy.allowDeletes ?? 0) < owned) {
          expect(codes).toContain('deletes-everything');
        }
        if (parts.brokenFiles && deletions.length > 0) expect(codes).toContain('files-in-error');
      }),
      runs,
    );
  });

  it('deletes last, and orders by dependency on the way', () => {
    fc.assert(
      fc.property(situations, ({ parts }) => {
        const { steps } = planFor(parts);
        const waves = steps.map((step) => step.wave);
        expect(waves).toEqual(waves.toSorted((one, other) => one - other));
        const kinds = steps.map((step) => (step.change.kind === 'delete' ? 1 : 0));
        expect(kinds).toEqual(kinds.toSorted());
        for (const { before, after } of dependencies(parts, steps)) {
          // What is deleted goes before what it depends on; everything else after it.
          const isRemoval = before.change.kind === 'delete' && after.change.kind === 'delete';
          const isMixed = before.change.kind === 'delete' || after.change.kind === 'delete';
          if (isRemoval) expect(after.wave).toBeLessThan(before.wave);
          else if (!isMixed) expect(after.wave).toBeGreaterThan(before.wave);
        }
      }),
      runs,
    );
  });

  it('that may be carried out leaves nothing to do, and no task that runs with old settings', () => {
    let applied = 0;
    fc.assert(
      fc.property(situations, ({ parts, startWorker }) => {
        const plan = planFor(parts);
        if (planVerdict(plan) !== 'changes' || checkMasks(plan.steps).length > 0) return;
        const worker = startWorker();
        applied += 1;
        apply(plan, worker);
        const second = planFor({ ...parts, live: worker.read() });
        expect(second.steps).toEqual([]);
        for (const { change } of plan.steps) {
          const connector = worker.connectors.get(change.name);
          for (const task of connector?.state === 'RUNNING' ? connector.tasks : []) {
            expect(task.heard).toBe(heardOf(connector?.config ?? new Map()));
          }
        }
      }),
      runs,
    );
    // The law says little if the situations are seldom ones in which something is done.
    expect(applied).toBeGreaterThan(runs.numRuns / 4);
  });
});

/** The mark of a live connector; ours where there is none to look for. */
function markOf({ live = [], policy }: PlanParts, name: string): string | undefined {
  if (!policy?.ownership?.marker) return 'us';
  return live.find((one) => one.name === name)?.config.get(marker.key);
}

function isUnmarked(parts: PlanParts, name: string): boolean {
  return markOf(parts, name) === undefined;
}

/** The pairs of steps of which one depends on the other. */
function dependencies({ desired = [] }: PlanParts, steps: readonly PlannedStep[]) {
  const byName = new Map<string, PlannedStep>(steps.map((step) => [step.change.name, step]));
  return desired.flatMap((wanted) =>
    wanted.dependsOn.flatMap(({ name }) => {
      const [before, after] = [byName.get(name), byName.get(wanted.name)];
      return before && after ? [{ before, after }] : [];
    }),
  );
}

function apply(plan: Plan, worker: ModelWorker): void {
  for (const step of plan.steps) {
    for (const action of step.actions) worker.apply(step.change.name, action);
  }
}
