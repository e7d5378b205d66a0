import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/model/action.ts';
import { absent, type LiveParts, live, type PresentParts, present } from '../support/connectors.ts';
import { type PolicyParts, planFor } from '../support/plans.ts';

const versions = ['2.8.2', '3.4.1', '3.5.0', '3.7.0', '3.7.1', '4.3.0'];

describe('a create', () => {
  it.each(versions)('is one write on %s', (version) => {
    expect(actions({ wanted: {}, version })).toEqual(['put']);
    expect(actions({ wanted: { state: 'running' }, version })).toEqual(['put']);
  });

  const suspended: [string, 'paused' | 'stopped', string[]][] = [
    ['2.8.2', 'paused', ['put', 'paused']],
    ['3.5.0', 'paused', ['put', 'paused']],
    ['3.5.0', 'stopped', ['put', 'stopped']],
    ['3.7.0', 'paused', ['create paused']],
    ['4.3.0', 'stopped', ['create stopped']],
  ];

  it.each(suspended)('on %s that is to be %s is: %j', (version, state, expected) => {
    expect(actions({ wanted: { state }, version })).toEqual(expected);
  });

  it('on a worker whose version cannot be read counts as the newest', () => {
    expect(actions({ wanted: { state: 'stopped' }, version: 'built at home' })).toEqual(['create stopped']);
  });
});

describe('a write to what is there', () => {
  const states: [LiveParts['state'], PresentParts['state'], string[]][] = [
    ['RUNNING', undefined, ['put']],
    ['RUNNING', 'running', ['put']],
    ['RUNNING', 'paused', ['paused', 'put']],
    ['RUNNING', 'stopped', ['stopped', 'put']],
    ['PAUSED', undefined, ['put']],
    ['PAUSED', 'running', ['put', 'running']],
    ['PAUSED', 'paused', ['put']],
    ['PAUSED', 'stopped', ['stopped', 'put']],
    ['STOPPED', undefined, ['put']],
    ['STOPPED', 'running', ['put', 'running']],
    ['STOPPED', 'paused', ['paused', 'put']],
    ['FAILED', 'running', ['put']],
    ['FAILED', 'paused', ['paused', 'put']],
    ['FAILED', 'stopped', ['stopped', 'put']],
  ];

  it.each(states)('that is %s and declared %s: %j', (state, wanted, expected) => {
    const reported = { state, tasks: state === 'STOPPED' ? [] : ['RUNNING'] };
    expect(actions({ changed: 'some.key', wanted: { state: wanted }, reported })).toEqual(expected);
  });

  it('writes the whole target', () => {
    const plan = planFor({
      desired: [present('a', { config: { a: '1', b: '2' }, ignoreKeys: ['b'] })],
      live: [live('a', { config: { a: '0', b: '9' } })],
    });
    const config = new Map([
      ['a', '1'],
      ['b', '9'],
    ]);
    expect(plan.steps[0]?.actions).toEqual([{ kind: 'put-config', config }]);
  });
});

describe('a key that the worker reads itself', () => {
  const keys = [
    'key.converter',
    'value.converter.schemas.enable',
    'header.converter',
    'transforms',
    'transforms.route.replacement',
    'predicates.isOrder.type',
    'errors.tolerance',
    'producer.override.linger.ms',
    'consumer.override.max.poll.records',
    'topic.creation.default.partitions',
  ];

  it.each(keys)('%s reaches the tasks by a restart before 3.7.1, and by itself from there', (changed) => {
    const reported = { tasks: ['RUNNING', 'RUNNING'] };
    expect(actions({ changed, reported, version: '2.8.2' })).toEqual([
      'put',
      'restart task 0',
      'restart task 1',
    ]);
    expect(actions({ changed, reported, version: '3.7.0' })).toEqual(['put', 'restart all']);
    expect(actions({ changed, reported, version: '3.7.1' })).toEqual(['put']);
  });

  it.each(['topics', 'connection.url', 'converter', 'transformsx', 'key.converterx'])(
    '%s is none: the plugin hands it on',
    (changed) => {
      expect(actions({ changed, version: '2.8.2' })).toEqual(['put']);
    },
  );

  it('is restarted for even where --restart none leaves FAILED tasks alone', () => {
    const policy = { restart: 'none' } as const;
    expect(actions({ changed: 'transforms', version: '3.4.1', policy })).toEqual(['put', 'restart all']);
  });

  it('needs no restart where the tasks are made anew, or there are none', () => {
    const changed = 'transforms';
    const stopped = { state: 'STOPPED', tasks: [] };
    const version = '3.5.0';
    expect(actions({ changed, version, reported: stopped })).toEqual(['put']);
    const lagging = { state: 'STOPPED', tasks: ['RUNNING'] };
    expect(actions({ changed, version, reported: lagging })).toEqual(['put']);
    expect(actions({ changed, version, reported: lagging, wanted: { state: 'running' } })).toEqual([
      'put',
      'running',
    ]);
    expect(actions({ changed, version, reported: stopped, wanted: { state: 'running' } })).toEqual([
      'put',
      'running',
    ]);
    expect(actions({ changed, version, wanted: { state: 'stopped' } })).toEqual(['stopped', 'put']);
    expect(actions({ changed, version, reported: { tasks: [] } })).toEqual(['put']);
  });

  it('reaches paused tasks by a restart too, which brings them back paused', () => {
    const paused = { state: 'PAUSED', tasks: ['PAUSED'] };
    const version = '3.4.1';
    expect(actions({ changed: 'transforms', version, reported: paused })).toEqual(['put', 'restart all']);
    expect(
      actions({ changed: 'transforms', version, reported: paused, wanted: { state: 'running' } }),
    ).toEqual(['put', 'running', 'restart all']);
    expect(actions({ changed: 'transforms', version, wanted: { state: 'paused' } })).toEqual([
      'paused',
      'put',
      'restart all',
    ]);
  });
});

