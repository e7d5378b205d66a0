import { describe, expect, it } from 'vitest';
import { assessHealth } from '../../src/model/assess-health.ts';
import type { DesiredState } from '../../src/model/desired-connector.ts';
import type { Health } from '../../src/model/health.ts';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import { type LiveParts, live } from '../support/connectors.ts';

/** What a reading says in short: `healthy 2/2`, `suspended paused`, `progressing: …`, `failed: …`. */
function inShort(health: Health): string {
  switch (health.kind) {
    case 'healthy':
      return `healthy ${health.running}/${health.tasks}`;
    case 'suspended':
      return `suspended ${health.state}`;
    default:
      return `${health.kind}: ${health.reason}`;
  }
}

function assess(parts: LiveParts, wanted: DesiredState | undefined): string {
  const { status, taskIds } = live('orders', parts);
  return inShort(assessHealth({ status, taskIds }, { state: wanted }));
}

/** A connector and its tasks in one state, each on the worker of that id. */
function placed(
  on: { readonly connector: string; readonly tasks: readonly string[] },
  state = 'RUNNING',
): Pick<LiveConnector, 'status' | 'taskIds'> {
  const instance = { state, trace: undefined };
  const tasks = on.tasks.map((workerId, id) => ({ ...instance, id, workerId }));
  return {
    status: { connector: { ...instance, workerId: on.connector }, tasks },
    taskIds: tasks.map(({ id }) => id),
  };
}

interface Row {
  readonly state: string | null;
  readonly tasks: readonly string[];
  /** By wanted: none, running, paused, stopped. */
  readonly none: string;
  readonly running: string;
  readonly paused: string;
  readonly stopped: string;
}

const everywhere = (judgement: string) => ({
  none: judgement,
  running: judgement,
  paused: judgement,
  stopped: judgement,
});

