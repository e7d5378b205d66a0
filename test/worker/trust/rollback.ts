import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { type Trial, trial } from './trial.ts';

const source = { 'connector.class': misbehavingSource, 'tasks.max': '1' };
const broken = { ...source, 'task.fail.after.ms': '1000', 'task.fail.error': 'the new version is broken' };
const apply = ['apply', '--yes', '--stable-for', '2s'];

/** What `--on-failure rollback` brings back. */
export function describeRollback(url: () => string, version: string): void {
  const stops = version >= '3.5';

  it('brings back the exact configuration and state of what was changed, and deletes what was created', () =>
    trial(url(), async (rollback) => {
      const before = await settle(rollback, {
        'back-config': { config: { ...source, note: ' as it was  ', gone: 'x' }, state: 'running' },
        'back-paused': { config: source, state: 'paused' },
        'back-suspended': { config: source, state: stops ? 'stopped' : 'paused' },
      });
      rollback.wish('back-config', { config: { ...source, note: 'new', added: 'y' }, state: 'running' });
      rollback.wish('back-paused', { config: { ...source, note: 'new' }, state: 'running' });
      rollback.wish('back-suspended', { config: source, state: 'running' });
      rollback.wish('back-created', { config: source });
      rollback.wish('back-broken', { config: broken });
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
        // What was created paused had no task, and has one now, which is paused.
        expect(after[name]?.states.split(' ')[0]).toBe(states.split(' ')[0]);
      }
      // What the files wish is still to be done, and nothing else.
      expect((await rollback.run(['plan'])).stdout).toContain('Plan: 2 create, 2 update, 1 state change');
    }));

  it('brings back a connector whose task fails with the new configuration', () =>
    trial(url(), async (rollback) => {
      const before = await settle(rollback, { 'back-late': { config: source } });
      rollback.wish('back-late', { config: broken });
      const run = await rollback.run([...apply, '--on-failure', 'rollback']);
      expect(run.stdout).toContain('update  back-late   applied; unhealthy: 1 of 1 task FAILED');
      expect(run.stdout).toContain('rolled back: back-late is as it was before');
      expect(run.exitCode).toBe(26);
      expect(await rollback.reported()).toEqual(before);
    }));

  it('leaves alone what somebody else has changed since, and names it', () =>
    trial(url(), async (rollback) => {
      const before = await settle(rollback, {
        'back-theirs': { config: source },
        'back-ours': { config: source },
      });
      rollback.wish('back-theirs', { config: { ...source, note: 'ours' } });
      rollback.wish('back-ours', { config: { ...source, note: 'ours' } });
      rollback.wish('back-spoiler', { config: { ...broken, 'task.fail.after.ms': '1500' } });
      const running = rollback.run([...apply, '--stable-for', '3s', '--on-failure', 'rollback']);
      await eventually(async () => {
        expect((await rollback.reported())['back-theirs']?.config['note']).toBe('ours');
      });
      const theirs = { ...source, note: 'theirs' };
      await rollback.behindOurBack('PUT', '/connectors/back-theirs/config', theirs);
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

/** Applies wishes, and returns how the worker reports what came of them. */
async function settle(rollback: Trial, wishes: Readonly<Record<string, Parameters<Trial['wish']>[1]>>) {
  for (const [name, wish] of Object.entries(wishes)) rollback.wish(name, wish);
  const run = await rollback.run(['apply', '--yes', '--stable-for', '500ms']);
  expect(run.exitCode).toBe(0);
  return rollback.reported();
}
