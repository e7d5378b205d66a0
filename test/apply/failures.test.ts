import { describe, expect, it } from 'vitest';
import { ApplyStory } from '../support/apply-story.ts';
import { absent, present, someConfig } from '../support/connectors.ts';
import type { FaultScript, MemoryRequest } from '../support/memory-cluster.ts';

const other = { ...someConfig, topic: 'other' };

/** Makes the first so many requests that match fail. */
function first(
  count: number,
  matches: (request: MemoryRequest) => boolean,
  fault: ReturnType<FaultScript>,
): FaultScript {
  let left = count;
  return (request) => {
    if (!matches(request) || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

const isPut = ({ call }: MemoryRequest) => call === 'putConfig';

describe('a worker that is busy', () => {
  it('takes a connector that is there already for what it had sent before, though a reading had not shown it', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ isWrite }) => {
      const sent = story.cluster.writes.length;
      if (isWrite && sent === 1) return { kind: 'failure', verdict: 'busy', applied: 'at-once' };
      return sent === 1 ? { kind: 'lag', milliseconds: 60_000 } : undefined;
    };
    const result = await story.apply(story.plan([present('orders', { state: 'paused' })]));
    expect(story.cluster.writes).toEqual(['createWithState orders', 'createWithState orders']);
    expect(result.summary).toEqual({ orders: 'applied' });
  });

  it('is asked again with growing, jittered pauses, which are shown', async () => {
    const story = new ApplyStory();
    story.cluster.fault = first(4, isPut, { kind: 'failure', verdict: 'busy' });
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
    const pauses = result.events.flatMap((event) => (event.kind === 'waiting' ? event : []));
    expect(pauses.map((pause) => pause.reason)).toEqual(Array(4).fill('the worker answered busy'));
    for (const [index, pause] of pauses.entries())
      expect(pause.milliseconds).toBeLessThan(1_000 * 2 ** index);
    expect(story.cluster.writes).toEqual(Array(5).fill('putConfig orders'));
  });

  it('is checked again before each attempt: a connector changed meanwhile is left alone', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.fault = first(1, isPut, { kind: 'failure', verdict: 'busy' });
    story.clock.after(100, () => story.cluster.place('orders', { ...someConfig, topic: 'third' }));
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'stale' });
    expect(story.cluster.writes).toEqual(['putConfig orders']);
  });

  it('that did it nevertheless is not asked again', async () => {
    const story = new ApplyStory();
    story.cluster.fault = first(1, isPut, { kind: 'failure', verdict: 'busy', applied: 'at-once' });
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(story.cluster.writes).toEqual(['putConfig orders']);
  });

  it('is given up when the time for all waiting is over', async () => {
    const story = new ApplyStory();
    story.cluster.fault = first(1_000, isPut, { kind: 'failure', verdict: 'not-sent' });
    const result = await story.apply(story.plan([present('one'), present('two')]));
    expect(result.summary).toEqual({ one: 'failed', two: 'failed' });
    expect(result.outcomes['one']?.reason).toBe(
      'the time limit of 5 min 0 s for this cluster is reached: the worker answered not-sent',
    );
    expect(result.took).toBeGreaterThan(299_000);
    expect(result.took).toBeLessThan(302_000);
    expect(result.exitCode).toBe(1);
  });

  it('costs that time once, not once for each connector: what has not begun then is not begun', async () => {
    const story = new ApplyStory();
    story.cluster.fault = () => ({ kind: 'failure', verdict: 'busy' });
    const names = Array.from({ length: 50 }, (_, index) => `connector-${index}`);
    const result = await story.apply(story.plan(names.map((name) => present(name))), { concurrency: 2 });
    const kinds = Object.values(result.summary);
    expect(kinds.filter((kind) => kind === 'failed')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'not-started')).toHaveLength(48);
    expect(result.took).toBeLessThan(310_000);
    expect(result.exitCode).toBe(1);
  });

  it('in the reading before a write is awaited too', async () => {
    const story = new ApplyStory();
    const isRead = ({ call }: MemoryRequest) => call === 'readConnectors';
    story.cluster.fault = first(3, isRead, { kind: 'failure', verdict: 'unknown-outcome' });
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
  });

  it('does not keep the others waiting', async () => {
    const story = new ApplyStory();
    story.cluster.fault = first(5, (request) => isPut(request) && request.name === 'a', {
      kind: 'failure',
      verdict: 'busy',
    });
    const result = await story.apply(story.plan(['a', 'b', 'c'].map((name) => present(name))));
    expect(result.exitCode).toBe(0);
    expect(story.cluster.writes.slice(0, 3).sort()).toEqual(['putConfig a', 'putConfig b', 'putConfig c']);
  });
});

