import { describe, expect, it } from 'vitest';
import { checkPrecondition } from '../../src/apply/check-precondition.ts';
import { certainState, type Job, jobOf } from '../../src/apply/job.ts';
import type { Action } from '../../src/model/action.ts';
import type { DesiredState } from '../../src/model/desired-connector.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import { absent, live, type PresentParts, present, someConfig } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

const other = { ...someConfig, topic: 'other' };
const third = { ...someConfig, topic: 'third' };

function jobFor(wish: PresentParts | 'absent', seen: LiveConnector | undefined, version?: string): Job {
  const desired = wish === 'absent' ? absent('orders') : present('orders', wish);
  const plan = planFor({ desired: [desired], live: seen ? [seen] : [], ...(version && { version }) });
  const [step] = plan.steps;
  if (!step) throw new Error('the plan is empty');
  return jobOf(step);
}

/** What the look before the first call of a job leads to: `proceed`, `already`, or why it is stale. */
function judge(
  job: Job,
  now: LiveConnector | undefined,
  action: Action | undefined = job.actions[0],
): string {
  if (!action) throw new Error('the job has no action');
  const found = checkPrecondition({ job, action, expected: job.expected }, now);
  return found.kind === 'stale' ? found.reason : found.kind;
}

describe('right before a creation', () => {
  const job = jobFor({ config: other }, undefined);

  it.each([
    ['nothing there', undefined, 'proceed'],
    ['the very same there', live('orders', { config: other }), 'already'],
    [
      'another there',
      live('orders', { config: third }),
      'it was created meanwhile, and is not as the file wishes',
    ],
    [
      'null among it',
      live('orders', { config: other, nullKeys: ['x'] }),
      'it was created meanwhile, and is not as the file wishes',
    ],
  ])('%s', (_, now, expected) => {
    expect(judge(job, now)).toBe(expected);
  });

  it('the very same there, in another state than wished', () => {
    const running = jobFor({ config: other, state: 'running' }, undefined);
    expect(judge(running, live('orders', { config: other, state: 'PAUSED' }))).toBe(
      'it was created meanwhile, and is not as the file wishes',
    );
    expect(judge(running, live('orders', { config: other, state: null }))).toBe('already');
  });

  it.each([
    ['paused, as wished', 'PAUSED', 'already'],
    ['no status yet', null, 'already'],
    ['running', 'RUNNING', 'it was created meanwhile, and is not as the file wishes'],
  ])('in a state: the same there, %s', (_, state, expected) => {
    const paused = jobFor({ config: other, state: 'paused' }, undefined);
    expect(paused.actions[0]?.kind).toBe('create-with-state');
    expect(judge(paused, live('orders', { config: other, state, tasks: [] }))).toBe(expected);
  });
});

