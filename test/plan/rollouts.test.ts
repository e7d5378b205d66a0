import { describe, expect, it } from 'vitest';
import type { KeyOrigin } from '../../src/model/desired-connector.ts';
import type { RolloutSettings } from '../../src/model/rollout.ts';
import { planRollouts } from '../../src/plan/rollout/plan-rollouts.ts';
import { live, present, someConfig } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';
import { inheriting, sharedDefault } from '../support/shared-changes.ts';

const names = Array.from({ length: 12 }, (_, index) => `c${index + 10}`);

type Declared = ReturnType<typeof present>;

function rolloutsOf(
  declare: (name: string, index: number) => Declared,
  before: Readonly<Record<string, string>> = {},
  settings?: RolloutSettings,
) {
  const plan = planFor({
    desired: names.map(declare),
    live: names.map((name) => live(name, { config: { ...someConfig, ...before } })),
  });
  return planRollouts(plan.steps, plan.unchanged, settings).rollouts;
}

const profile: KeyOrigin = {
  layer: 'profile',
  label: 'avro',
  source: { file: 'connect-sync.yaml', line: 9, column: 7 },
};
const variable: KeyOrigin = {
  layer: 'connector',
  vars: ['region'],
  source: { file: 'connectors/a.yaml', line: 4, column: 3 },
};

describe('a rollout', () => {
  it.each([
    ['a default', sharedDefault, { layer: 'default' }],
    ['a profile', profile, { layer: 'profile', label: 'avro' }],
    ['a variable', variable, { layer: 'variable', label: 'region' }],
  ])('is of what changes because of %s', (_, origin, expected) => {
    const rollouts = rolloutsOf((name) => inheriting(name, { 'shared.key': 'b' }, { origin }));
    expect(rollouts).toMatchObject([{ origin: expected, keys: ['shared.key'], canary: 'first-batch' }]);
  });

  it('is not of what each connector changes in its own file', () => {
    expect(rolloutsOf((name) => present(name, { config: { ...someConfig, own: 'b' } }))).toEqual([]);
  });

  it('contains a connector that changes something of its own too', () => {
    const rollouts = rolloutsOf((name, index) =>
      inheriting(name, { 'shared.key': 'b' }, { config: index % 2 === 0 ? { own: 'x' } : {} }),
    );
    expect(rollouts).toHaveLength(1);
    expect(rollouts[0]?.batches.flat()).toHaveLength(12);
  });

  it('contains keys that a default no longer sets, alone or beside others', () => {
    const before = { 'old.key': 'a' };
    expect(rolloutsOf((name) => present(name), before)).toMatchObject([
      { origin: { layer: 'removal' }, keys: ['old.key'] },
    ]);
    expect(rolloutsOf((name) => inheriting(name, { 'shared.key': 'b' }), before)).toMatchObject([
      { origin: { layer: 'default' }, keys: ['old.key', 'shared.key'] },
    ]);
  });

  it('is left out for ten connectors, unless it is requested', () => {
    const ofTen = (name: string, index: number) =>
      index < 10 ? inheriting(name, { 'shared.key': 'b' }) : present(name);
    expect(rolloutsOf(ofTen)).toEqual([]);
    expect(rolloutsOf(ofTen, {}, { canary: 1 })).toHaveLength(1);
    expect(rolloutsOf(ofTen, {}, { batch: 'all' })).toEqual([]);
    expect(
      rolloutsOf(ofTen, {}, { batch: 'all', canary: 2 })[0]?.batches.map(({ length }) => length),
    ).toEqual([2, 8]);
  });

  it('is of a change that more than ten connectors share in several waves, with a canary in each', () => {
    const rollouts = rolloutsOf((name, index) =>
      inheriting(name, { 'shared.key': 'b' }, { dependsOn: index < 6 ? [] : ['c10'] }),
    );
    expect(rollouts.map(({ wave, batches }) => [wave, batches])).toEqual([
      [0, [['c10'], ['c11', 'c12'], ['c13', 'c14'], ['c15']]],
      [1, [['c16'], ['c17', 'c18'], ['c19', 'c20'], ['c21']]],
    ]);
  });

  it('is of a key that more than ten connectors share, though some of them share others too', () => {
    const origin = { ...sharedDefault, source: { ...profile.source, line: 6 } };
    const rollouts = rolloutsOf((name, index) => {
      if (index > 0) return inheriting(name, { 'shared.key': 'b' });
      const both = inheriting(name, { 'shared.key': 'b', 'other.key': 'c' });
      return { ...both, origins: new Map([...both.origins, ['other.key', origin]]) };
    });
    expect(rollouts.map(({ keys }) => keys)).toEqual([['other.key', 'shared.key'], ['shared.key']]);
    expect(rollouts[1]?.batches[0]).toEqual(['c11']);
  });

  it('has no canary that is FAILED, paused or stopped', () => {
    const states = ['FAILED', 'PAUSED', 'STOPPED'];
    const plan = planFor({
      desired: names.map((name) => inheriting(name, { 'shared.key': 'b' })),
      live: names.map((name, index) => {
        const connector = live(name);
        const state = states[index];
        return state === undefined || !connector.status
          ? connector
          : {
              ...connector,
              status: { ...connector.status, connector: { ...connector.status.connector, state } },
            };
      }),
    });
    const { rollouts } = planRollouts(plan.steps, plan.unchanged, { canary: 'c1?', batch: { count: 5 } });
    const [canary = []] = rollouts[0]?.batches ?? [];
    expect(canary).not.toContain('c10');
    expect(canary).toContain('c13');
    expect(rollouts[0]?.batches.flat().sort()).toEqual(names);
  });
});