const table: readonly Row[] = [
  { state: null, tasks: [], ...everywhere('progressing: it has no status yet') },
  { state: 'FAILED', tasks: [], ...everywhere('failed: connector FAILED') },
  { state: 'FAILED', tasks: ['RUNNING', 'RUNNING'], ...everywhere('failed: connector FAILED') },
  { state: 'FAILED', tasks: ['PAUSED', 'PAUSED'], ...everywhere('failed: connector FAILED') },
  {
    state: 'RUNNING',
    tasks: ['RUNNING', 'RUNNING'],
    none: 'healthy 2/2',
    running: 'healthy 2/2',
    paused: 'progressing: connector RUNNING, desired paused',
    stopped: 'progressing: connector RUNNING, desired stopped',
  },
  {
    state: 'RUNNING',
    tasks: ['FAILED', 'RUNNING'],
    none: 'failed: 1 of 2 tasks FAILED',
    running: 'failed: 1 of 2 tasks FAILED',
    paused: 'failed: 1 of 2 tasks FAILED',
    stopped: 'progressing: connector RUNNING, desired stopped',
  },
  {
    state: 'RUNNING',
    tasks: ['FAILED'],
    none: 'failed: 1 of 1 task FAILED',
    running: 'failed: 1 of 1 task FAILED',
    paused: 'failed: 1 of 1 task FAILED',
    stopped: 'progressing: connector RUNNING, desired stopped',
  },
  {
    state: 'RUNNING',
    tasks: ['UNASSIGNED', 'RUNNING'],
    none: 'progressing: 1 of 2 tasks RUNNING',
    running: 'progressing: 1 of 2 tasks RUNNING',
    paused: 'progressing: connector RUNNING, desired paused',
    stopped: 'progressing: connector RUNNING, desired stopped',
  },
  {
    state: 'RUNNING',
    tasks: [],
    none: 'healthy 0/0',
    running: 'healthy 0/0',
    paused: 'progressing: connector RUNNING, desired paused',
    stopped: 'progressing: connector RUNNING, desired stopped',
  },
  {
    state: 'UNASSIGNED',
    tasks: ['UNASSIGNED'],
    none: 'progressing: connector UNASSIGNED',
    running: 'progressing: connector UNASSIGNED',
    paused: 'progressing: connector UNASSIGNED, desired paused',
    stopped: 'progressing: connector UNASSIGNED, desired stopped',
  },
  {
    state: 'RESTARTING',
    tasks: ['RUNNING'],
    none: 'progressing: connector RESTARTING',
    running: 'progressing: connector RESTARTING',
    paused: 'progressing: connector RESTARTING, desired paused',
    stopped: 'progressing: connector RESTARTING, desired stopped',
  },
  {
    state: 'PAUSED',
    tasks: ['PAUSED', 'PAUSED'],
    none: 'suspended paused',
    running: 'progressing: connector PAUSED, desired running',
    paused: 'suspended paused',
    stopped: 'progressing: connector PAUSED, desired stopped',
  },
  {
    state: 'PAUSED',
    tasks: ['RUNNING', 'PAUSED'],
    none: 'progressing: 1 of 2 tasks PAUSED',
    running: 'progressing: connector PAUSED, desired running',
    paused: 'progressing: 1 of 2 tasks PAUSED',
    stopped: 'progressing: connector PAUSED, desired stopped',
  },
  {
    state: 'PAUSED',
    tasks: ['FAILED', 'PAUSED'],
    none: 'failed: 1 of 2 tasks FAILED',
    running: 'failed: 1 of 2 tasks FAILED',
    paused: 'failed: 1 of 2 tasks FAILED',
    stopped: 'progressing: connector PAUSED, desired stopped',
  },
  {
    state: 'PAUSED',
    tasks: [],
    none: 'suspended paused',
    running: 'progressing: connector PAUSED, desired running',
    paused: 'suspended paused',
    stopped: 'progressing: connector PAUSED, desired stopped',
  },
  {
    state: 'STOPPED',
    tasks: [],
    none: 'suspended stopped',
    running: 'progressing: connector STOPPED, desired running',
    paused: 'progressing: connector STOPPED, desired paused',
    stopped: 'suspended stopped',
  },
  {
    state: 'STOPPED',
    tasks: ['RUNNING'],
    none: 'progressing: connector STOPPED, 1 task not gone yet',
    running: 'progressing: connector STOPPED, desired running',
    paused: 'progressing: connector STOPPED, desired paused',
    stopped: 'progressing: connector STOPPED, 1 task not gone yet',
  },
  {
    state: '\u001b[31mevil',
    tasks: [],
    none: 'progressing: connector in an unknown state',
    running: 'progressing: connector in an unknown state',
    paused: 'progressing: connector in an unknown state, desired paused',
    stopped: 'progressing: connector in an unknown state, desired stopped',
  },
];

