import { describe, expect, it } from 'vitest';
import { ApplyStory } from '../support/apply-story.ts';
import { absent, present, someConfig } from '../support/connectors.ts';

const other = { ...someConfig, topic: 'other' };
const third = { ...someConfig, topic: 'third' };

function topicOf(story: ApplyStory, name: string): string | undefined {
  return story.cluster.snapshot().get(name)?.config.get('topic');
}

describe('a connector that is no longer what the plan saw', () => {
  it('is not written and is named, while the others are', async () => {
    const story = new ApplyStory();
    story.cluster.seed('moved', someConfig);
    story.cluster.seed('still', someConfig);
    const plan = story.plan([present('moved', { config: other }), present('still', { config: other })]);
    story.cluster.place('moved', third);

    const result = await story.apply(plan);

    expect(result.summary).toEqual({ moved: 'stale', still: 'applied' });
    expect(result.outcomes['moved']?.reason).toBe('its configuration was changed meanwhile');
    expect(topicOf(story, 'moved')).toBe('third');
    expect(result.exitCode).toBe(20);
  });

  it('is read again where its configuration was read long before its state', async () => {
    const story = new ApplyStory();
    story.cluster.seed('moved', someConfig);
    const plan = story.plan([present('moved', { config: other })]);
    let isFirst = true;
    story.cluster.fault = ({ call }) => {
      if (call !== 'readStatuses' || !isFirst) return undefined;
      isFirst = false;
      return { kind: 'slow', milliseconds: 5_000 };
    };
    story.clock.after(1_000, () => story.cluster.place('moved', third));

    const result = await story.apply(plan);

    expect(result.summary).toEqual({ moved: 'stale' });
    expect(topicOf(story, 'moved')).toBe('third');
  });

  it('is not resurrected when it was deleted meanwhile', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.remove('orders');

    const result = await story.apply(plan);

    expect(result.summary).toEqual({ orders: 'stale' });
    expect(story.cluster.writes).toEqual([]);
    expect(result.exitCode).toBe(21);
  });

  it('is not overwritten when it was created meanwhile', async () => {
    const story = new ApplyStory();
    const plan = story.plan([
      present('orders', { config: other }),
      present('paused', { config: other, state: 'paused' }),
    ]);
    story.cluster.place('orders', third);
    story.cluster.place('paused', third);

    const result = await story.apply(plan);

    expect(result.summary).toEqual({ orders: 'stale', paused: 'stale' });
    expect(story.cluster.writes).toEqual([]);
  });

  it('is not deleted when it was changed meanwhile', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([absent('orders')]);
    story.cluster.place('orders', third);
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'stale' });
    expect(story.cluster.snapshot().has('orders')).toBe(true);
  });

  it('is checked in a reading that is at most two seconds old', async () => {
    const story = new ApplyStory();
    const names = Array.from({ length: 8 }, (_, index) => `connector-${index}`);
    for (const name of names) story.cluster.seed(name, someConfig);
    const plan = story.plan(names.map((name) => present(name, { config: other })));
    story.cluster.fault = ({ isWrite }) => (isWrite ? { kind: 'slow', milliseconds: 3_000 } : undefined);
    // While the first writes are under way, one whose turn has not come is changed.
    story.clock.after(1_000, () => story.cluster.place('connector-7', third));

    const result = await story.apply(plan, { concurrency: 2 });

    expect(result.summary['connector-7']).toBe('stale');
    expect(topicOf(story, 'connector-7')).toBe('third');
  });
});

describe('a connector that already is in its desired state', () => {
  it('is not written: the same plan can be applied twice', async () => {
    const story = new ApplyStory();
    story.cluster.seed('update', someConfig);
    story.cluster.seed('pause', someConfig);
    story.cluster.seed('delete', someConfig);
    const declared = [
      present('create', { config: other }),
      present('update', { config: other }),
      present('pause', { state: 'paused' }),
      absent('delete'),
    ];
    const plan = story.plan(declared);
    expect((await story.apply(plan)).exitCode).toBe(0);
    const sent = story.cluster.writes.length;

    const again = await story.apply(plan);

    expect(again.summary).toEqual({
      create: 'unchanged',
      update: 'unchanged',
      pause: 'unchanged',
      delete: 'unchanged',
    });
    expect(story.cluster.writes.length).toBe(sent);
    expect(again.exitCode).toBe(0);
    expect(again.took).toBeLessThan(1_000);
  });

  it('is finished where only a part of its calls was made', async () => {
    const story = new ApplyStory({ version: '3.4.1' });
    const plan = story.plan([present('orders', { state: 'paused' })]);
    expect(plan.steps[0]?.actions.map((action) => action.kind)).toEqual(['put-config', 'set-state']);
    story.cluster.seed('orders', someConfig);

    const result = await story.apply(plan);

    expect(result.summary).toEqual({ orders: 'applied' });
    expect(story.cluster.writes).toEqual(['setState orders']);
  });
});

