import { access } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { type Trial, trial } from './trial.ts';

const source = { 'connector.class': misbehavingSource, 'tasks.max': '1' };
const apply = ['apply', '--yes', '--stable-for', '1s'];

/** States and configurations in one run, as each version of the worker can. */
export function describeStates(url: () => string, version: string): void {
  const stops = version >= '3.5';
  const hasInitialState = version >= '3.7';

  it('creates in a state, changes state and configuration together, and has nothing to change afterwards', () =>
    trial(url(), async (states) => {
      const suspended = stops ? 'stopped' : 'paused';
      states.declare('state-paused', { config: source, state: 'paused' });
      states.declare('state-suspended', { config: source, state: suspended });
      states.declare('state-running', { config: source, state: 'running' });
      states.declare('state-unnamed', { config: source });
      const plan = await states.run(['plan']);
      expect(plan.stdout).toContain(
        hasInitialState
          ? 'is created paused: nothing runs'
          : `starts, and is paused right after: Kafka Connect ${version} cannot create it paused`,
      );
      expect((await states.run(apply)).stdout).toContain('4 planned: 4 applied.');
      expect(await statesOf(states)).toEqual({
        // A connector that is paused right after its creation may or may not have its task yet.
        'state-paused': hasInitialState ? 'PAUSED' : expect.stringMatching(/^PAUSED( 0:PAUSED)?$/),
        'state-suspended': hasInitialState ? 'STOPPED' : expect.stringMatching(/^PAUSED( 0:PAUSED)?$/),
        'state-running': 'RUNNING 0:RUNNING',
        'state-unnamed': 'RUNNING 0:RUNNING',
      });

      const changed = { ...source, note: 'changed' };
      states.declare('state-paused', { config: changed, state: 'running' });
      states.declare('state-suspended', { config: changed, state: 'running' });
      states.declare('state-running', { config: changed, state: suspended });
      await states.requestDirectly('PUT', '/connectors/state-unnamed/pause');
      states.declare('state-unnamed', { config: changed });
      expect((await states.run(apply)).stdout).toContain('4 planned: 4 applied.');
      expect(await statesOf(states)).toEqual({
        'state-paused': 'RUNNING 0:RUNNING',
        'state-suspended': 'RUNNING 0:RUNNING',
        'state-running': stops ? 'STOPPED' : 'PAUSED 0:PAUSED',
        'state-unnamed': 'PAUSED 0:PAUSED',
      });
      const reported = Object.values(await states.reported());
      expect(reported.map(({ config }) => config['note'])).toEqual([
        'changed',
        'changed',
        'changed',
        'changed',
      ]);
      expect((await states.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    }));

  it('suspends a connector with changeWhile, changes it, and resumes it with its new configuration', () =>
    trial(url(), async (states) => {
      const changeWhile = stops ? 'stopped' : 'paused';
      states.declare('state-changed', { config: source, state: 'running', changeWhile });
      expect((await states.run(apply)).exitCode).toBe(0);
      states.declare('state-changed', {
        config: { ...source, note: 'changed' },
        state: 'running',
        changeWhile,
      });
      const plan = await states.run(['plan']);
      expect(plan.stdout).toContain(`calls: PUT ${stops ? 'stop' : 'pause'}, PUT config, PUT resume`);
      expect((await states.run(apply)).stdout).toContain('1 planned: 1 applied.');
      expect(await statesOf(states)).toEqual({ 'state-changed': 'RUNNING 0:RUNNING' });
      expect((await states.reported())['state-changed']?.config['note']).toBe('changed');
      expect((await states.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    }));

  if (hasInitialState) {
    it('starts no task of a connector that is created paused or stopped', () =>
      trial(url(), async (states) => {
        // If its task were started, even for a moment, it would create this file.
        const started = `${states.folder.directory}/started`;
        const config = { ...source, 'task.fail.after.ms': '0', 'task.fail.once': started };
        states.declare('state-first-paused', { config, state: 'paused' });
        states.declare('state-first-stopped', { config, state: 'stopped' });
        expect((await states.run(apply)).exitCode).toBe(0);
        await expect(access(started)).rejects.toThrow('ENOENT');
      }));
  }

  if (!stops) {
    it('rejects a state that the worker does not know, at its line, before anything is written', () =>
      trial(url(), async (states) => {
        states.declare('state-fine', { config: source });
        states.declare('state-stopped', { state: 'stopped', config: source });
        const run = await states.run(apply);
        expect(run.exitCode).toBe(29);
        expect(run.stdout + run.stderr).toContain('connectors/state-stopped.yaml:1:');
        expect(run.stdout + run.stderr).toContain('3.5');
        expect(await states.reported()).toEqual({});
      }));
  }
}

async function statesOf(states: Trial): Promise<Readonly<Record<string, string>>> {
  const reported = await states.reported();
  return Object.fromEntries(Object.entries(reported).map(([name, { states: shown }]) => [name, shown]));
}
