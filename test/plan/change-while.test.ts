import { describe, expect, it } from 'vitest';
import { type LiveParts, live, type PresentParts, present } from '../support/connectors.ts';
import { planFor } from '../support/plans.ts';

type States = [
  reported: string,
  changeWhile: PresentParts['changeWhile'],
  state: PresentParts['state'],
  calls: string[],
];

const cases: States[] = [
  ['RUNNING', 'stopped', 'running', ['stopped', 'put-config', 'running']],
  ['RUNNING', 'paused', 'running', ['paused', 'put-config', 'running']],
  ['RUNNING', 'stopped', 'paused', ['stopped', 'put-config', 'paused']],
  ['RUNNING', 'paused', 'paused', ['paused', 'put-config']],
  ['RUNNING', 'paused', 'stopped', ['stopped', 'put-config']],
  ['FAILED', 'stopped', 'running', ['stopped', 'put-config', 'running']],
  ['PAUSED', 'stopped', 'running', ['stopped', 'put-config', 'running']],
  ['PAUSED', 'paused', 'running', ['put-config', 'running']],
  ['PAUSED', 'stopped', 'paused', ['stopped', 'put-config', 'paused']],
  ['PAUSED', 'paused', 'paused', ['put-config']],
  // What a run that was cut off between the calls leaves behind: the next one goes on.
  ['STOPPED', 'stopped', 'running', ['put-config', 'running']],
  ['STOPPED', 'paused', 'running', ['put-config', 'running']],
  ['STOPPED', 'stopped', 'paused', ['put-config', 'paused']],
  ['STOPPED', 'stopped', 'stopped', ['put-config']],
];

describe('a connector that is changed only while it is suspended', () => {
  it.each(cases)(
    'that is %s, with changeWhile %s and state %s: %j',
    (reported, changeWhile, state, calls) => {
      expect(step({ changeWhile, state }, { state: reported }).calls).toEqual(calls);
    },
  );

  it('says so, beside what the changed key does', () => {
    expect(step({ changeWhile: 'stopped', state: 'running' }).effects).toEqual([
      'is stopped before the configuration is written, and resumed after (changeWhile: stopped)',
      'offsets are kept',
      'the workers rebalance',
    ]);
    expect(step({ changeWhile: 'stopped', state: 'paused' }).effects[0]).toBe(
      'is stopped before the configuration is written, and paused after (changeWhile: stopped)',
    );
  });

  it('needs no restart of tasks that a stop has ended', () => {
    const failed = { tasks: ['FAILED', 'RUNNING'] };
    expect(step({ changeWhile: 'stopped', state: 'running' }, failed).calls).toHaveLength(3);
    expect(step({ changeWhile: 'paused', state: 'running' }, failed).calls).toEqual([
      ...['paused', 'put-config', 'running', 'restart'],
    ]);
  });

  it('is created, and changes its state alone, as any other', () => {
    const wanted = present('a', { changeWhile: 'stopped', state: 'running' });
    expect(planFor({ desired: [wanted] }).steps[0]?.actions.map(({ kind }) => kind)).toEqual(['put-config']);
    const paused = planFor({ desired: [wanted], live: [live('a', { state: 'PAUSED', tasks: ['PAUSED'] })] });
    expect(paused.steps[0]?.actions).toEqual([{ kind: 'set-state', state: 'running' }]);
  });

  it.each(['a create', 'an update'])('and stopped for it, is an error before 3.5: %s', (kind) => {
    const desired = [present('a', { changeWhile: 'stopped', state: 'running' })];
    const there = kind === 'an update' ? [live('a', { config: { topic: 'old' } })] : [];
    const plan = planFor({ desired, live: there, version: '3.4.1' });
    expect(plan.steps).toEqual([]);
    expect(plan.findings).toMatchObject([
      { code: 'change-while-not-supported', severity: 'error', source: { line: 3 } },
    ]);
  });
});

/** The only step of a change of one key. */
function step(wanted: PresentParts, reported: LiveParts = {}) {
  const config = { 'some.key': 'new' };
  const tasks = reported.state === 'STOPPED' ? [] : ['RUNNING'];
  const plan = planFor({
    desired: [present('a', { ...wanted, config })],
    live: [live('a', { tasks, ...reported, config: { 'some.key': 'old' } })],
  });
  const [only] = plan.steps;
  const calls = only?.actions.map((action) => (action.kind === 'set-state' ? action.state : action.kind));
  return { calls, effects: only?.effects ?? [] };
}
