import { describe, expect, it } from 'vitest';
import { ApplyStory } from '../support/apply-story.ts';
import { present, someConfig } from '../support/connectors.ts';

const other = { ...someConfig, topic: 'other' };
const startFails = { ...someConfig, 'test.fail': 'connector' };
const taskFails = { ...someConfig, 'tasks.max': '2', 'test.fail': 'task' };

describe('health while others are still written', () => {
  it('counts from when it showed, and is reported then: what reading resolves late delays nothing else', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ call, name }) =>
      call === 'putConfig' && name === 'lost' ? { kind: 'failure', verdict: 'unknown-outcome' } : undefined;
    const result = await story.apply(story.plan([present('fine'), present('lost')]), {
      timeoutMilliseconds: 15_000,
    });
    expect(result.summary).toEqual({ fine: 'applied', lost: 'unknown' });
    expect(result.outcomes['fine']?.health?.kind).toBe('healthy');
    expect(result.outcomes['fine']?.milliseconds).toBeLessThan(5_000);
    const seen = result.events.filter((event) => event.kind === 'health' && event.name === 'fine');
    expect(seen.map((event) => event.kind === 'health' && event.health.kind)).toContain('healthy');
    expect(seen.length).toBeLessThan(4);
  });

  it('starts anew where it did not last', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ call, name }) =>
      call === 'putConfig' && name === 'lost' ? { kind: 'failure', verdict: 'unknown-outcome' } : undefined;
    const failing = { ...someConfig, 'test.fail': 'task', 'test.fail.after': '12000' };
    const result = await story.apply(story.plan([present('bad', { config: failing }), present('lost')]));
    expect(result.outcomes['bad']?.health?.kind).toBe('failed');
    expect(result.outcomes['bad']?.milliseconds).toBeGreaterThan(12_000);
  });
});