describe('an unknown outcome', () => {
  it('is resolved by reading where it was applied at once, and never sent again', async () => {
    const story = new ApplyStory();
    story.cluster.fault = first(1, isPut, {
      kind: 'failure',
      verdict: 'unknown-outcome',
      applied: 'at-once',
    });
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(story.cluster.writes).toEqual(['putConfig orders']);
  });

  it('is resolved by reading where it was applied late', async () => {
    const story = new ApplyStory();
    const late = { after: 8_000 };
    story.cluster.fault = first(1, isPut, { kind: 'failure', verdict: 'unknown-outcome', applied: late });
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(story.cluster.writes).toEqual(['putConfig orders']);
  });

  it.each(['putConfig', 'createWithState', 'setState', 'restart', 'restartTask', 'delete'])(
    'of %s that reading does not resolve stays unknown after 30 s',
    async (call) => {
      const story = new ApplyStory({ version: call === 'restartTask' ? '2.8.2' : '3.9.1' });
      story.cluster.seed('state', someConfig);
      story.cluster.seed('delete', someConfig);
      story.cluster.seed('restart', someConfig);
      story.cluster.connector('restart').break(story.clock.now() - 1, { tasks: [0] });
      story.cluster.fault = first(1, (request) => request.call === call, {
        kind: 'failure',
        verdict: 'unknown-outcome',
      });
      const declared = {
        putConfig: present('create'),
        createWithState: present('paused', { state: 'paused' }),
        setState: present('state', { state: 'paused' }),
        restart: present('restart'),
        restartTask: present('restart'),
        delete: absent('delete'),
      };
      const result = await story.apply(story.plan([declared[call as keyof typeof declared]]));
      expect(Object.values(result.summary)).toEqual(['unknown']);
      expect(story.cluster.writes).toHaveLength(1);
      expect(result.took).toBeGreaterThan(30_000);
      expect(result.took).toBeLessThan(33_000);
      expect(result.exitCode).toBe(1);
    },
  );

  it('is read for no longer than the cluster may be waited for', async () => {
    const story = new ApplyStory();
    story.cluster.fault = first(1, isPut, { kind: 'failure', verdict: 'unknown-outcome' });
    const result = await story.apply(story.plan([present('orders')]), { timeoutMilliseconds: 7_000 });
    expect(result.summary).toEqual({ orders: 'unknown' });
    expect(result.outcomes['orders']?.reason).toBe(
      'reading did not show whether it was applied: the worker answered unknown-outcome',
    );
    expect(result.took).toBeGreaterThan(6_900);
    expect(result.took).toBeLessThan(8_000);
  });

  it('is read for in vain though readings stand for longer than that', async () => {
    const story = new ApplyStory();
    story.cluster.fault = (request) => {
      if (isPut(request)) return { kind: 'failure', verdict: 'unknown-outcome' };
      return story.cluster.writes.length > 0 ? { kind: 'slow', milliseconds: 60_000 } : undefined;
    };
    const result = await story.apply(story.plan([present('orders')]), { timeoutMilliseconds: 7_000 });
    expect(result.summary).toEqual({ orders: 'unknown' });
    expect(result.took).toBeLessThan(8_000);
  });

  it.each(['setState', 'restart', 'delete', 'createWithState'])(
    'of %s that was applied is resolved',
    async (call) => {
      const story = new ApplyStory();
      story.cluster.seed('state', someConfig);
      story.cluster.seed('delete', someConfig);
      story.cluster.seed('restart', someConfig);
      story.cluster.connector('restart').break(story.clock.now() - 1, { connector: true });
      story.cluster.fault = first(1, (request) => request.call === call, {
        ...{ kind: 'failure', verdict: 'unknown-outcome', applied: 'at-once' },
      });
      const declared = {
        setState: present('state', { state: 'paused' }),
        restart: present('restart'),
        delete: absent('delete'),
        createWithState: present('paused', { state: 'paused' }),
      };
      const result = await story.apply(story.plan([declared[call as keyof typeof declared]]));
      expect(Object.values(result.summary)).toEqual(['applied']);
      expect(story.cluster.writes).toHaveLength(1);
    },
  );
});

