import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { type ConnectorFile, type Trial, trial } from './trial.ts';

const source = { 'connector.class': misbehavingSource, 'tasks.max': '1' };
const broken = { ...source, 'task.fail.after.ms': '1000', 'task.fail.error': 'the new version is broken' };
const apply = ['apply', '--yes', '--stable-for', '2s'];

/** What `--on-failure rollback` brings back. */
export function describeRollback(url: () => string, version: string): void {
  const stops = version >= '3.5';

  it('restores the exact configuration and state of what was changed, and deletes what was created', () =>
    trial(url(), async (rollback) => {
      const before = await applyAll(rollback, {
        'back-config': { config: { ...source, note: ' as it was  ', gone: 'x' }, state: 'running' },
        'back-paused': { config: source, state: 'paused' },
        'back-suspended': { config: source, state: stops ? 'stopped' : 'paused' },
      });
      rollback.declare('back-config', { config: { ...source, note: 'new', added: 'y' }, state: 'running' });
      rollback.declare('back-paused', { config: { ...source, note: 'new' }, state: 'running' });
      rollback.declare('back-suspended', { config: source, state: 'running' });
      rollback.declare('back-created', { config: source });
      rollback.declare('back-broken', { config: broken });
      const run = await rollback.run([...apply, '--on-failure', 'rollback']);
      expect(run.stdout).toContain('5 planned: 5 applied (1 of them unhealthy).');
      for (const name of ['config', 'paused', 'suspended', 'created', 'broken']) {
        expect(run.stdout).toContain(`rolled back: back-${name} is as it was before`);
      }
      expect(run.exitCode).toBe(26);
      const after = await rollback.reported();
      expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
      for (const [name, { config, states }] of Object.entries(before)) {
        expect(after[name]?.config).toEqual(config);
        // It was created paused and without tasks; now it has one, which is paused.
        expect(after[name]?.states.split(' ')[0]).toBe(states.split(' ')[0]);
      }
      // Only what the files declare is left to change.
      expect((await rollback.run(['plan'])).stdout).toContain('Plan: 2 create, 2 update, 1 state change');
    }));

  it('restores a connector whose task fails with the new configuration', () =>
    trial(url(), async (rollback) => {
      const before = await applyAll(rollback, { 'back-late': { config: source } });
      rollback.declare('back-late', { config: broken });
      const run = await rollback.run([...apply, '--on-failure', 'rollback']);
      expect(run.stdout).toContain('update  back-late   applied; unhealthy: 1 of 1 task FAILED');
      expect(run.stdout).toContain('rolled back: back-late is as it was before');
      expect(run.exitCode).toBe(26);
      expect(await rollback.reported()).toEqual(before);
    }));

  it('leaves alone what another client has changed since, and reports it', () =>
    trial(url(), async (rollback) => {
      const before = await applyAll(rollback, {
        'back-theirs': { config: source },
        'back-ours': { config: source },
      });
      rollback.declare('back-theirs', { config: { ...source, note: 'ours' } });
      rollback.declare('back-ours', { config: { ...source, note: 'ours' } });
      rollback.declare('back-spoiler', { config: { ...broken, 'task.fail.after.ms': '1500' } });
      const running = rollback.run([...apply, '--stable-for', '3s', '--on-failure', 'rollback']);
      await eventually(async () => {
        expect((await rollback.reported())['back-theirs']?.config['note']).toBe('ours');
      });
      const theirs = { ...source, note: 'theirs' };
      await rollback.requestDirectly('PUT', '/connectors/back-theirs/config', theirs);
      const run = await running;
      expect(run.stdout).toContain('not rolled back: back-theirs: its configuration was changed meanwhile');
      expect(run.stdout).toContain('rolled back: back-ours is as it was before');
      expect(run.stdout).toContain('rolled back: back-spoiler is as it was before');
      expect(run.exitCode).toBe(27);
      const reported = await rollback.reported();
      expect(reported['back-theirs']?.config).toEqual(theirs);
      expect(reported['back-ours']).toEqual(before['back-ours']);
      expect(reported['back-spoiler']).toBeUndefined();
    }));
}

/** Applies declared connectors, and returns how the worker reports them. */
async function applyAll(rollback: Trial, files: Readonly<Record<string, ConnectorFile>>) {
  for (const [name, file] of Object.entries(files)) rollback.declare(name, file);
  const run = await rollback.run(['apply', '--yes', '--stable-for', '500ms']);
  expect(run.exitCode).toBe(0);
  return rollback.reported();
}