describe('a write to a connector with FAILED parts', () => {
  const failedTask = { tasks: ['RUNNING', 'FAILED'] };

  it.each([
    ['2.8.2', ['put', 'restart task 1']],
    ['3.0.0', ['put', 'restart failed']],
    ['3.7.0', ['put', 'restart failed']],
    ['3.7.1', ['put']],
  ])('on %s is: %j', (version, expected) => {
    expect(actions({ changed: 'some.key', reported: failedTask, version })).toEqual(expected);
  });

  it('restarts the connector by itself, on every version', () => {
    const reported = { state: 'FAILED' };
    expect(actions({ changed: 'some.key', reported, version: '2.8.2' })).toEqual(['put']);
    const both = { ...reported, tasks: ['FAILED'] };
    expect(actions({ changed: 'some.key', reported: both, version: '2.8.2' })).toEqual([
      'put',
      'restart task 0',
    ]);
  });

  it('does not reach FAILED tasks of what is paused, before or after, on any version', () => {
    const paused = { state: 'PAUSED', tasks: ['FAILED'] };
    expect(actions({ changed: 'a', reported: paused })).toEqual(['put', 'restart failed']);
    const resumed = actions({ changed: 'a', reported: paused, wanted: { state: 'running' } });
    expect(resumed).toEqual(['put', 'running', 'restart failed']);
    const wanted = { state: 'paused' } as const;
    expect(actions({ changed: 'a', reported: failedTask, wanted })).toEqual([
      'paused',
      'put',
      'restart failed',
    ]);
  });

  it('restarts all once where both reasons meet', () => {
    expect(actions({ changed: 'transforms', reported: failedTask, version: '3.4.1' })).toEqual([
      'put',
      'restart all',
    ]);
  });

  it('leaves them to themselves with --restart none', () => {
    const policy = { restart: 'none' } as const;
    const version = '3.4.1';
    expect(actions({ changed: 'a', reported: failedTask, version, policy })).toEqual(['put']);
  });
});

