import { describe, expect, it } from 'vitest';
import { compareConnectors } from '../../../src/diff/compare-connectors.ts';
import type { DesiredConnector } from '../../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../../src/model/live-connector.ts';
import { declaredContenders, plannedContenders } from '../../../src/plan/collisions/contenders.ts';
import { absent, live, present, reading } from '../../support/connectors.ts';
import { type PolicyParts, planFor } from '../../support/plans.ts';

function planned(
  desired: readonly DesiredConnector[],
  connectors: readonly LiveConnector[],
  policy: PolicyParts = {},
): readonly string[] {
  const read = reading(connectors);
  const plan = planFor({ desired, live: connectors, policy });
  const changes = compareConnectors(desired, read.connectors);
  return plannedContenders(plan, { desired, changes, reading: read }).map(({ name }) => name);
}

describe('the connectors that may collide', () => {
  it('are those that files declare, unless they are absent or stopped', () => {
    const desired = [
      present('running'),
      present('paused', { state: 'paused' }),
      present('stopped', { state: 'stopped' }),
      absent('gone'),
    ];
    expect(declaredContenders(desired).map(({ name }) => name)).toEqual(['running', 'paused']);
  });

  it('include live ones that no file declares, unless they are stopped', () => {
    expect(planned([present('a')], [live('b'), live('c', { state: 'STOPPED' })])).toEqual(['a', 'b']);
  });

  it('leave out what the plan deletes: declared absent or pruned', () => {
    const ownership = { names: ['*'], maxDeletes: 10 };
    expect(planned([present('new'), absent('old')], [live('old')])).toEqual(['new']);
    const connectors = [live('old'), live('new')];
    expect(planned([present('new')], connectors, { prune: true, ownership, allowDeletes: 5 })).toEqual([
      'new',
    ]);
    expect(planned([present('new')], connectors, { ownership })).toEqual(['new', 'old']);
  });

  it('leave out a declared one that is stopped and has no declared state', () => {
    expect(planned([present('a')], [live('a', { state: 'STOPPED' })])).toEqual([]);
    expect(planned([present('a', { state: 'running' })], [live('a', { state: 'STOPPED' })])).toEqual(['a']);
  });

  it('have the live value of keys that are managed elsewhere', () => {
    const desired = [present('a', { config: { 'connector.class': 'X', file: 'one' }, ignoreKeys: ['file'] })];
    const connectors = [live('a', { config: { 'connector.class': 'X', file: 'two' } })];
    const read = reading(connectors);
    const changes = compareConnectors(desired, read.connectors);
    const plan = planFor({ desired, live: connectors });
    const [one] = plannedContenders(plan, { desired, changes, reading: read });
    expect(one?.config.get('file')).toBe('two');
  });
});
