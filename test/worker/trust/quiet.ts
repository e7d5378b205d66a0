import { expect, it } from 'vitest';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { trial } from './trial.ts';

const source = { 'connector.class': misbehavingSource, 'tasks.max': '1' };
const apply = ['apply', '--yes', '--stable-for', '1s'];

/**
 * A plugin whose `taskConfigs()` throws: the worker says so in its log alone. The connector is RUNNING, without a
 * trace; tasks that it had go on with the earlier configuration, which shows where they were given values that have
 * changed. These tests hold what can be said of it, no more.
 */
export function describeQuietFailure(url: () => string): void {
  it('shows in a new connector as no tasks, which is warned of', () =>
    trial(url(), async (quiet) => {
      quiet.wish('quiet-new', { config: { ...source, 'task.configs.error': 'cannot list the tables' } });
      const run = await quiet.run(apply);
      expect(run.stdout).toMatch(/create {2}quiet-new {3}applied; RUNNING, 0\/0 tasks, after/);
      expect(run.stdout).toContain(
        'warning: it runs no tasks: if its plugin should have made some, only the log',
      );
      expect(run.exitCode).toBe(0);
    }));

  it('shows in a connector that has tasks as tasks with a former value, which is warned of', () =>
    trial(url(), async (quiet) => {
      quiet.wish('quiet-old', { config: { ...source, 'task.fail.error': 'former' } });
      await quiet.run(apply);
      const before = await quiet.reported();
      const config = { ...source, 'task.fail.error': 'new' };
      quiet.wish('quiet-old', { config: { ...config, 'task.configs.error': 'cannot list the tables' } });
      const run = await quiet.run(apply);
      expect(run.stdout).toMatch(/update {2}quiet-old {3}applied; RUNNING, 1\/1 task, after/);
      expect(run.stdout).toContain('warning: its tasks still have the former configuration');
      expect(run.exitCode).toBe(0);
      const after = await quiet.reported();
      expect(after['quiet-old']?.states).toBe(before['quiet-old']?.states);

      quiet.wish('quiet-old', { config });
      const healed = await quiet.run(apply);
      expect(healed.stdout).toMatch(/update {2}quiet-old {3}applied; RUNNING, 1\/1 task, after/);
      expect(healed.stdout).not.toContain('warning');
    }));

  it('does not show in a connector of which no value changed: its tasks run on, and say nothing', () =>
    trial(url(), async (quiet) => {
      quiet.wish('quiet-more', { config: source });
      await quiet.run(apply);
      quiet.wish('quiet-more', { config: { ...source, 'task.configs.error': 'cannot list the tables' } });
      const run = await quiet.run(apply);
      expect(run.stdout).toMatch(/update {2}quiet-more {3}applied; RUNNING, 1\/1 task, after/);
      expect(run.stdout).not.toContain('warning');
      expect(run.exitCode).toBe(0);
    }));
}
