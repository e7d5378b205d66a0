import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src/model/action.ts';
import { diagnose } from '../../../src/model/diagnostic.ts';
import { KnownSecrets } from '../../../src/model/known-secrets.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { actionLines } from '../../../src/model/redaction/action-lines.ts';
import { makeRedactor } from '../../../src/model/redaction/redactor.ts';
import { makeScrub } from '../../../src/model/redaction/scrub.ts';
import { viewPlan } from '../../../src/model/redaction/view-plan.ts';
import { absent, live, present } from '../../support/connectors.ts';
import { type PlanParts, planFor } from '../../support/plans.ts';

function view(parts: PlanParts, also: Partial<Plan> = {}) {
  const known = new KnownSecrets();
  known.learn('hunter2');
  const redactor = makeRedactor({
    live: parts.live ?? [],
    desired: parts.desired ?? [],
    passwordKeys: new Map(),
    known,
  });
  return viewPlan({ ...planFor(parts), ...also }, redactor, makeScrub(known));
}

function onlyChange(parts: PlanParts) {
  const { changes } = view(parts);
  expect(changes).toHaveLength(1);
  return changes[0];
}

describe('the view of a plan', () => {
  it('is a plain value: JSON and back gives the same', () => {
    const made = view({
      desired: [present('a', { config: { x: '1', password: 'p' }, state: 'paused' }), absent('b')],
      live: [live('a', { nullKeys: ['n'] }), live('b'), live('c')],
      clusterName: undefined,
    });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });

  it('says what is live and what will be, as show prints both', () => {
    const change = onlyChange({
      desired: [present('a', { config: { b: '2', a: '1', password: 'new' } })],
      live: [live('a', { config: { b: '1', password: 'old' }, state: 'PAUSED' })],
    });
    expect(change?.before).toEqual({ config: { b: '1', password: '(sensitive #1)' }, state: 'paused' });
    expect(change?.after).toEqual({
      config: { a: '1', b: '2', password: '(sensitive #2)' },
      state: 'paused',
    });
    expect(
      change?.fields.map(({ key, before, after, sensitive }) => [key, before, after, sensitive]),
    ).toEqual([
      ['a', null, '1', false],
      ['b', '1', '2', false],
      ['password', '(sensitive #1)', '(sensitive #2)', true],
    ]);
  });

  it('holds every key of a new connector, and the state it starts in', () => {
    const change = onlyChange({ desired: [present('a', { config: { b: '1', a: '' }, state: 'stopped' })] });
    expect(change?.before).toBeNull();
    expect(change?.after).toEqual({ config: { a: '', b: '1' }, state: 'stopped' });
    expect(change?.fields.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('keeps in mind that ignored keys are as they are live, masked all the same', () => {
    const config = { 'tasks.max': '1', 'odd.key': 'x' };
    const change = onlyChange({
      desired: [present('a', { config, ignoreKeys: ['other.password'] })],
      live: [live('a', { config: { 'tasks.max': '2', 'odd.key': 'x', 'other.password': 'hunter2' } })],
    });
    expect(change?.after?.config['other.password']).toBe('(sensitive #1)');
  });

  it('distinguishes a key that is null on the worker from one that is missing', () => {
    const change = onlyChange({
      desired: [present('a', { config: { a: '1' } })],
      live: [live('a', { config: { a: '1' }, nullKeys: ['b'] })],
    });
    expect(change?.fields).toEqual([
      { key: 'b', before: null, after: null, sensitive: false, wasNull: true },
    ]);
  });

  it('says why a connector is deleted or restarted', () => {
    expect(onlyChange({ desired: [absent('a')], live: [live('a')] })).toMatchObject({
      reason: 'state: absent',
      source: { file: 'connectors/a.yaml', line: 2 },
      after: null,
    });
    const restart = onlyChange({
      desired: [present('a')],
      live: [
        live('a', {
          tasks: ['RUNNING', 'FAILED'],
          taskTrace: 'x.Y: no\n\tat z\nCaused by: a.B: hunter2 refused\n',
        }),
      ],
    });
    expect(restart).toMatchObject({ reason: 'task 1 of 2 is FAILED', rootCause: 'a.B: (sensitive) refused' });
    expect(restart?.before).toEqual(restart?.after);
  });

  it('holds problems sorted by place, the words of the worker scrubbed', () => {
    const problem = (file: string) =>
      diagnose(
        'rejected-by-worker',
        { name: 'a', key: 'port', workerMessage: 'hunter2 is no port' },
        { source: { file, line: 1, column: 1 } },
      );
    const { diagnostics } = view({}, { findings: [problem('b.yaml'), problem('a.yaml')] });
    expect(diagnostics.map(({ source }) => source?.file)).toEqual(['a.yaml', 'b.yaml']);
    expect(diagnostics[0]?.message).toContain('(sensitive) is no port');
  });
});

describe('the calls of a change', () => {
  it.each<readonly [Action, string]>([
    [{ kind: 'put-config', config: new Map() }, 'PUT config'],
    [{ kind: 'create-with-state', config: new Map(), state: 'paused' }, 'POST with initial state paused'],
    [{ kind: 'set-state', state: 'running' }, 'PUT resume'],
    [{ kind: 'set-state', state: 'stopped' }, 'PUT stop'],
    [{ kind: 'restart', includeTasks: false, onlyFailed: false }, 'restart connector'],
    [{ kind: 'restart', includeTasks: true, onlyFailed: false }, 'restart connector and all tasks'],
    [{ kind: 'restart', includeTasks: true, onlyFailed: true }, 'restart failed connector and tasks'],
    [{ kind: 'restart-task', task: 0 }, 'restart task 0'],
    [{ kind: 'delete' }, 'DELETE'],
  ])('are said in words: %o', (action, words) => {
    expect(actionLines([action])).toEqual([words]);
  });
});