describe('a failure for good', () => {
  it('fails that change with what the worker said, and stops none of its wave', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ name }) =>
      name === 'b'
        ? { kind: 'failure', verdict: 'refused', status: 400, workerMessage: 'tasks.max: no' }
        : undefined;
    const result = await story.apply(story.plan(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => present(name))));
    expect(result.summary).toEqual({
      ...{ a: 'applied', b: 'failed', c: 'applied', d: 'applied', e: 'applied', f: 'applied' },
    });
    expect(result.outcomes['b']).toMatchObject({
      reason: 'the worker answered refused',
      workerMessage: 'tasks.max: no',
    });
    expect(result.exitCode).toBe(20);
  });

  it('of a restart is decided by its health', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', { ...someConfig, 'test.fail': 'connector' });
    const failure = { kind: 'failure', verdict: 'permanent', status: 500, applied: 'at-once' } as const;
    story.cluster.fault = ({ call }) => (call === 'restart' ? failure : undefined);
    const result = await story.apply(
      story.plan([present('orders', { config: { ...someConfig, 'test.fail': 'connector' } })]),
    );
    expect(result.summary).toEqual({ orders: 'applied, failed' });
    expect(result.outcomes['orders']).toMatchObject({
      failedBefore: true,
      reason: 'the worker could not restart it: the worker answered permanent',
    });
    expect(result.exitCode).toBe(25);
  });

  it('of an old worker that ignores the flags of a restart is result', async () => {
    const story = new ApplyStory({ version: '3.9.1' });
    story.cluster.seed('orders', someConfig);
    story.cluster.connector('orders').break(story.clock.now() - 1, { tasks: [0] });
    const plan = story.plan([present('orders')]);
    // The request reaches another worker of a cluster that is half upgraded.
    story.cluster.restart = async () => 'connector-only';
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'failed' });
    expect(result.outcomes['orders']?.reason).toMatch(/^this worker is too old to restart tasks/);
  });
});

describe('credentials that are refused', () => {
  it('stop the cluster at once: what is in flight ends, nothing more is sent', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ name, isWrite }) =>
      isWrite && name === 'c' ? { kind: 'failure', verdict: 'unauthorised', status: 403 } : undefined;
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const result = await story.apply(story.plan(names.map((name) => present(name))), { concurrency: 3 });
    expect(result.summary).toMatchObject({ a: 'applied', b: 'applied', c: 'failed', f: 'not-started' });
    expect(result.outcomes['f']?.reason).toBe('the cluster refused the credentials');
    const refused = story.cluster.requests.find((request) => request.answer === 'unauthorised');
    const later = story.cluster.requests.filter(
      (request) => request.isWrite && request.at > (refused?.at ?? 0),
    );
    expect(later).toEqual([]);
    expect(result.exitCode).toBe(20);
  });

  it('in a reading stop it too', async () => {
    const story = new ApplyStory();
    story.cluster.fault = () => ({ kind: 'failure', verdict: 'unauthorised', status: 401 });
    const result = await story.apply(story.plan([present('a'), present('b')]), { concurrency: 1 });
    expect(result.summary).toEqual({ a: 'failed', b: 'not-started' });
    expect(story.cluster.writes).toEqual([]);
    expect(result.exitCode).toBe(1);
  });
});

