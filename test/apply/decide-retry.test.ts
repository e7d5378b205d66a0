import { describe, expect, it } from 'vitest';
import { decideReadRetry, decideRetry } from '../../src/apply/decide-retry.ts';
import type { Action } from '../../src/model/action.ts';
import type { FailureVerdict } from '../../src/model/worker-failure.ts';

const config = new Map();
const actions = {
  put: { kind: 'put-config', config },
  create: { kind: 'create-with-state', config, state: 'paused' },
  state: { kind: 'set-state', state: 'paused' },
  restart: { kind: 'restart', includeTasks: true, onlyFailed: true },
  task: { kind: 'restart-task', task: 0 },
  delete: { kind: 'delete' },
} as const satisfies Record<string, Action>;

const everywhere = (decision: string) => ({
  ...{
    put: decision,
    create: decision,
    state: decision,
    restart: decision,
    task: decision,
    delete: decision,
  },
});

const table: Record<FailureVerdict, Record<keyof typeof actions, string>> = {
  busy: everywhere('retry'),
  'not-sent': everywhere('retry'),
  absent: { ...everywhere('retry'), put: 'fail', create: 'fail' },
  exists: { ...everywhere('fail'), put: 'retry', create: 'retry' },
  refused: everywhere('fail'),
  unauthorised: everywhere('stop-cluster'),
  forbidden: everywhere('fail'),
  'other-cluster': everywhere('stop-cluster'),
  unsupported: everywhere('fail'),
  'unknown-outcome': everywhere('read-back'),
  permanent: { ...everywhere('fail'), restart: 'check-health', task: 'check-health' },
  'not-connect': everywhere('fail'),
};

describe('what follows from a failed write', () => {
  it.each(Object.entries(table))('%s', (verdict, expected) => {
    const decisions = Object.entries(actions).map(([name, action]) => [
      name,
      decideRetry({ verdict: verdict as FailureVerdict, status: 500 }, action),
    ]);
    expect(Object.fromEntries(decisions)).toEqual(expected);
  });

  it('something that answers 200 and is no worker may have forwarded it to one', () => {
    expect(decideRetry({ verdict: 'not-connect', status: 200 }, actions.put)).toBe('read-back');
    expect(decideRetry({ verdict: 'not-connect', status: 302 }, actions.put)).toBe('fail');
  });

  it('a restart that is refused for good, other than by a plugin that cannot start, has failed', () => {
    expect(decideRetry({ verdict: 'permanent', status: 405 }, actions.restart)).toBe('fail');
  });
});

describe('what follows from a failed reading', () => {
  it.each<[FailureVerdict, string]>([
    ['busy', 'retry'],
    ['not-sent', 'retry'],
    ['unknown-outcome', 'retry'],
    ['unauthorised', 'stop-cluster'],
    ['permanent', 'fail'],
    ['unsupported', 'fail'],
    ['forbidden', 'fail'],
    ['not-connect', 'fail'],
    ['absent', 'fail'],
  ])('%s: %s', (verdict, expected) => {
    expect(decideReadRetry({ verdict })).toBe(expected);
  });
});
