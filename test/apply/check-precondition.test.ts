import { describe, expect, it } from 'vitest';
import { checkPrecondition } from '../../src/apply/check-precondition.ts';
import type { Action } from '../../src/model/action.ts';
import type { DesiredState } from '../../src/model/desired-connector.ts';
import { certainState, type LiveConnector } from '../../src/model/live-connector.ts';
import type { Step } from '../../src/model/plan.ts';
import { absent, live, type PresentParts, present, someConfig } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

const other = { ...someConfig, topic: 'other' };
const third = { ...someConfig, topic: 'third' };

function stepFor(declared: PresentParts | 'absent', seen: LiveConnector | undefined, version?: string): Step {
  const desired = declared === 'absent' ? absent('orders') : present('orders', declared);
  const plan = planFor({ desired: [desired], live: seen ? [seen] : [], ...(version && { version }) });
  const [step] = plan.steps;
  if (!step) throw new Error('the plan is empty');
  return step;
}

/** What the check before the first call of a step leads to: `proceed`, `already`, or why it is stale. */
function check(
  step: Step,
  now: LiveConnector | undefined,
  action: Action | undefined = step.actions[0],
): string {
  if (!action) throw new Error('the step has no action');
  const found = checkPrecondition({ step, action, expected: step.expected }, now);
  return found.kind === 'stale' ? found.reason : found.kind;
}

describe('right before a creation', () => {
  const step = stepFor({ config: other }, undefined);

  it.each([
    ['nothing there', undefined, 'proceed'],
    ['the very same there', live('orders', { config: other }), 'already'],
    [
      'another there',
      live('orders', { config: third }),
      'it was created meanwhile and differs from its connector file',
    ],
    [
      'null among it',
      live('orders', { config: other, nullKeys: ['x'] }),
      'it was created meanwhile and differs from its connector file',
    ],
  ])('%s', (_, now, expected) => {
    expect(check(step, now)).toBe(expected);
  });

  it('the very same there, in another state than declared', () => {
    const running = stepFor({ config: other, state: 'running' }, undefined);
    expect(check(running, live('orders', { config: other, state: 'PAUSED' }))).toBe(
      'it was created meanwhile and differs from its connector file',
    );
    expect(check(running, live('orders', { config: other, state: null }))).toBe('already');
  });

  it.each([
    ['paused, as declared', 'PAUSED', 'already'],
    ['no status yet', null, 'already'],
    ['running', 'RUNNING', 'it was created meanwhile and differs from its connector file'],
  ])('in a state: the same there, %s', (_, state, expected) => {
    const paused = stepFor({ config: other, state: 'paused' }, undefined);
    expect(paused.actions[0]?.kind).toBe('create-with-state');
    expect(check(paused, live('orders', { config: other, state, tasks: [] }))).toBe(expected);
  });
});

describe('right before an update', () => {
  const step = stepFor({ config: other }, live('orders'));

  it.each([
    ['as the plan saw it', live('orders'), 'proceed'],
    ['paused meanwhile, where the file declares no state', live('orders', { state: 'PAUSED' }), 'proceed'],
    ['FAILED meanwhile', live('orders', { state: 'FAILED' }), 'proceed'],
    ['already in the desired state', live('orders', { config: other }), 'already'],
    ['changed meanwhile', live('orders', { config: third }), 'its configuration was changed meanwhile'],
    [
      'a null added meanwhile',
      live('orders', { nullKeys: ['x'] }),
      'its configuration was changed meanwhile',
    ],
    ['gone', undefined, 'it was deleted meanwhile'],
  ])('%s', (_, now, expected) => {
    expect(check(step, now)).toBe(expected);
  });

  it('with a state in the file: another state meanwhile is stale, the desired one is not', () => {
    const step = stepFor({ config: other, state: 'running' }, live('orders'));
    expect(check(step, live('orders', { state: 'PAUSED' }))).toBe(
      'it was running when the plan was made, and is paused now',
    );
    expect(check(step, live('orders', { state: 'UNASSIGNED' }))).toBe('proceed');
    const toPause = stepFor({ config: other, state: 'paused' }, live('orders'));
    expect(check(toPause, live('orders', { state: 'PAUSED', tasks: ['PAUSED'] }))).toBe('already');
  });

  it('with a state in the file that did not show in the plan: another one now is stale, unless a call sets it', () => {
    for (const state of [null, 'FAILED']) {
      const step = stepFor({ config: other, state: 'running' }, live('orders', { state }));
      expect(check(step, live('orders', { state: 'PAUSED' }))).toBe(
        'its state did not show when the plan was made, and is paused now',
      );
      expect(check(step, live('orders'))).toBe('proceed');
      const toPause = stepFor({ config: other, state: 'paused' }, live('orders', { state }));
      expect(check(toPause, live('orders'))).toBe('proceed');
    }
  });

  it('writes ignored keys as they are at that moment, whoever changed them since the plan', () => {
    const parts = { config: { ...other, 'tasks.max': '1' }, ignoreKeys: ['tasks.max'] };
    const step = stepFor(parts, live('orders', { config: { ...someConfig, 'tasks.max': '2' } }));
    const now = live('orders', { config: { ...someConfig, 'tasks.max': '8' } });
    const [action] = step.actions;
    if (!action) throw new Error('the step has no action');
    const found = checkPrecondition({ step, action, expected: step.expected }, now);
    const config = found.kind === 'proceed' && found.action.kind === 'put-config' && found.action.config;
    expect(config && Object.fromEntries(config)).toEqual({ ...other, 'tasks.max': '8' });
  });

  it('is stale where an ignored key would be lost, because the worker masks it', () => {
    const parts = { config: { ...other, password: 'secret' }, ignoreKeys: ['*password'] };
    const seen = { ...someConfig, password: 'theirs' };
    const step = stepFor(parts, live('orders', { config: seen }));
    expect(check(step, live('orders', { config: { ...seen, password: '****' } }))).toBe('proceed');
    expect(check(step, live('orders', { config: { ...seen, 'new.password': '••••' } }))).toBe(
      'the worker masks new.password now, which must be kept',
    );
  });

  it('compares by the other values where one is masked', () => {
    const step = stepFor(
      { config: { ...other, password: 'secret' } },
      live('orders', { config: { ...someConfig, password: '****' } }),
    );
    expect(check(step, live('orders', { config: { ...someConfig, password: '********' } }))).toBe('proceed');
    expect(check(step, live('orders', { config: { ...other, password: '****' } }))).toBe('already');
    expect(check(step, live('orders', { config: { ...third, password: '****' } }))).toBe(
      'its configuration was changed meanwhile',
    );
  });
});