describe('waiting for health', () => {
  it('does not take a status for newer than its request, however long the list of connectors takes', async () => {
    const story = new ApplyStory();
    let lists = 0;
    story.cluster.fault = ({ call }) => {
      if (call !== 'readConnectors') return undefined;
      lists += 1;
      return lists === 7 ? { kind: 'slow', milliseconds: 20_000 } : undefined;
    };
    const config = { ...taskFails, 'test.fail.after': '3000' };
    const result = await story.apply(story.plan([present('orders', { config })]));
    expect(lists).toBeGreaterThan(6);
    expect(result.summary).toEqual({ orders: 'applied, failed' });
    expect(result.outcomes['orders']?.milliseconds).toBeGreaterThan(3_000);
  });

  it('ends with FAILED after two readings, and reports which, why and after how long', async () => {
    const story = new ApplyStory();
    const result = await story.apply(story.plan([present('orders', { config: taskFails })]));
    expect(result.summary).toEqual({ orders: 'applied, failed' });
    expect(result.outcomes['orders']?.health).toMatchObject({
      kind: 'failed',
      reason: '1 of 2 tasks FAILED',
      trace: expect.stringContaining('it broke'),
    });
    expect(result.took).toBeLessThan(2_000);
    expect(result.exitCode).toBe(25);
  });

  it('sees a task that fails after it was running', async () => {
    const story = new ApplyStory();
    const config = { ...taskFails, 'test.fail.after': '5000' };
    const result = await story.apply(story.plan([present('orders', { config })]));
    expect(result.summary).toEqual({ orders: 'applied, failed' });
    expect(result.outcomes['orders']?.milliseconds).toBeGreaterThan(5_000);
    expect(result.outcomes['orders']?.milliseconds).toBeLessThan(9_000);
  });

  it('sees a connector whose start fails while its tasks go on with the old configuration', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const result = await story.apply(story.plan([present('orders', { config: startFails })]));
    expect(result.summary).toEqual({ orders: 'applied, failed' });
    expect(result.exitCode).toBe(25);
  });

  it('gives a slow start its time', async () => {
    const story = new ApplyStory();
    const config = { ...someConfig, 'test.start': '90000' };
    const result = await story.apply(story.plan([present('orders', { config })]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.outcomes['orders']?.milliseconds).toBeGreaterThan(90_000);
    expect(result.outcomes['orders']?.milliseconds).toBeLessThan(93_000);
    expect(result.events.filter((event) => event.kind === 'heartbeat')).toHaveLength(10);
    expect(result.events).toContainEqual(
      expect.objectContaining({
        kind: 'heartbeat',
        pending: [expect.objectContaining({ name: 'orders', reason: 'it has no status yet' })],
      }),
    );
  });

  it('ends when the time is over', async () => {
    const story = new ApplyStory();
    const config = { ...someConfig, 'test.start': '9000000' };
    const result = await story.apply(story.plan([present('orders', { config })]), {
      timeoutMilliseconds: 60_000,
    });
    expect(result.summary).toEqual({ orders: 'applied, progressing' });
    expect(result.outcomes['orders']?.health).toMatchObject({
      reason: 'it has no status yet, after 60 s of waiting',
    });
    expect(result.took).toBeGreaterThan(60_000);
    expect(result.took).toBeLessThan(61_000);
    expect(result.exitCode).toBe(25);
  });

  it('is not satisfied with health that did not last', async () => {
    const story = new ApplyStory();
    const result = await story.apply(story.plan([present('orders')]), { timeoutMilliseconds: 5_000 });
    expect(result.summary).toEqual({ orders: 'applied, progressing' });
    expect(result.outcomes['orders']?.health).toMatchObject({
      reason: 'not stable for long enough within 5.0 s of waiting',
    });
  });

  it('takes one window for all, in which all are healthy together', async () => {
    const story = new ApplyStory();
    const slow = { ...someConfig, 'test.start': '8000' };
    const plan = story.plan([present('fast'), present('slow', { config: slow })]);
    // Something that shakes the fast one when its own ten seconds are over, but not yet those of the slow one.
    story.clock.after(14_000, () =>
      story.cluster.connector('fast').restart(story.clock.now(), { connector: false, tasks: [0] }),
    );
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ fast: 'applied', slow: 'applied' });
    expect(result.took).toBeGreaterThan(18_000);
    expect(result.took).toBeLessThan(26_000);
  });

  it('asks for all connectors at once, however many they are', async () => {
    const story = new ApplyStory();
    const names = Array.from({ length: 200 }, (_, index) => `connector-${index}`);
    const result = await story.apply(story.plan(names.map((name) => present(name))), { concurrency: 50 });
    expect(result.exitCode).toBe(0);
    const lastWrite = story.cluster.requests.findLastIndex((request) => request.isWrite);
    expect(story.cluster.requests.length - lastWrite).toBeLessThan(50);
  });

  it('accepts a connector without tasks after ten seconds, with a warning', async () => {
    const story = new ApplyStory();
    const idle = { ...someConfig, 'tasks.max': '0' };
    const result = await story.apply(story.plan([present('orders', { config: idle })]), {
      stableForMilliseconds: 1_000,
    });
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.outcomes['orders']?.health).toMatchObject({
      kind: 'healthy',
      warning: expect.stringMatching(/^it runs no tasks: .* log /),
    });
    expect(result.took).toBeGreaterThan(10_000);
  });

  it('does not take a failure from before the write for a new one', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', startFails);
    story.cluster.fault = ({ call }) =>
      call === 'readStatuses' ? { kind: 'lag', milliseconds: 2_500 } : undefined;
    const result = await story.apply(story.plan([present('orders', { config: other })]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.exitCode).toBe(0);
  });

  it('takes a failure that stays exactly as it was for one after ten seconds', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', startFails);
    story.cluster.fault = ({ call }) =>
      call === 'readStatuses' ? { kind: 'lag', milliseconds: 600_000 } : undefined;
    const result = await story.apply(story.plan([present('orders', { config: other })]));
    expect(result.summary).toEqual({ orders: 'applied, failed' });
    expect(result.took).toBeGreaterThan(10_000);
    expect(result.took).toBeLessThan(15_000);
  });

  it('goes on where a reading fails in between', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ index, isWrite }) =>
      !isWrite && index > 6 && index % 3 === 0 ? { kind: 'failure', verdict: 'busy' } : undefined;
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
  });

  it('that cannot read any more says so', async () => {
    const story = new ApplyStory();
    story.cluster.fault = ({ call, isWrite }) =>
      !isWrite &&
      call === 'readStatuses' &&
      story.cluster.writes.length > 0 &&
      story.cluster.requests.length > 9
        ? { kind: 'failure', verdict: 'busy' }
        : undefined;
    const result = await story.apply(story.plan([present('orders')]), { timeoutMilliseconds: 20_000 });
    expect(result.summary).toEqual({ orders: 'applied, progressing' });
    expect(result.outcomes['orders']?.health).toMatchObject({
      reason: 'it could not be read any more: the worker answered busy',
    });
  });
});

describe('what was broken before and only restarted', () => {
  it('is named, with whether it healed, and ends the run with 25', async () => {
    const story = new ApplyStory();
    story.cluster.seed('heals', someConfig);
    story.cluster.connector('heals').break(story.clock.now() - 1, { tasks: [0] });
    story.cluster.seed('stays', taskFails);
    const result = await story.apply(story.plan([present('heals'), present('stays', { config: taskFails })]));
    expect(result.summary).toEqual({ heals: 'applied', stays: 'applied, failed' });
    expect(result.outcomes['heals']?.failedBefore).toBe(true);
    expect(result.outcomes['stays']?.failedBefore).toBe(true);
    expect(result.exitCode).toBe(25);
  });

  it('must be healthy where this run changed it too', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', taskFails);
    const result = await story.apply(
      story.plan([present('orders', { config: { ...taskFails, topic: 'other' } })]),
    );
    expect(result.outcomes['orders']?.failedBefore).toBe(false);
    expect(result.exitCode).toBe(25);
  });

  it('and is declared paused ends paused', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    story.cluster.connector('orders').break(story.clock.now() - 1, { connector: true, tasks: [0] });
    const plan = story.plan([present('orders', { state: 'paused' })]);
    expect(plan.steps[0]?.actions.map((action) => action.kind)).toEqual(['set-state', 'restart']);
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.outcomes['orders']?.health).toEqual({ kind: 'suspended', state: 'paused' });
  });
});

