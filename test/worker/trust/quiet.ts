import { expect, it } from 'vitest';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { trial } from './trial.ts';

const source = { 'connector.class': misbehavingSource, 'tasks.max': '1' };
const apply = ['apply', '--yes', '--stable-for', '1s'];

/**
 * A plugin whose `taskConfigs()` throws: only the log of the worker shows it. The connector is RUNNING, without a
 * trace; its existing tasks keep the earlier configuration, which shows where they have other values. These tests
 * cover what can be known from outside.
 */
export function describeQuietFailure(url: () => string): void {
  it('shows in a new connector as a warning about missing tasks', () =>
    trial(url(), async (quiet) => {
      quiet.declare('quiet-new', { config: { ...source, 'task.configs.error': 'cannot list the tables' } });
      const run = await quiet.run(apply);
      expect(run.stdout).toMatch(/create {2}quiet-new {3}applied; RUNNING, 0\/0 tasks, after/);
      expect(run.stdout).toContain('warning: it runs no tasks: if it should, the log');
      expect(run.exitCode).toBe(0);
    }));

  it('fails the run of a connector whose tasks contradict its configuration, until it is repaired', () =>
    trial(url(), async (quiet) => {
      quiet.declare('quiet-old', { config: { ...source, 'task.fail.error': 'former' } });
      await quiet.run(apply);
      const before = await quiet.reported();
      const config = { ...source, 'task.fail.error': 'new' };
      quiet.declare('quiet-old', { config: { ...config, 'task.configs.error': 'cannot list the tables' } });
      const run = await quiet.run(apply);
      const says = 'its tasks still run an earlier configuration (they contradict task.fail.error)';
      expect(run.stdout).toContain(`update  quiet-old   applied; unhealthy: ${says}`);
      expect(run.exitCode).toBe(25);
      const status = await quiet.run(['status', 'quiet-old']);
      expect(status.stdout).toContain(says);
      expect(status.exitCode).toBe(25);
      const after = await quiet.reported();
      expect(after['quiet-old']?.states).toBe(before['quiet-old']?.states);

      quiet.declare('quiet-old', { config });
      const healed = await quiet.run(apply);
      expect(healed.stdout).toMatch(/update {2}quiet-old {3}applied; RUNNING, 1\/1 task, after/);
      expect(healed.stdout).not.toContain('warning');
    }));

  it('fails the run of a connector whose tasks vanish, unless its file allows it', () =>
    trial(url(), async (quiet) => {
      const none = { ...source, 'tasks.made': '0' };
      quiet.declare('quiet-gone', { config: source });
      quiet.declare('quiet-meant', { config: source });
      expect((await quiet.run(apply)).exitCode).toBe(0);
      quiet.declare('quiet-gone', { config: none });
      quiet.declare('quiet-meant', { config: none, allowNoTasks: true });
      const run = await quiet.run(apply);
      expect(run.stdout).toContain('update  quiet-gone    applied; unhealthy: it had tasks and has none');
      expect(run.stdout).toMatch(/update {2}quiet-meant {3}applied; RUNNING, 0\/0 tasks, after/);
      expect(run.exitCode).toBe(25);
      const reported = await quiet.reported();
      expect(reported['quiet-gone']?.states).toBe('RUNNING');
    }));

  it('does not show in a connector without a changed value: its tasks keep running', () =>
    trial(url(), async (quiet) => {
      quiet.declare('quiet-more', { config: source });
      await quiet.run(apply);
      quiet.declare('quiet-more', { config: { ...source, 'task.configs.error': 'cannot list the tables' } });
      const run = await quiet.run(apply);
      expect(run.stdout).toMatch(/update {2}quiet-more {3}applied; RUNNING, 1\/1 task, after/);
      expect(run.stdout).not.toContain('warning');
      expect(run.exitCode).toBe(0);
    }));
}
