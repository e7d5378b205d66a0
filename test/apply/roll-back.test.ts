import { describe, expect, it } from 'vitest';
import type { LiveConnector } from '../../src/model/live-connector.ts';
import { ApplyStory } from '../support/apply-story.ts';
import { absent, present, someConfig } from '../support/connectors.ts';

const other = { ...someConfig, topic: 'other' };
const third = { ...someConfig, topic: 'third' };
const failing = { ...someConfig, 'test.fail': 'task', 'test.fail.after': '3000' };

/** Configuration and state of everything that is there. */
function everything(story: ApplyStory): Record<string, unknown> {
  const stateOf = ({ config, status }: LiveConnector) => ({
    config: Object.fromEntries(config),
    state: status?.connector.state,
    tasks: status?.tasks.map((task) => task.state),
  });
  return Object.fromEntries([...story.cluster.snapshot()].map(([name, live]) => [name, stateOf(live)]));
}

describe('a rollback', () => {
  it('writes no mask: what the worker masks is left, and says so', async () => {
    const story = new ApplyStory();
    const masked = { ...someConfig, 'db.password': '****' };
    story.cluster.seed('masked', masked);
    story.cluster.seed('open', someConfig);
    const plan = story.plan([
      present('masked', { config: { ...other, 'db.password': 'secret' } }),
      present('open', { config: other }),
      present('bad', { config: failing, dependsOn: ['masked', 'open'] }),
    ]);
    const { rollback } = (await story.apply(plan, { onFailure: 'rollback' })).report;
    expect(rollback?.restored).toEqual(expect.arrayContaining(['open']));
    expect(rollback?.left).toEqual([
      {
        name: 'masked',
        reason: 'the worker masks db.password: its former configuration cannot be written back',
      },
    ]);
    expect(everything(story)['masked']).toMatchObject({ config: { 'db.password': 'secret' } });
  });

  it.each(['2.8.2', '3.4.1', '3.9.1'])(
    'on %s restores the exact configuration and state, newest first',
    async (version) => {
      const story = new ApplyStory({ version });
      story.cluster.seed('config', someConfig);
      story.cluster.seed('state', someConfig);
      story.cluster.seed('both', someConfig, 'paused');
      story.cluster.seed('pause', someConfig);
      const before = everything(story);
      const plan = story.plan([
        present('config', { config: other }),
        present('state', { state: 'paused' }),
        present('both', { config: other, state: 'running' }),
        present('pause', { config: other, state: 'paused' }),
        present('created'),
        present('bad', { config: failing, dependsOn: ['created'] }),
      ]);

      const result = await story.apply(plan, { onFailure: 'rollback' });

      expect(result.outcomes['bad']?.health?.kind).toBe('failed');
      expect(result.report.rollback?.left).toEqual([]);
      expect([...(result.report.rollback?.restored ?? [])].sort()).toEqual([
        'bad',
        'both',
        'config',
        'created',
        'pause',
        'state',
      ]);
      expect(result.report.rollback?.restored[0]).toBe('bad');
      expect(everything(story)).toEqual(before);
      expect(result.exitCode).toBe(26);
      expect(result.events.filter((event) => event.kind === 'rollback')).toHaveLength(6);
      // What was written counts as applied all the same: the outcome reports what was applied, the rollback what was restored.
      expect(result.summary['config']).toBe('applied');
    },
  );

  it('does not happen without a failure', async () => {
    const story = new ApplyStory();
    const result = await story.apply(story.plan([present('orders')]), { onFailure: 'rollback' });
    expect(result.report.rollback).toBeUndefined();
    expect(result.exitCode).toBe(0);
  });

  it('of a failed write restores the others', async () => {
    const story = new ApplyStory();
    story.cluster.seed('a', someConfig);
    story.cluster.seed('b', someConfig);
    const plan = story.plan([present('a', { config: other }), present('b', { config: other })]);
    story.cluster.fault = ({ name }) =>
      name === 'b' ? { kind: 'failure', verdict: 'permanent' } : undefined;
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.summary).toEqual({ a: 'applied', b: 'failed' });
    expect(result.report.rollback).toEqual({ restored: ['a'], left: [] });
    expect(result.exitCode).toBe(26);
  });

  it('leaves alone what was changed meanwhile, and reports it', async () => {
    const story = new ApplyStory();
    story.cluster.seed('edited', someConfig);
    story.cluster.seed('paused', someConfig);
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
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.report.rollback?.restored.toSorted()).toEqual(['bad', 'gone']);
    const reason = 'its configuration was changed meanwhile';
    expect(result.report.rollback?.left).toHaveLength(2);
    expect(result.report.rollback?.left).toEqual(
      expect.arrayContaining([
        { name: 'edited', reason },
        { name: 'created', reason },
      ]),
    );
    expect(story.cluster.snapshot().get('edited')?.config.get('topic')).toBe('third');
    expect(story.cluster.snapshot().get('created')?.config.get('topic')).toBe('third');
    expect(result.exitCode).toBe(27);
  });

  it('never deletes what this run did not certainly create', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('bad', { config: failing }), present('replaced'), present('unknown')]);
    story.cluster.onRequest = ({ call, name }) => {
      if (call === 'putConfig' && name === 'replaced') story.cluster.place('replaced', third);
    };
    story.cluster.fault = ({ name, isWrite }) =>
      name === 'unknown' && isWrite
        ? { kind: 'failure', verdict: 'unknown-outcome', applied: { after: 31_000 } }
        : undefined;
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.report.rollback?.left.map(({ name }) => name).sort()).toEqual(['replaced', 'unknown']);
    expect(story.cluster.writes.filter((write) => write.startsWith('delete'))).toEqual(['delete bad']);
    expect(result.exitCode).toBe(27);
  });

  it('says that a write of unknown outcome may still come', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.fault = ({ isWrite }) =>
      isWrite ? { kind: 'failure', verdict: 'unknown-outcome' } : undefined;
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.summary).toEqual({ orders: 'unknown' });
    expect(result.report.rollback?.left).toEqual([
      { name: 'orders', reason: 'it is as before, but the write of unknown outcome may still be applied' },
    ]);
    expect(story.cluster.writes).toHaveLength(1);
  });

  it('brings back what was deleted, where a later deletion fails', async () => {
    const story = new ApplyStory();
    story.cluster.seed('a', someConfig);
    story.cluster.seed('b', other, 'stopped');
    const before = everything(story);
    const plan = story.plan([absent('a'), absent('b', { dependsOn: ['a'] })]);
    story.cluster.fault = ({ name, call }) =>
      name === 'a' && call === 'delete' ? { kind: 'failure', verdict: 'permanent' } : undefined;
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.summary).toEqual({ a: 'failed', b: 'applied' });
    expect(result.report.rollback).toEqual({ restored: ['b'], left: [] });
    expect(everything(story)).toEqual(before);
  });

  it('restarts tasks that would go on with the configuration that was taken back', async () => {
    const story = new ApplyStory({ version: '3.4.1' });
    const own = { ...someConfig, 'test.own-keys': 'yes' };
    story.cluster.seed('orders', own);
    const plan = story.plan([
      present('bad', { config: failing }),
      present('orders', { config: { ...own, 'key.converter': 'other' } }),
    ]);
    expect((await story.apply(plan, { onFailure: 'rollback' })).exitCode).toBe(26);
    expect(story.cluster.writes.filter((write) => write.endsWith('orders'))).toEqual([
      ...['putConfig orders', 'restart orders', 'putConfig orders', 'restart orders'],
    ]);
  });

  it('is checked: what was healthy before must be so again', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: failing })]);
    story.cluster.onRequest = ({ call, config }) => {
      const isRollback = call === 'putConfig' && !config?.has('test.fail');
      if (isRollback)
        story.clock.after(500, () =>
          story.cluster.connector('orders').break(story.clock.now(), { tasks: [0] }),
        );
    };
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.report.rollback).toEqual({
      restored: [],
      left: [
        {
          name: 'orders',
          reason:
            'its former configuration and state are restored, but it is not healthy: 1 of 1 task FAILED',
        },
      ],
    });
    expect(result.exitCode).toBe(27);
  });

  it('does not ask for health that was not there before', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', { ...failing, topic: 'old' });
    await story.clock.sleep(10);
    const plan = story.plan([present('orders', { config: failing })]);
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.report.rollback).toEqual({ restored: ['orders'], left: [] });
  });

  it('still has time where the failure was that time ran out', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const never = { ...someConfig, 'test.start': '9000000' };
    const plan = story.plan([present('orders', { config: never })]);
    const result = await story.apply(plan, { onFailure: 'rollback', timeoutMilliseconds: 30_000 });
    expect(result.report.rollback).toEqual({ restored: ['orders'], left: [] });
    expect(result.took).toBeGreaterThan(40_000);
  });

  it('names everything as not restored where the cluster refuses the credentials', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('a'), present('b', { dependsOn: ['a'] })]);
    story.cluster.fault = ({ name, isWrite }) =>
      isWrite && name === 'b' ? { kind: 'failure', verdict: 'unauthorised' } : undefined;
    const result = await story.apply(plan, { onFailure: 'rollback' });
    expect(result.report.rollback).toEqual({
      restored: [],
      left: [{ name: 'a', reason: 'the cluster refused the credentials' }],
    });
    expect(result.exitCode).toBe(27);
  });
});
