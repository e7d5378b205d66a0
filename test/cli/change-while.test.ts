import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: 'lines' };

function file(changeWhile: string, topic: string): string {
  return `state: running\nchangeWhile: ${changeWhile}\nconfig: ${JSON.stringify({ ...config, topic })}\n`;
}

/** A running connector, and a file that declares another topic. */
async function changing(connectVersion: '2.8' | '3.9' | '4.3', changeWhile: string): Promise<Tryout> {
  const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': file(changeWhile, 'other') } });
  world.sandbox.worker.seed([{ name: 'a', config }]);
  return world;
}

const applying = ['apply', '--yes', '--stable-for', '1s'];

describe('changeWhile', () => {
  it.each([
    ['2.8', 'paused', 'pause'],
    ['3.9', 'stopped', 'stop'],
    ['4.3', 'stopped', 'stop'],
  ] as const)('makes three requests on Kafka Connect %s: %s', async (version, changeWhile, call) => {
    const world = await changing(version, changeWhile);
    const plan = await world.run(['plan']);
    expect(plan.stdout).toContain(`is ${changeWhile} before the configuration is written, and resumed after`);
    expect(plan.stdout).toContain(`calls: PUT ${call}, PUT config, PUT resume\n`);
    const apply = await world.run(applying);
    expect(apply.exitCode, apply.stdout + apply.stderr).toBe(0);
    expect(world.writes()).toEqual([
      `PUT /connectors/a/${call}`,
      'PUT /connectors/a/config',
      'PUT /connectors/a/resume',
    ]);
    expect((await world.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
  });

  it('continues after a run was killed while the connector was stopped', async () => {
    const world = await changing('4.3', 'stopped');
    world.sandbox.worker.setState('a', 'stopped');
    await world.sandbox.worker.settled();
    expect((await world.run(applying)).exitCode).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/a/config', 'PUT /connectors/a/resume']);
  });

  it('stopped is an error at its line if the worker does not support it, and nothing is written', async () => {
    const world = await changing('2.8', 'stopped');
    for (const command of [['plan'], applying]) {
      const { exitCode, stderr } = await world.run(command);
      expect(stderr).toMatch(/error\[change-while-not-supported\].*3\.5/);
      expect(stderr).toContain('--> connectors/a.yaml:2:14');
      expect(exitCode).toBe(29);
    }
    expect(world.writes()).toEqual([]);
  });
});
