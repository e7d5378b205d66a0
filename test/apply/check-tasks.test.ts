import { describe, expect, it } from 'vitest';
import { ApplyStory } from '../support/apply-story.ts';
import { present, someConfig } from '../support/connectors.ts';

type Keys = Readonly<Record<string, string>>;

const before: Keys = { ...someConfig, topic: 'former' };
const changed: Keys = { ...before, topic: 'other' };
const quietly: Keys = { ...changed, 'test.task-configs': 'throw' };

/** What an apply says of the health of an update, and how often it asked for task configurations. */
async function update(config: Keys, arrange: (story: ApplyStory) => void = () => undefined) {
  const story = new ApplyStory();
  story.cluster.seed('orders', before);
  arrange(story);
  const result = await story.apply(story.plan([present('orders', { config })]));
  const asked = story.cluster.requests.filter(({ call }) => call === 'readTasks').length;
  return { health: result.outcomes['orders']?.health, asked, exitCode: result.exitCode };
}

describe('tasks that an update does not reach', () => {
  it('are warned of, once the connector is healthy, and fail nothing', async () => {
    expect(await update(quietly)).toMatchObject({
      health: {
        kind: 'healthy',
        warning: expect.stringMatching(/^its tasks still have .* log of its worker/),
      },
      asked: 1,
      exitCode: 0,
    });
  });

  it('are not claimed where they have the new values', async () => {
    const { health, asked } = await update(changed);
    expect(health).toEqual({ kind: 'healthy', running: 1, tasks: 1 });
    expect(asked).toBe(1);
  });

  it.each(['busy', 'absent', 'unauthorised', 'unknown-outcome'] as const)(
    'are not claimed where the answer is %s',
    async (verdict) => {
      const { health, exitCode } = await update(quietly, ({ cluster }) => {
        cluster.fault = ({ call }) => (call === 'readTasks' ? { kind: 'failure', verdict } : undefined);
      });
      expect(health).toEqual({ kind: 'healthy', running: 1, tasks: 1 });
      expect(exitCode).toBe(0);
    },
  );

  it('are not asked for where no value was replaced', async () => {
    expect((await update({ ...before, added: 'x' })).asked).toBe(0);
  });

  it('are not asked for where the connector is not healthy', async () => {
    const failing = { ...quietly, 'test.fail': 'task' };
    expect(await update(failing)).toMatchObject({ health: { kind: 'failed' }, asked: 0, exitCode: 25 });
  });

  it('are not asked for after a creation', async () => {
    const story = new ApplyStory();
    await story.apply(story.plan([present('orders', { config: quietly })]));
    expect(story.cluster.requests.filter(({ call }) => call === 'readTasks')).toEqual([]);
  });
});