describe('right before a state is set', () => {
  it.each<[string, DesiredState, LiveConnector | undefined, string]>([
    ['running still', 'paused', live('orders'), 'proceed'],
    ['paused meanwhile', 'paused', live('orders', { state: 'PAUSED', tasks: ['PAUSED'] }), 'already'],
    ['a task not paused yet', 'paused', live('orders', { state: 'PAUSED', tasks: ['RUNNING'] }), 'proceed'],
    [
      'stopped meanwhile',
      'paused',
      live('orders', { state: 'STOPPED', tasks: [] }),
      'it was running when the plan was made, and is stopped now',
    ],
    ['stopped meanwhile', 'stopped', live('orders', { state: 'STOPPED', tasks: ['RUNNING'] }), 'already'],
    [
      'changed meanwhile',
      'paused',
      live('orders', { config: other }),
      'its configuration was changed meanwhile',
    ],
    [
      'changed and paused meanwhile',
      'paused',
      live('orders', { config: other, state: 'PAUSED' }),
      'its configuration was changed meanwhile',
    ],
    ['gone', 'paused', undefined, 'it was deleted meanwhile'],
  ])('%s, desired %s', (_, state, now, expected) => {
    expect(check(stepFor({ state }, live('orders')), now)).toBe(expected);
  });
});

describe('right before a restart', () => {
  const broken = live('orders', { tasks: ['FAILED', 'RUNNING'] });
  const step = stepFor({}, broken);
  const oldStep = stepFor({}, broken, '2.8.2');

  it.each([
    ['still FAILED', broken, 'proceed'],
    [
      'the connector FAILED too',
      live('orders', { state: 'FAILED', tasks: ['FAILED', 'RUNNING'] }),
      'proceed',
    ],
    ['healed meanwhile', live('orders', { tasks: ['RUNNING', 'RUNNING'] }), 'already'],
    ['without a status, as from a worker that is booting', { ...broken, status: undefined }, 'proceed'],
    ['stopped meanwhile', live('orders', { state: 'STOPPED', tasks: [] }), 'already'],
    [
      'changed meanwhile',
      live('orders', { config: other, tasks: ['FAILED'] }),
      'its configuration was changed meanwhile',
    ],
    ['gone', undefined, 'it was deleted meanwhile'],
  ])('%s', (_, now, expected) => {
    expect(step.actions[0]?.kind).toBe('restart');
    expect(check(step, now)).toBe(expected);
    expect(oldStep.actions[0]?.kind).toBe('restart-task');
    expect(check(oldStep, now)).toBe(expected);
  });

  it('of a task that no longer exists does nothing', () => {
    expect(check(oldStep, { ...broken, taskIds: [1] })).toBe('already');
  });

  it('after a write restarts what runs on the old configuration, FAILED or not', () => {
    const update = stepFor({ config: { ...someConfig, 'key.converter': 'other' } }, live('orders'), '3.4.1');
    const [, restart] = update.actions;
    expect(restart).toMatchObject({ kind: 'restart', includeTasks: true, onlyFailed: false });
    const written = live('orders', { config: { ...someConfig, 'key.converter': 'other' } });
    const expected = { config: written.config, nullKeys: [], state: undefined };
    expect(restart && checkPrecondition({ step: update, action: restart, expected }, written).kind).toBe(
      'proceed',
    );
  });
});

describe('right before a deletion', () => {
  const step = stepFor('absent', live('orders'));

  it.each([
    ['as the plan saw it', live('orders'), 'proceed'],
    ['paused meanwhile', live('orders', { state: 'PAUSED' }), 'proceed'],
    ['changed meanwhile', live('orders', { config: other }), 'its configuration was changed meanwhile'],
    ['gone', undefined, 'already'],
  ])('%s', (_, now, expected) => {
    expect(check(step, now)).toBe(expected);
  });
});

describe('the state that a status proves', () => {
  it.each([
    ['RUNNING', 'running'],
    ['PAUSED', 'paused'],
    ['STOPPED', 'stopped'],
    ['FAILED', undefined],
    ['UNASSIGNED', undefined],
    ['RESTARTING', undefined],
    [null, undefined],
  ])('%s: %s', (state, expected) => {
    expect(certainState(live('orders', { state }).status)).toBe(expected);
  });
});