describe('something unexpected', () => {
  it('thrown by a write ends the run; that write is unknown, and the outcomes add up', async () => {
    const story = new ApplyStory();
    const bug = new TypeError('a bug');
    story.cluster.fault = ({ name }) => (name === 'b' ? { kind: 'thrown', error: bug } : undefined);
    const result = await story.apply(story.plan(['a', 'b', 'c'].map((name) => present(name))), {
      concurrency: 1,
    });
    expect(result.summary).toEqual({ a: 'applied', b: 'unknown', c: 'not-started' });
    expect(result.report.unexpected).toBe(bug);
    expect(result.exitCode).toBe(20);
  });

  it('thrown by a reading of health keeps the outcomes of what was written', async () => {
    const story = new ApplyStory();
    const bug = new TypeError('a bug');
    let written = false;
    story.cluster.fault = ({ isWrite, call, index }) => {
      written ||= isWrite;
      return written && call === 'readStatuses' && index > 5 ? { kind: 'thrown', error: bug } : undefined;
    };
    const result = await story.apply(story.plan([present('a')]));
    expect(result.summary).toEqual({ a: 'applied' });
    expect(result.report.unexpected).toBe(bug);
    expect(result.exitCode).not.toBe(0);
  });

  it('thrown by the output ends the run, and all outcomes are recorded', async () => {
    const story = new ApplyStory();
    const plan = story.plan(['a', 'b', 'c'].map((name) => present(name)));
    const { applySteps } = await import('../../src/apply/apply-steps.ts');
    const { defaultOptions } = await import('../support/apply-story.ts');
    const report = await applySteps(plan, story.cluster, {
      options: { ...defaultOptions, concurrency: 1 },
      clock: story.clock,
      interrupt: undefined,
      emit: () => {
        throw new Error('EPIPE');
      },
    });
    expect(report.outcomes).toHaveLength(3);
    expect(report.unexpected).toMatchObject({ message: 'EPIPE' });
  });
});

describe('after a write', () => {
  it('a follower that lags behind is read until it shows it', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    story.cluster.fault = ({ isWrite }) => (isWrite ? undefined : { kind: 'lag', milliseconds: 3_000 });
    const result = await story.apply(story.plan([present('orders', { config: other })]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(story.cluster.writes).toEqual(['putConfig orders']);
  });

  it('a configuration that somebody else replaced at once is not applied, and not waited for', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.onRequest = ({ call }) => {
      const isReadBack = call === 'readConnectors' && story.cluster.writes.length > 0;
      if (isReadBack) story.cluster.place('orders', { ...someConfig, topic: 'third' });
    };
    const result = await story.apply(plan);
    expect(story.cluster.writes).toEqual(['putConfig orders']);
    expect(result.summary).toEqual({ orders: 'failed' });
    expect(result.outcomes['orders']?.reason).toMatch(
      /neither this nor the former one: somebody else changed it/,
    );
    expect(result.took).toBeLessThan(10_000);
    expect(result.exitCode).toBe(20);
  });

  it('a configuration that never shows is not applied, after 30 seconds of reading', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.onRequest = ({ call }) => {
      const isReadBack = call === 'readConnectors' && story.cluster.writes.length > 0;
      if (isReadBack) story.cluster.place('orders', someConfig);
    };
    const unmoved = await story.apply(plan);
    expect(unmoved.outcomes['orders']?.reason).toMatch(/still reports another one/);
    expect(unmoved.took).toBeGreaterThan(30_000);
  });

  it('a deleted connector that is still listed is not deleted', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([absent('orders')]);
    story.cluster.onRequest = ({ call }) => {
      if (call === 'readConnectors') story.cluster.place('orders', someConfig);
    };
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'failed' });
    expect(result.outcomes['orders']?.reason).toMatch(/still lists/);
  });

  it('that cannot be read any more the outcome is unknown', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ isWrite, index }) =>
      !isWrite && index > 3 ? { kind: 'failure', verdict: 'not-connect' } : undefined;
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'unknown' });
    expect(result.outcomes['orders']).toMatchObject({ wrote: true });
  });
});