describe('right before an update', () => {
  const job = jobFor({ config: other }, live('orders'));

  it.each([
    ['as the plan saw it', live('orders'), 'proceed'],
    ['paused by somebody, which the file leaves open', live('orders', { state: 'PAUSED' }), 'proceed'],
    ['FAILED meanwhile', live('orders', { state: 'FAILED' }), 'proceed'],
    ['as wished already', live('orders', { config: other }), 'already'],
    ['changed by somebody', live('orders', { config: third }), 'its configuration was changed meanwhile'],
    [
      'a null added by somebody',
      live('orders', { nullKeys: ['x'] }),
      'its configuration was changed meanwhile',
    ],
    ['gone', undefined, 'it was deleted meanwhile'],
  ])('%s', (_, now, expected) => {
    expect(judge(job, now)).toBe(expected);
  });

  it('with a state in the file: moved by somebody to another is stale, to the wished one is not', () => {
    const job = jobFor({ config: other, state: 'running' }, live('orders'));
    expect(judge(job, live('orders', { state: 'PAUSED' }))).toBe(
      'it was running when the plan was made, and is paused now',
    );
    expect(judge(job, live('orders', { state: 'UNASSIGNED' }))).toBe('proceed');
    const toPause = jobFor({ config: other, state: 'paused' }, live('orders'));
    expect(judge(toPause, live('orders', { state: 'PAUSED', tasks: ['PAUSED'] }))).toBe('already');
  });

  it('with a state in the file that did not show in the plan: another one now is stale, unless a call sets it', () => {
    for (const state of [null, 'FAILED']) {
      const job = jobFor({ config: other, state: 'running' }, live('orders', { state }));
      expect(judge(job, live('orders', { state: 'PAUSED' }))).toBe(
        'its state did not show when the plan was made, and is paused now',
      );
      expect(judge(job, live('orders'))).toBe('proceed');
      const toPause = jobFor({ config: other, state: 'paused' }, live('orders', { state }));
      expect(judge(toPause, live('orders'))).toBe('proceed');
    }
  });

  it('writes ignored keys as they are at that moment, whoever changed them since the plan', () => {
    const wish = { config: { ...other, 'tasks.max': '1' }, ignoreKeys: ['tasks.max'] };
    const job = jobFor(wish, live('orders', { config: { ...someConfig, 'tasks.max': '2' } }));
    const now = live('orders', { config: { ...someConfig, 'tasks.max': '8' } });
    const [action] = job.actions;
    if (!action) throw new Error('the job has no action');
    const found = checkPrecondition({ job, action, expected: job.expected }, now);
    const config = found.kind === 'proceed' && found.action.kind === 'put-config' && found.action.config;
    expect(config && Object.fromEntries(config)).toEqual({ ...other, 'tasks.max': '8' });
  });

  it('cannot tell by a masked value, and goes by the others', () => {
    const job = jobFor(
      { config: { ...other, password: 'secret' } },
      live('orders', { config: { ...someConfig, password: '****' } }),
    );
    expect(judge(job, live('orders', { config: { ...someConfig, password: '********' } }))).toBe('proceed');
    expect(judge(job, live('orders', { config: { ...other, password: '****' } }))).toBe('already');
    expect(judge(job, live('orders', { config: { ...third, password: '****' } }))).toBe(
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
  ])('%s, wished %s', (_, state, now, expected) => {
    expect(judge(jobFor({ state }, live('orders')), now)).toBe(expected);
  });
});

describe('right before a restart', () => {
  const broken = live('orders', { tasks: ['FAILED', 'RUNNING'] });
  const job = jobFor({}, broken);
  const oldJob = jobFor({}, broken, '2.8.2');

  it.each([
    ['still FAILED', broken, 'proceed'],
    [
      'the connector FAILED too',
      live('orders', { state: 'FAILED', tasks: ['FAILED', 'RUNNING'] }),
      'proceed',
    ],
    ['healed meanwhile', live('orders', { tasks: ['RUNNING', 'RUNNING'] }), 'already'],
    ['stopped meanwhile', live('orders', { state: 'STOPPED', tasks: [] }), 'already'],
    [
      'changed meanwhile',
      live('orders', { config: other, tasks: ['FAILED'] }),
      'its configuration was changed meanwhile',
    ],
    ['gone', undefined, 'it was deleted meanwhile'],
  ])('%s', (_, now, expected) => {
    expect(job.actions[0]?.kind).toBe('restart');
    expect(judge(job, now)).toBe(expected);
    expect(oldJob.actions[0]?.kind).toBe('restart-task');
    expect(judge(oldJob, now)).toBe(expected);
  });

  it('of a task that no longer exists does nothing', () => {
    expect(judge(oldJob, { ...broken, taskIds: [1] })).toBe('already');
  });

  it('after a write restarts what runs on the old configuration, FAILED or not', () => {
    const update = jobFor({ config: { ...someConfig, 'key.converter': 'other' } }, live('orders'), '3.4.1');
    const [, restart] = update.actions;
    expect(restart).toMatchObject({ kind: 'restart', includeTasks: true, onlyFailed: false });
    const written = live('orders', { config: { ...someConfig, 'key.converter': 'other' } });
    const expected = { config: written.config, nullKeys: [], state: undefined };
    expect(restart && checkPrecondition({ job: update, action: restart, expected }, written).kind).toBe(
      'proceed',
    );
  });
});

describe('right before a deletion', () => {
  const job = jobFor('absent', live('orders'));

  it.each([
    ['as the plan saw it', live('orders'), 'proceed'],
    ['paused by somebody', live('orders', { state: 'PAUSED' }), 'proceed'],
    ['changed by somebody', live('orders', { config: other }), 'its configuration was changed meanwhile'],
    ['gone', undefined, 'already'],
  ])('%s', (_, now, expected) => {
    expect(judge(job, now)).toBe(expected);
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