describe('a state alone', () => {
  it.each([
    ['PAUSED', 'running', ['running']],
    ['STOPPED', 'running', ['running']],
    ['RUNNING', 'paused', ['paused']],
    ['STOPPED', 'paused', ['paused']],
    ['RUNNING', 'stopped', ['stopped']],
    ['PAUSED', 'stopped', ['stopped']],
    ['STOPPED', 'stopped', undefined],
    ['PAUSED', 'paused', undefined],
    ['UNASSIGNED', 'running', undefined],
  ] as const)('%s that is wanted %s: %j', (state, wanted, expected) => {
    const reported = { state, tasks: state === 'STOPPED' ? [] : ['RUNNING'] };
    expect(actions({ wanted: { state: wanted }, reported })).toEqual(expected);
  });

  it('of a FAILED connector: pause and restart once; stop alone', () => {
    const reported = { state: 'FAILED', tasks: ['RUNNING'] };
    const wanted = { state: 'paused' } as const;
    expect(actions({ wanted, reported })).toEqual(['paused', 'restart failed']);
    expect(actions({ wanted, reported, version: '2.8.2' })).toEqual(['paused', 'restart connector']);
    expect(actions({ wanted: { state: 'stopped' }, reported })).toEqual(['stopped']);
  });

  it('of a connector with FAILED tasks: resume or pause, then restart them', () => {
    const paused = { state: 'PAUSED', tasks: ['PAUSED', 'FAILED'] };
    expect(actions({ wanted: { state: 'running' }, reported: paused })).toEqual([
      'running',
      'restart failed',
    ]);
    const running = { tasks: ['RUNNING', 'FAILED'] };
    const version = '2.8.2';
    expect(actions({ wanted: { state: 'paused' }, reported: running, version })).toEqual([
      'paused',
      'restart task 1',
    ]);
  });

  it('is asked for without a restart with --restart none', () => {
    const policy = { restart: 'none' } as const;
    const reported = { state: 'FAILED', tasks: ['RUNNING'] };
    expect(actions({ wanted: { state: 'paused' }, reported, policy })).toEqual(['paused']);
    const quiet = { state: 'FAILED', tasks: ['FAILED'] };
    expect(actions({ wanted: { state: 'stopped' }, reported: quiet, policy })).toEqual(['stopped']);
  });
});

describe('a restart', () => {
  const cases: [string, LiveParts, string[]][] = [
    ['3.9.1', { state: 'FAILED' }, ['restart failed']],
    ['3.0.0', { tasks: ['FAILED', 'RUNNING'] }, ['restart failed']],
    ['2.8.2', { state: 'FAILED' }, ['restart connector']],
    ['2.8.2', { tasks: ['FAILED', 'RUNNING', 'FAILED'] }, ['restart task 0', 'restart task 2']],
    ['2.8.2', { state: 'FAILED', tasks: ['FAILED'] }, ['restart connector', 'restart task 0']],
  ];

  it.each(cases)('on %s of %j: %j', (version, reported, expected) => {
    expect(actions({ version, reported })).toEqual(expected);
  });
});

describe('a deletion', () => {
  it('is one call', () => {
    const plan = planFor({ desired: [absent('a')], live: [live('a')] });
    expect(plan.steps.flatMap((step) => step.actions)).toEqual([{ kind: 'delete' }]);
  });
});

describe('stopped on a worker that does not know it', () => {
  const cases: [string, PresentParts, LiveParts | undefined][] = [
    ['a create', {}, undefined],
    ['an update', { config: { a: '1' } }, { config: { a: '2' } }],
    ['a change of state', {}, {}],
  ];

  it.each(cases)('is an error on the line of the state, and no step: %s', (_, wanted, reported) => {
    const desired = present('a', { ...wanted, state: 'stopped' });
    const plan = planFor({
      desired: [desired],
      live: reported ? [live('a', reported)] : [],
      version: '3.4.1',
    });
    expect(plan.steps).toEqual([]);
    expect(plan.findings).toMatchObject([
      { code: 'state-not-supported', severity: 'error', source: { line: 2 } },
    ]);
  });

  it('is none from 3.5 on', () => {
    const plan = planFor({ desired: [present('a', { state: 'stopped' })], version: '3.5.0' });
    expect(plan.findings).toEqual([]);
  });
});

interface Case {
  readonly wanted?: PresentParts;
  /** Left out: not there, unless a key is changed. */
  readonly reported?: LiveParts;
  /** A key whose value differs. */
  readonly changed?: string;
  readonly version?: string;
  readonly policy?: PolicyParts;
}

/** The calls of the only step, in short words; undefined where there is no step. */
function actions({ wanted = {}, reported, changed, version, policy }: Case): string[] | undefined {
  const key = changed ?? 'same';
  const isThere = reported !== undefined || changed !== undefined;
  const plan = planFor({
    desired: [present('a', { config: { [key]: 'new' }, ...wanted })],
    live: isThere ? [live('a', { config: { [key]: changed ? 'old' : 'new' }, ...reported })] : [],
    ...(version && { version }),
    ...(policy && { policy }),
  });
  return plan.steps[0]?.actions.map(inShort);
}

function inShort(action: Action): string {
  switch (action.kind) {
    case 'put-config':
      return 'put';
    case 'create-with-state':
      return `create ${action.state}`;
    case 'set-state':
      return action.state;
    case 'restart':
      if (!action.includeTasks) return action.onlyFailed ? 'restart failed connector' : 'restart connector';
      return action.onlyFailed ? 'restart failed' : 'restart all';
    case 'restart-task':
      return `restart task ${action.task}`;
    default:
      return action.kind;
  }
}
