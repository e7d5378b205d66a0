import { describe, expect, it } from 'vitest';
import { manualChange } from '../../src/diff/manual-changes.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import type { ManualAction } from '../../src/model/manual-action.ts';
import type { Ownership } from '../../src/model/project.ts';
import { actionLines } from '../../src/model/redaction/action-lines.ts';
import { makeManualPlan } from '../../src/plan/make-manual-plan.ts';
import { live, reading } from '../support/connectors.ts';

const nothingOwned: Ownership = { names: undefined, protect: [], maxDeletes: undefined, marker: undefined };

function planOf(
  action: ManualAction,
  connectors: readonly LiveConnector[],
  { version, ownership }: { readonly version?: string; readonly ownership?: Partial<Ownership> } = {},
) {
  return makeManualPlan({
    action,
    changes: connectors.flatMap((one) => manualChange(action, one) ?? []),
    unmanageable: connectors.filter((one) => !manualChange(action, one)).map(({ name }) => name),
    leftAlone: [],
    selectedBy: 'one-by-one',
    reading: reading(connectors, version),
    ownership: { ...nothingOwned, ...ownership },
    cluster: { name: undefined, url: 'http://localhost:8083' },
  });
}

function calls(action: ManualAction, connector: LiveConnector, version: string): string[] {
  return planOf(action, [connector], { version }).steps.flatMap((step) => actionLines(step.actions));
}

const sick = live('a', { tasks: ['RUNNING', 'FAILED'] });

describe('the calls of a restart that was requested', () => {
  it.each([
    ['connector', '2.8.2', ['restart connector']],
    ['connector', '3.9.1', ['restart connector']],
    ['connector-and-tasks', '2.8.2', ['restart connector', 'restart task 0', 'restart task 1']],
    ['connector-and-tasks', '3.0.0', ['restart connector and all tasks']],
    ['failed', '2.8.2', ['restart task 1']],
    ['failed', '3.0.0', ['restart failed connector and tasks']],
    [{ task: 0 }, '2.8.2', ['restart task 0']],
    [{ task: 0 }, '4.3.0', ['restart task 0']],
  ] as const)('%j on %s', (parts, version, expected) => {
    expect(calls({ kind: 'restart', parts }, sick, version)).toEqual(expected);
  });
});

describe('what was requested and is there already', () => {
  it.each<[string, ManualAction, LiveConnector]>([
    [
      'a stop of what is stopped',
      { kind: 'state', state: 'stopped' },
      live('a', { state: 'STOPPED', tasks: [] }),
    ],
    [
      'a pause of what is paused',
      { kind: 'state', state: 'paused' },
      live('a', { state: 'PAUSED', tasks: ['PAUSED'] }),
    ],
    ['a resume of what runs', { kind: 'state', state: 'running' }, live('a')],
    ['a restart of what is FAILED, where nothing is', { kind: 'restart', parts: 'failed' }, live('a')],
    [
      'a restart of what is stopped',
      { kind: 'restart', parts: 'connector' },
      live('a', { state: 'STOPPED', tasks: [] }),
    ],
  ])('%s: nothing is sent', (_, action, connector) => {
    const plan = planOf(action, [connector]);
    expect(plan.steps).toEqual([]);
    expect(plan.unchanged.map(({ name }) => name)).toEqual(['a']);
  });
});

describe('a requested state', () => {
  it.each<[string, LiveConnector]>([
    ['a task does not show it', live('a', { state: 'PAUSED', tasks: ['PAUSED', 'RUNNING'] })],
    ['it is hidden behind FAILED', live('a', { state: 'FAILED', trace: 'x' })],
    ['there is no status yet', live('a', { state: null })],
  ])('is sent where %s', (_, connector) => {
    expect(calls({ kind: 'state', state: 'paused' }, connector, '3.9.1')).toEqual(['PUT pause']);
  });

  it('never restarts what is FAILED, but says what does', () => {
    for (const state of ['paused', 'running'] as const) {
      const plan = planOf({ kind: 'state', state }, [live('a', { state: 'FAILED', trace: 'x' })]);
      expect(plan.steps[0]?.actions).toEqual([{ kind: 'set-state', state }]);
      expect(plan.steps[0]?.effects).toContain('the connector is FAILED, and stays so');
      expect(plan.findings.map(({ code }) => code)).toEqual(['remains-failed']);
    }
    const stop = planOf({ kind: 'state', state: 'stopped' }, [live('a', { state: 'FAILED', trace: 'x' })]);
    expect(stop.findings).toEqual([]);
  });
});

describe('a requested deletion', () => {
  const both = [live('a'), live('b')];

  it('is refused for what is protected, with every name', () => {
    const { refusals } = planOf({ kind: 'delete' }, both, { ownership: { protect: ['*'] } });
    expect(refusals).toMatchObject([{ code: 'protected', names: ['a', 'b'] }]);
  });

  it('of what is not owned is allowed, and says so', () => {
    const plan = planOf({ kind: 'delete' }, both, { ownership: { names: ['a'] } });
    expect(plan.refusals).toEqual([]);
    const foreign = plan.steps.filter(({ effects }) => effects.includes('not declared in any file'));
    expect(foreign.map(({ change }) => change.name)).toEqual(['b']);
  });

  it('leaves alone what cannot be written to safely', () => {
    const plan = planOf({ kind: 'delete' }, [live('a/b'), live('a')]);
    expect(plan.steps.map(({ change }) => change.name)).toEqual(['a']);
    expect(plan.leftAlone).toMatchObject([{ name: 'a/b', reason: 'unmanageable-name' }]);
  });
});