describe('keys that another actor owns', () => {
  it('keep the value that they have at the moment of the write', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', { ...someConfig, 'tasks.max': '2' });
    const plan = story.plan([present('orders', { config: other, ignoreKeys: ['tasks.max'] })]);
    story.cluster.place('orders', { ...someConfig, 'tasks.max': '8' });
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(story.cluster.snapshot().get('orders')?.config.get('tasks.max')).toBe('8');
    expect(topicOf(story, 'orders')).toBe('other');
  });
});

describe('what happens between the precondition check and the write', () => {
  it('is reported where the write created what had just been deleted', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.onRequest = ({ call }) => {
      if (call === 'putConfig') story.cluster.remove('orders');
    };
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'applied' });
    expect(result.outcomes['orders']?.reason).toBe(
      'it was deleted at that very moment: the write created it again',
    );
  });

  it('does not end an update that created again what had just been deleted', async () => {
    const story = new ApplyStory({ version: '3.4.1' });
    story.cluster.seed('orders', { ...someConfig, 'tasks.max': '2' });
    story.cluster.connector('orders').break(story.clock.now() - 1000, { tasks: [0] });
    const plan = story.plan([present('orders', { config: { ...other, 'tasks.max': '2' } })]);
    expect(plan.steps[0]?.actions.map((action) => action.kind)).toEqual(['put-config', 'restart']);
    story.cluster.onRequest = ({ call }) => {
      if (call === 'putConfig') story.cluster.remove('orders');
    };

    const result = await story.apply(plan);

    expect(result.summary).toEqual({ orders: 'applied' });
    expect(story.cluster.writes).toEqual(['putConfig orders', 'restart orders']);
  });

  it('is reported where the write replaced what had just been created', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.onRequest = ({ call }) => {
      if (call === 'putConfig') story.cluster.place('orders', third);
    };
    const result = await story.apply(plan);
    expect(result.outcomes['orders']?.reason).toBe(
      'it was created at that very moment: the write replaced it',
    );
  });

  it('does not matter where a POST finds the very same already', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('orders', { state: 'paused' })]);
    story.cluster.onRequest = ({ call }) => {
      if (call === 'createWithState') story.cluster.place('orders', someConfig, 'paused');
    };
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'unchanged' });
  });

  it('leaves alone what a POST finds created in another shape', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('orders', { state: 'paused' })]);
    story.cluster.onRequest = ({ call }) => {
      if (call === 'createWithState') story.cluster.place('orders', third, 'paused');
    };
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'stale' });
    expect(topicOf(story, 'orders')).toBe('third');
  });

  it('of a deletion: gone is gone', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    const plan = story.plan([absent('orders')]);
    story.cluster.onRequest = ({ call }) => {
      if (call === 'delete') story.cluster.remove('orders');
    };
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'unchanged' });
    expect(result.exitCode).toBe(0);
  });
});

describe('a list that cannot be true', () => {
  it('empty, as from a booting worker, is confirmed by the plain list before anything is created', async () => {
    const story = new ApplyStory();
    const plan = story.plan([present('orders', { config: other })]);
    story.cluster.place('orders', third);
    story.cluster.fault = ({ index, isWrite }) => (index < 2 && !isWrite ? { kind: 'empty' } : undefined);
    const result = await story.apply(plan);
    expect(result.summary).toEqual({ orders: 'stale' });
    expect(result.events).toContainEqual(
      expect.objectContaining({
        kind: 'waiting',
        reason: 'the list and the configurations of the cluster contradict each other',
      }),
    );
  });

  it('empty once does not make a deletion done', async () => {
    const story = new ApplyStory();
    story.cluster.seed('orders', someConfig);
    story.cluster.fault = ({ call, index }) => {
      if (call === 'delete') return { kind: 'failure', verdict: 'unknown-outcome', applied: 'never' };
      return call === 'readConnectors' && index > 2 && index < 6 ? { kind: 'empty' } : undefined;
    };
    const result = await story.apply(story.plan([absent('orders')]));
    expect(result.summary).toEqual({ orders: 'unknown' });
  });
});