describe('states together with configurations', () => {
  it.each(['2.8.2', '3.4.1', '3.9.1'])('on %s end in their desired state, in one run', async (version) => {
    const story = new ApplyStory({ version });
    for (const name of ['a', 'b']) story.cluster.seed(name, someConfig);
    story.cluster.seed('c', someConfig, 'paused');
    const declared = [
      present('a', { config: other, state: 'paused' }),
      present('b', { config: other }),
      present('c', { config: other, state: 'running' }),
      present('d', { state: 'paused' }),
    ];
    const result = await story.apply(story.plan(declared));
    expect(result.exitCode).toBe(0);
    const states = [...story.cluster.snapshot().values()].map((live) => live.status?.connector.state);
    expect(states).toEqual(['PAUSED', 'RUNNING', 'RUNNING', 'PAUSED']);
    expect(story.plan(declared).steps).toEqual([]);
  });

  it('wait between two calls until the first shows', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other, state: 'stopped' })]);
    expect(plan.steps[0]?.actions.map((action) => action.kind)).toEqual(['set-state', 'put-config']);
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'applied' });
    const [stop, put] = story.cluster.requests.filter((request) => request.isWrite);
    expect((put?.at ?? 0) - (stop?.at ?? 0)).toBeGreaterThan(100);
  });

  it('fail where the first does not show in time, and the second is not sent', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other, state: 'stopped' })]);
    story.cluster.setState = async () => undefined;
    const result = await story.apply(plan, { timeoutMilliseconds: 20_000 });
    expect(result.summary).toEqual({ orders: 'failed' });
    expect(result.outcomes['orders']).toMatchObject({
      reason: 'it is not stopped 20 s after the request; 1 of its 2 calls was applied',
      wrote: true,
    });
    expect(story.cluster.writes).toEqual([]);
    expect(result.exitCode).toBe(20);
  });

  it('pauses at once what an old worker has created running', async () => {
    const story = new ApplyStory({ version: '3.4.1' });
    const result = await story.apply(story.plan([present('orders', { state: 'paused' })]));
    expect(result.summary).toEqual({ orders: 'applied' });
    const [put, pause] = story.cluster.requests.filter((request) => request.isWrite);
    expect((pause?.at ?? 0) - (put?.at ?? 0)).toBeLessThanOrEqual(10);
  });
});

describe('a worker that refuses connections', () => {
  const worker = 'memory:8083';

  it('is not believed that it runs anything, for as long as its work has not moved', async () => {
    const story = new ApplyStory();
    story.clock.after(4_000, () => {
      story.cluster.refusing = new Set([worker]);
    });
    const result = await story.apply(story.plan([present('orders')]), { timeoutMilliseconds: 60_000 });
    expect(result.summary).toEqual({ orders: 'applied, progressing' });
    expect(result.outcomes['orders']?.health).toMatchObject({
      reason:
        'worker memory:8083, which has the connector and 1 of 1 task, refuses connections, after 60 s of waiting',
    });
    expect(result.exitCode).toBe(25);
  });

  it('costs a whole stable wait after it is back', async () => {
    const story = new ApplyStory();
    story.clock.after(4_000, () => {
      story.cluster.refusing = new Set([worker]);
    });
    story.clock.after(20_000, () => {
      story.cluster.refusing = new Set();
    });
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.took).toBeGreaterThan(30_000);
    expect(result.took).toBeLessThan(33_000);
    expect(result.exitCode).toBe(0);
  });

  it('does not matter to what is on another one', async () => {
    const story = new ApplyStory();
    story.cluster.refusing = new Set(['elsewhere:8083']);
    const result = await story.apply(story.plan([present('orders')]));
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.took).toBeLessThan(12_000);
  });
});

describe('a system time that is set', () => {
  it.each([3_600_000, -3_600_000])('changes no wait: %i ms', async (step) => {
    const story = new ApplyStory();
    story.clock.after(3_000, () => story.clock.setWallClock(step));
    const steady = await story.apply(story.plan([present('orders')]));
    expect(steady.summary).toEqual({ orders: 'applied' });
    expect(steady.took).toBeGreaterThanOrEqual(10_000);
    expect(steady.took).toBeLessThan(13_000);
    story.clock.after(3_000, () => story.clock.setWallClock(-step));
    const failing = present('never', { config: { ...someConfig, 'test.fail': 'connector' } });
    const limited = await story.apply(story.plan([present('orders'), failing]), {
      timeoutMilliseconds: 20_000,
    });
    expect(limited.summary).toEqual({ never: 'applied, failed' });
  });
});
