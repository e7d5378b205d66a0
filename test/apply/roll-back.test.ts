import { describe, expect, it } from 'vitest';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import { ApplyStory } from '../support/apply-story.ts';
import { absent, present, someConfig } from '../support/connectors.ts';

const other = { ...someConfig, topic: 'other' };
const third = { ...someConfig, topic: 'third' };
const failing = { ...someConfig, 'test.fail': 'task', 'test.fail.after': '3000' };

/** Configuration and state of everything that is there. */
function everything(story: ApplyStory): Record<string, unknown> {
  const tell = ({ config, status }: LiveConnector) => ({
    config: Object.fromEntries(config),
    state: status?.connector.state,
    tasks: status?.tasks.map((task) => task.state),
  });
  return Object.fromEntries([...story.cluster.snapshot()].map(([name, live]) => [name, tell(live)]));
}

describe('a rollback', () => {
  it.each(['2.8.2', '3.4.1', '3.9.1'])(
    'on %s restores the exact configuration and state, newest first',
    async (version) => {
      const story = new ApplyStory({ version });
      story.cluster.settle('config', someConfig);
      story.cluster.settle('state', someConfig);
      story.cluster.settle('both', someConfig, 'paused');
      story.cluster.settle('pause', someConfig);
      const before = everything(story);
      const plan = story.plan([
        present('config', { config: other }),
        present('state', { state: 'paused' }),
        present('both', { config: other, state: 'running' }),
        present('pause', { config: other, state: 'paused' }),
        present('created'),
        present('bad', { config: failing, dependsOn: ['created'] }),
      ]);

      const told = await story.apply(plan, { onFailure: 'rollback' });

      expect(told.outcomes['bad']?.health?.kind).toBe('failed');
      expect(told.report.rollback?.left).toEqual([]);
      expect([...(told.report.rollback?.restored ?? [])].sort()).toEqual([
        'bad',
        'both',
        'config',
        'created',
        'pause',
        'state',
      ]);
      expect(told.report.rollback?.restored[0]).toBe('bad');
      expect(everything(story)).toEqual(before);
      expect(told.exitCode).toBe(26);
      expect(told.events.filter((event) => event.kind === 'rollback')).toHaveLength(6);
      // What was written counts as applied all the same: the account says what was done, the rollback what was undone.
      expect(told.account['config']).toBe('applied');
    },
  );

  it('does not happen without a failure', async () => {
    const story = new ApplyStory();
    const told = await story.apply(story.plan([present('orders')]), { onFailure: 'rollback' });
    expect(told.report.rollback).toBeUndefined();
    expect(told.exitCode).toBe(0);
  });

  it('of a failed write restores the others', async () => {
    const story = new ApplyStory();
    story.cluster.settle('a', someConfig);
    story.cluster.settle('b', someConfig);
    const plan = story.plan([present('a', { config: other }), present('b', { config: other })]);
    story.cluster.fault = ({ name }) =>
      name === 'b' ? { kind: 'failure', verdict: 'permanent' } : undefined;
    const told = await story.apply(plan, { onFailure: 'rollback' });
    expect(told.account).toEqual({ a: 'applied', b: 'failed' });
    expect(told.report.rollback).toEqual({ restored: ['a'], left: [] });
    expect(told.exitCode).toBe(26);
  });

  it('leaves alone what somebody else changed meanwhile, and says so', async () => {
    const story = new ApplyStory();
    story.cluster.settle('edited', someConfig);
    story.cluster.settle('paused', someConfig);
    const plan = story.plan([
      present('bad', { config: failing }),
      present('edited', { config: other }),
      present('created'),
      present('gone'),
    ]);
    story.clock.after(1_000, () => {
      story.cluster.place('edited', third);
      story.cluster.place('created', third);
      story.cluster.remove('gone');
    });
    const told = await story.apply(plan, { onFailure: 'rollback' });
    expect(told.report.rollback?.restored.toSorted()).toEqual(['bad', 'gone']);
    const reason = 'its configuration was changed meanwhile';
    expect(told.report.rollback?.left).toHaveLength(2);
    expect(told.report.rollback?.left).toEqual(
      expect.arrayContaining([
        { name: 'edited', reason },
        { name: 'created', reason },
      ]),
    );
    expect(story.cluster.snapshot().get('edited')?.config.get('topic')).toBe('third');
    expect(story.cluster.snapshot().get('created')?.config.get('topic')).toBe('third');
    expect(told.exitCode).toBe(27);
  });

  it('never deletes what this run did not certainly create', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('bad', { config: failing }), present('replaced'), present('unknown')]);
    story.cluster.onRequest = ({ call, name }) => {
      if (call === 'putConfig' && name === 'replaced') story.cluster.place('replaced', third);
    };
    story.cluster.fault = ({ name, isWrite }) =>
      name === 'unknown' && isWrite
        ? { kind: 'failure', verdict: 'unknown-outcome', carriedOut: { after: 31_000 } }
        : undefined;
    const told = await story.apply(plan, { onFailure: 'rollback' });
    expect(told.report.rollback?.left.map(({ name }) => name).sort()).toEqual(['replaced', 'unknown']);
    expect(story.cluster.writes.filter((write) => write.startsWith('delete'))).toEqual(['delete bad']);
    expect(told.exitCode).toBe(27);
  });

  it('says that a write of unknown outcome may still come', async () => {
    const story = new ApplyStory();
    story.cluster.settle('orders', someConfig);
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.fault = ({ isWrite }) =>
      isWrite ? { kind: 'failure', verdict: 'unknown-outcome' } : undefined;
    const told = await story.apply(plan, { onFailure: 'rollback' });
    expect(told.account).toEqual({ orders: 'unknown' });
    expect(told.report.rollback?.left).toEqual([
      { name: 'orders', reason: 'it is as before, but the write of unknown outcome may still be applied' },
    ]);
    expect(story.cluster.writes).toHaveLength(1);
  });

  it('brings back what was deleted, where a later deletion fails', async () => {
    const story = new ApplyStory();
    story.cluster.settle('a', someConfig);
    story.cluster.settle('b', other, 'stopped');
    const before = everything(story);
    const plan = story.plan([absent('a'), absent('b', { dependsOn: ['a'] })]);
    story.cluster.fault = ({ name, call }) =>
      name === 'a' && call === 'delete' ? { kind: 'failure', verdict: 'permanent' } : undefined;
    const told = await story.apply(plan, { onFailure: 'rollback' });
    expect(told.account).toEqual({ a: 'failed', b: 'applied' });
    expect(told.report.rollback).toEqual({ restored: ['b'], left: [] });
    expect(everything(story)).toEqual(before);
  });

  it('restarts tasks that would go on with the configuration that was taken back', async () => {
    const story = new ApplyStory({ version: '3.4.1' });
    story.cluster.settle('orders', someConfig);
    const plan = story.plan([
      present('bad', { config: failing }),
      present('orders', { config: { ...someConfig, 'key.converter': 'other' } }),
    ]);
    expect((await story.apply(plan, { onFailure: 'rollback' })).exitCode).toBe(26);
    expect(story.cluster.writes.filter((write) => write.endsWith('orders'))).toEqual([
      ...['putConfig orders', 'restart orders', 'putConfig orders', 'restart orders'],
    ]);
  });

  it('is judged itself: what was healthy before must be so again', async () => {
    const story = new ApplyStory();
    story.cluster.settle('orders', someConfig);
    const plan = story.plan([present('orders', { config: failing })]);
    story.cluster.onRequest = ({ call, config }) => {
      const isRollback = call === 'putConfig' && !config?.has('test.fail');
      if (isRollback)
        story.clock.after(500, () =>
          story.cluster.connector('orders').break(story.clock.now(), { tasks: [0] }),
        );
    };
    const told = await story.apply(plan, { onFailure: 'rollback' });
    expect(told.report.rollback).toEqual({
      restored: [],
      left: [
        {
          name: 'orders',
          reason:
            'its former configuration and state are restored, but it is not healthy: 1 of 1 task FAILED',
        },
      ],
    });
    expect(told.exitCode).toBe(27);
  });

  it('does not ask for health that was not there before', async () => {
    const story = new ApplyStory();
    story.cluster.settle('orders', { ...failing, topic: 'old' });
    await story.clock.sleep(10);
    const plan = story.plan([present('orders', { config: failing })]);
    const told = await story.apply(plan, { onFailure: 'rollback' });
    expect(told.report.rollback).toEqual({ restored: ['orders'], left: [] });
  });

  it('still has time where the failure was that time ran out', async () => {
    const story = new ApplyStory();
    story.cluster.settle('orders', someConfig);
    const never = { ...someConfig, 'test.start': '9000000' };
    const plan = story.plan([present('orders', { config: never })]);
    const told = await story.apply(plan, { onFailure: 'rollback', timeoutMilliseconds: 30_000 });
    expect(told.report.rollback).toEqual({ restored: ['orders'], left: [] });
    expect(told.took).toBeGreaterThan(40_000);
  });

  it('names everything as not restored where the cluster refuses the credentials', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('a'), present('b', { dependsOn: ['a'] })]);
    story.cluster.fault = ({ name, isWrite }) =>
      isWrite && name === 'b' ? { kind: 'failure', verdict: 'unauthorised' } : undefined;
    const told = await story.apply(plan, { onFailure: 'rollback' });
    expect(told.report.rollback).toEqual({
      restored: [],
      left: [{ name: 'a', reason: 'the cluster refused the credentials' }],
    });
    expect(told.exitCode).toBe(27);
  });
});
