import path from 'node:path';
import { expect, it } from 'vitest';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { type Trial, trial } from './trial.ts';

const source = { 'connector.class': misbehavingSource, 'tasks.max': '3', 'tasks.made': '3' };
const apply = ['apply', '--yes', '--stable-for', '1s'];

/** Restarts of FAILED connectors and tasks: planned, shown with the reason, and their outcome reported. */
export function describeHealing(url: () => string): void {
  it('restarts FAILED tasks as a step of the plan, and leaves the others alone', () =>
    trial(url(), async (healing) => {
      await breakTasks(healing, 'heal-tasks', '0,2');
      const plan = await healing.run(['plan', '--detailed-exitcode']);
      expect(plan.exitCode).toBe(2);
      expect(plan.stdout).toContain('* heal-tasks   restart  2 of 3 tasks are FAILED');
      expect(plan.stdout).toContain('the other task is not touched');
      expect(plan.stdout).toContain('java.lang.IllegalStateException: as told');
      const run = await healing.run(apply);
      expect(run.stdout).toMatch(/restart heal-tasks {3}applied; healed: RUNNING, 3\/3 tasks, after/);
      expect(run.exitCode).toBe(0);
      expect((await healing.reported())['heal-tasks']?.states).toBe('RUNNING 0:RUNNING 1:RUNNING 2:RUNNING');
      expect((await healing.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    }));

  it('reports what a restart did not repair, and ends 25 as long as nothing repairs it', () =>
    trial(url(), async (healing) => {
      healing.declare('heal-never', { config: { ...source, 'task.fail.after.ms': '700' } });
      const patient = ['apply', '--yes', '--stable-for', '2s'];
      expect((await healing.run(patient)).exitCode).toBe(25);
      const run = await healing.run(patient);
      expect(run.stdout).toContain('restart heal-never   applied; unhealthy as before: 3 of 3 tasks FAILED');
      expect(run.stdout).toContain('1 planned: 1 applied (1 of them unhealthy as before).');
      expect(run.exitCode).toBe(25);
      const left = await healing.run([...apply, '--restart', 'none']);
      expect(left.stdout).toContain('heal-never');
      expect(left.exitCode).toBe(25);
    }));

  it('repairs a connector by its corrected configuration', () =>
    trial(url(), async (healing) => {
      healing.declare('heal-path', { config: sinkInto(healing, 'no-such-folder/out.txt') });
      expect((await healing.run(apply)).exitCode).toBe(25);
      healing.declare('heal-path', { config: sinkInto(healing, 'out.txt') });
      healing.declare('heal-start', { config: source });
      await healing.run(apply);
      healing.declare('heal-start', { config: { ...source, 'start.error': 'no route to the database' } });
      expect((await healing.run(apply)).exitCode).toBe(25);
      healing.declare('heal-start', { config: source });
      const run = await healing.run(apply);
      expect(run.stdout).toContain('1 planned: 1 applied.');
      expect(run.exitCode).toBe(0);
      const reported = await healing.reported();
      expect(reported['heal-path']?.states).toBe('RUNNING 0:RUNNING');
      expect(reported['heal-start']?.states).toBe('RUNNING 0:RUNNING 1:RUNNING 2:RUNNING');
    }));

  it('restarts a FAILED connector that is declared paused, and it is paused then', () =>
    trial(url(), async (healing) => {
      await breakTasks(healing, 'heal-paused', '1');
      healing.declare('heal-paused', { config: { ...source, ...onceConfig(healing, '1') }, state: 'paused' });
      const run = await healing.run(apply);
      expect(run.stdout).toMatch(/state {3}heal-paused {3}applied; PAUSED, after/);
      expect(run.exitCode).toBe(0);
      expect((await healing.reported())['heal-paused']?.states).toBe('PAUSED 0:PAUSED 1:PAUSED 2:PAUSED');
      expect((await healing.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    }));
}

function onceConfig({ folder }: Trial, ids: string): Readonly<Record<string, string>> {
  return {
    'task.fail.after.ms': '0',
    'task.fail.ids': ids,
    'task.fail.once': path.join(folder.directory, 'failed'),
  };
}

/** Creates a connector whose tasks with these ids fail once. */
async function breakTasks(healing: Trial, name: string, ids: string): Promise<void> {
  healing.declare(name, { config: { ...source, ...onceConfig(healing, ids) } });
  expect((await healing.run(apply)).exitCode).toBe(25);
}

function sinkInto({ folder }: Trial, file: string): Readonly<Record<string, string>> {
  return {
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    'tasks.max': '1',
    topics: 'trust-lines',
    file: path.join(folder.directory, file),
  };
}