describe('the health of one reading', () => {
  it.each(table)('of a connector $state with tasks $tasks', ({ state, tasks, ...expected }) => {
    const assessed = {
      none: assess({ state, tasks }, undefined),
      running: assess({ state, tasks }, 'running'),
      paused: assess({ state, tasks }, 'paused'),
      stopped: assess({ state, tasks }, 'stopped'),
    };
    expect(assessed).toEqual(expected);
  });

  it('is not healthy before every task that the plugin made shows in the status', () => {
    const { status } = live('orders', { tasks: ['RUNNING'] });
    expect(inShort(assessHealth({ status, taskIds: [0, 1] }, { state: 'running' }))).toBe(
      'progressing: 1 of 2 tasks reported',
    );
  });

  it('does not count a FAILED task of an earlier generation, and waits until it is gone', () => {
    const { status } = live('orders', { tasks: ['RUNNING', 'FAILED'] });
    expect(inShort(assessHealth({ status, taskIds: [0] }, { state: 'running' }))).toBe(
      'progressing: its status still lists former tasks',
    );
  });

  it('takes the tasks of the status for all where the plugin was not asked', () => {
    const { status } = live('orders', { tasks: ['RUNNING', 'RUNNING'] });
    expect(inShort(assessHealth({ status, taskIds: undefined }, { state: 'running' }))).toBe('healthy 2/2');
  });

  it.each([
    {
      what: 'a source that never had a task',
      type: 'source',
      expected: 'healthy',
      says: /^it runs no tasks: if/,
    },
    {
      what: 'a connector of unknown type',
      type: 'unknown',
      expected: 'healthy',
      says: /^it runs no tasks: if/,
    },
    { what: 'a sink', type: 'sink', expected: 'failed', says: /^it is a sink and has no tasks: .* log / },
    {
      what: 'a source that had tasks',
      type: 'source',
      hadTasks: true,
      expected: 'failed',
      says: /^it had tasks and has none any more: .* log /,
    },
    { what: 'a source, with --strict', type: 'source', strict: true, expected: 'failed', says: /no tasks/ },
  ] as const)('assesses $what that runs without tasks as $expected', ({ what, expected, says, ...row }) => {
    const found = live('orders', { tasks: [], type: row.type });
    for (const state of ['running', undefined] as const) {
      const health = assessHealth(found, { ...row, state });
      const text = health.kind === 'healthy' ? health.warning : 'reason' in health && health.reason;
      expect([health.kind, text]).toEqual([expected, expect.stringMatching(says)]);
      expect(text).toContain('allowNoTasks: true');
      expect(assessHealth(found, { ...row, state, allowNoTasks: true })).toEqual({
        kind: 'healthy',
        running: 0,
        tasks: 0,
      });
    }
  });

  it.each(['PAUSED', 'STOPPED'])('asks for no tasks of a sink that is %s', (state) => {
    expect(assessHealth(live('orders', { tasks: [], type: 'sink', state })).kind).toBe('suspended');
  });

  it.each([
    { gone: ['b:1'], connector: 'a:1', tasks: ['a:1', 'b:1'], lost: 'b:1, which has 1 of 2 tasks,' },
    { gone: ['b:1'], connector: 'b:1', tasks: ['a:1', 'a:1'], lost: 'b:1, which has the connector,' },
    {
      gone: ['b:1'],
      connector: 'b:1',
      tasks: ['b:1'],
      lost: 'b:1, which has the connector and 1 of 1 task,',
    },
    { gone: ['b:1'], connector: 'b:1', tasks: [], lost: 'b:1, which has the connector,' },
    {
      gone: ['a:1', 'b:1'],
      connector: 'a:1',
      tasks: ['b:1', 'a:1'],
      lost: 'a:1, which has the connector and 1 of 2 tasks,',
    },
  ])('does not take RUNNING on a worker that refuses connections for running: $lost', (row) => {
    const refusing = new Set(row.gone);
    expect(inShort(assessHealth({ ...placed(row), refusing }, { state: 'running' }))).toContain(
      `progressing: worker ${row.lost} refuses connections`,
    );
    expect(inShort(assessHealth({ ...placed(row), refusing }, undefined))).toMatch(/^progressing: /);
  });

  it.each([
    { why: 'it runs elsewhere', refusing: ['c:1'], expected: 'healthy 1/1' },
    { why: 'nobody refuses', refusing: [], expected: 'healthy 1/1' },
    { why: 'what is paused runs nowhere', refusing: ['b:1'], state: 'PAUSED', expected: 'suspended paused' },
    {
      why: 'what is stopped has no tasks',
      refusing: ['a:1'],
      state: 'STOPPED',
      expected: 'suspended stopped',
    },
    { why: 'FAILED is worse', refusing: ['b:1'], state: 'FAILED', expected: 'failed: connector FAILED' },
  ])('is as it would be without a worker that refuses connections: $why', (row) => {
    const { state = 'RUNNING' } = row;
    const tasks = state === 'STOPPED' ? [] : ['b:1'];
    const reading = { ...placed({ connector: 'a:1', tasks }, state), refusing: new Set(row.refusing) };
    expect(inShort(assessHealth(reading, undefined))).toBe(row.expected);
  });

  it('gives the trace of the connector, else of the first failed task', () => {
    const both = live('orders', {
      state: 'FAILED',
      trace: 'of the connector',
      tasks: ['FAILED'],
      taskTrace: 'of a task',
    });
    const tasks = live('orders', { tasks: ['RUNNING', 'FAILED'], taskTrace: 'of a task' });
    expect(assessHealth(both, { state: 'running' })).toMatchObject({ trace: 'of the connector' });
    expect(assessHealth(tasks, { state: 'running' })).toMatchObject({ trace: 'of a task' });
  });
});
