import { describe, expect, it } from 'vitest';
import { afterReadFailure, afterWriteFailure } from '../../src/apply/decide-retry.ts';
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

const everywhere = (move: string) => ({
  ...{ put: move, create: move, state: move, restart: move, task: move, delete: move },
});

const table: Record<FailureVerdict, Record<keyof typeof actions, string>> = {
  busy: everywhere('again'),
  'not-sent': everywhere('again'),
  absent: { ...everywhere('again'), put: 'fail', create: 'fail' },
  exists: { ...everywhere('fail'), put: 'again', create: 'again' },
  refused: everywhere('fail'),
  unauthorised: everywhere('stop-cluster'),
  unsupported: everywhere('fail'),
  'unknown-outcome': everywhere('settle'),
  permanent: { ...everywhere('fail'), restart: 'tried', task: 'tried' },
  'not-connect': everywhere('fail'),
};

describe('what follows from a failed write', () => {
  it.each(Object.entries(table))('%s', (verdict, expected) => {
    const moves = Object.entries(actions).map(([name, action]) => [
      name,
      afterWriteFailure({ verdict: verdict as FailureVerdict, status: 500 }, action),
    ]);
    expect(Object.fromEntries(moves)).toEqual(expected);
  });

  it('what answers 200 and is no worker may have passed it on to one', () => {
    expect(afterWriteFailure({ verdict: 'not-connect', status: 200 }, actions.put)).toBe('settle');
    expect(afterWriteFailure({ verdict: 'not-connect', status: 302 }, actions.put)).toBe('fail');
  });

  it('a restart that is refused for good, other than by a plugin that cannot start, has failed', () => {
    expect(afterWriteFailure({ verdict: 'permanent', status: 405 }, actions.restart)).toBe('fail');
  });
});

describe('what follows from a failed look', () => {
  it.each<[FailureVerdict, string]>([
    ['busy', 'again'],
    ['not-sent', 'again'],
    ['unknown-outcome', 'again'],
    ['unauthorised', 'stop-cluster'],
    ['permanent', 'fail'],
    ['unsupported', 'fail'],
    ['not-connect', 'fail'],
    ['absent', 'fail'],
  ])('%s: %s', (verdict, expected) => {
    expect(afterReadFailure({ verdict })).toBe(expected);
  });
});
