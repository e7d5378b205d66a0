import path from 'node:path';
import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { type Trial, trial } from './trial.ts';

const healthy = { 'connector.class': misbehavingSource, 'tasks.max': '1' };

/** What the wait for health must not let through. */
export function describeGate(url: () => string): void {
  it('detects a task that fails two seconds after RUNNING, where --stable-for is longer', () =>
    trial(url(), async (gate) => {
      const config = { ...healthy, 'task.fail.after.ms': '2000', 'task.fail.error': 'the disk is full' };
      gate.declare('gate-late', { config });
      const run = await gate.run(['apply', '--yes', '--stable-for', '5s']);
      expect(run.stdout).toMatch(/create {2}gate-late {3}applied; unhealthy: 1 of 1 task FAILED after/);
      expect(run.stdout).toContain('java.lang.IllegalStateException: the disk is full');
      expect(run.stdout).toContain('--> connectors/gate-late.yaml:1');
      expect(run.stdout).toContain('1 planned: 1 applied (1 of them unhealthy).');
      expect(run.stdout).toContain(`connect-sync status gate-late --cluster ${gate.url}`);
      expect(run.exitCode).toBe(25);
    }));

  it('misses it where --stable-for is shorter; status shows it then', () =>
    trial(url(), async (gate) => {
      gate.declare('gate-hasty', { config: { ...healthy, 'task.fail.after.ms': '4000' } });
      const apply = await gate.run(['apply', '--yes', '--stable-for', '500ms']);
      expect(apply.stdout).toMatch(/create {2}gate-hasty {3}applied; RUNNING, 1\/1 task, after/);
      expect(apply.exitCode).toBe(0);
      await eventually(async () => expect((await gate.run(['status', 'gate-hasty'])).exitCode).toBe(25));
      const status = await gate.run(['status', 'gate-hasty']);
      expect(status.stdout).toContain('java.lang.IllegalStateException: as told');
    }));

  it('detects a sink whose file is in a missing folder', () =>
    trial(url(), async (gate) => {
      gate.declare('gate-path', { config: sinkInto(gate, 'no-such-folder/out.txt') });
      const run = await gate.run(['apply', '--yes', '--stable-for', '1s']);
      expect(run.stdout).toMatch(/create {2}gate-path {3}applied; unhealthy: 1 of 1 task FAILED after/);
      expect(run.stdout).toMatch(/NoSuchFileException: .*no-such-folder\/out\.txt/);
      expect(run.exitCode).toBe(25);
    }));

  it('waits for a connector whose start() takes three seconds', () =>
    trial(url(), async (gate) => {
      gate.declare('gate-slow', {
        config: { ...healthy, 'start.ms': '3000', 'tasks.made': '2', 'tasks.max': '2' },
      });
      const run = await gate.run(['apply', '--yes', '--stable-for', '1s']);
      expect(run.stdout).toMatch(/create {2}gate-slow {3}applied; RUNNING, 2\/2 tasks, after/);
      expect(run.exitCode).toBe(0);
    }));

  it('detects a connector that cannot start, and one that can no longer start with its new configuration', () =>
    trial(url(), async (gate) => {
      gate.declare('gate-start', { config: healthy });
      expect((await gate.run(['apply', '--yes', '--stable-for', '500ms'])).exitCode).toBe(0);
      const config = { ...healthy, 'start.error': 'no route to the database' };
      gate.declare('gate-start', { config });
      gate.declare('gate-start-new', { config });
      const run = await gate.run(['apply', '--yes', '--stable-for', '1s']);
      expect(run.stdout).toMatch(/update {2}gate-start {7}applied; unhealthy: connector FAILED after/);
      expect(run.stdout).toMatch(/create {2}gate-start-new {3}applied; unhealthy: connector FAILED after/);
      expect(run.stdout).toContain('ConnectException: no route to the database');
      expect(run.exitCode).toBe(25);
      // Its tasks keep the earlier configuration, and are RUNNING.
      expect((await gate.reported())['gate-start']?.states).toBe('FAILED 0:RUNNING');
    }));

  it('halts after a wave with one failed connector and 20 healthy ones', () =>
    trial(url(), async (gate) => {
      for (let number = 1; number <= 20; number += 1)
        gate.declare(`gate-good-${number}`, { config: healthy });
      gate.declare('gate-broken', { config: sinkInto(gate, 'no-such-folder/out.txt') });
      gate.declare('gate-later', { config: healthy, dependsOn: ['gate-good-1'] });
      const run = await gate.run(['apply', '--yes', '--stable-for', '2s']);
      expect(run.stdout).toContain('22 planned: 21 applied (1 of them unhealthy), 1 skipped.');
      expect(run.stdout.match(/create {2}gate-good-\d+ +applied; RUNNING, 1\/1 task, after/g)).toHaveLength(
        20,
      );
      expect(run.stdout).toMatch(/create {2}gate-later +skipped: gate-broken, before it, is not healthy/);
      expect(run.exitCode).toBe(20);
      const reported = await gate.reported();
      expect(reported['gate-later']).toBeUndefined();
      expect(Object.values(reported).filter(({ states }) => states === 'RUNNING 0:RUNNING')).toHaveLength(20);
    }));
}

function sinkInto({ folder }: Trial, file: string): Readonly<Record<string, string>> {
  return {
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    'tasks.max': '1',
    topics: 'trust-lines',
    file: path.join(folder.directory, file),
  };
}
