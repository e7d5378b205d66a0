import { describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/start-sandbox.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: 'lines' };

/** A connector file with a state (or none) and additional keys. */
function file(state: string | undefined, more: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ ...config, ...more }).map(
    ([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`,
  );
  return `${state === undefined ? '' : `state: ${state}\n`}config:\n${lines.join('')}`;
}

const applying = ['apply', '--yes', '--stable-for', '1s'];
const changed = { 'batch.size': '7' };

const versions = ['2.8', '3.4', '3.9', '4.3'] as const satisfies readonly SandboxOptions['connectVersion'][];
const withStop = ['3.9', '4.3'] as const;

/** The state that each connector shows, by name. */
async function states({ sandbox }: Tryout): Promise<Record<string, string>> {
  await sandbox.worker.settled();
  const answer = await fetch(`${sandbox.url}/connectors?expand=status`);
  const all = (await answer.json()) as Record<string, { status: { connector: { state: string } } }>;
  return Object.fromEntries(Object.entries(all).map(([name, { status }]) => [name, status.connector.state]));
}

async function expectSettled(world: Tryout): Promise<void> {
  const plan = await world.run(['plan', '--detailed-exitcode']);
  expect(plan.stdout).toContain('No differences');
  expect(plan.exitCode).toBe(0);
}

describe.each(versions)('states and configurations in one run, on Kafka Connect %s', (connectVersion) => {
  it('converge, and nothing is left to do', async () => {
    const world = await tryout({
      connectVersion,
      files: {
        'connectors/new-paused.yaml': file('paused'),
        'connectors/new-running.yaml': file('running'),
        'connectors/new-unnamed.yaml': file(undefined),
        'connectors/pause.yaml': file('paused'),
        'connectors/pause-and-change.yaml': file('paused', changed),
        'connectors/resume.yaml': file('running'),
        'connectors/resume-and-change.yaml': file('running', changed),
        'connectors/leave-and-change.yaml': file(undefined, changed),
        'connectors/leave.yaml': file(undefined),
        'connectors/gone.yaml': 'state: absent\n',
        'connectors/never-there.yaml': 'state: absent\n',
      },
    });
    world.sandbox.worker.seed([
      ...['pause', 'pause-and-change', 'gone'].map((name) => ({ name, config })),
      ...['resume', 'resume-and-change', 'leave', 'leave-and-change'].map(
        (name) => ({ name, config, state: 'paused' }) as const,
      ),
    ]);
    const apply = await world.run(applying);
    expect(apply.exitCode, apply.stdout + apply.stderr).toBe(0);
    expect(apply.stdout).toContain('9 planned: 9 applied.');
    expect(await states(world)).toEqual({
      'new-paused': 'PAUSED',
      'new-running': 'RUNNING',
      'new-unnamed': 'RUNNING',
      pause: 'PAUSED',
      'pause-and-change': 'PAUSED',
      resume: 'RUNNING',
      'resume-and-change': 'RUNNING',
      leave: 'PAUSED',
      'leave-and-change': 'PAUSED',
    });
    for (const name of ['pause-and-change', 'resume-and-change', 'leave-and-change']) {
      expect(world.sandbox.worker.config(name)).toEqual({ ...config, ...changed, name });
    }
    await expectSettled(world);
    expect((await world.run(['status'])).exitCode).toBe(0);
  });

  it('creates a connector as paused without running it, if the worker supports it', async () => {
    const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': file('paused') } });
    const plan = await world.run(['plan']);
    expect((await world.run(applying)).exitCode).toBe(0);
    const isOld = connectVersion === '2.8' || connectVersion === '3.4';
    expect(world.writes()).toEqual(
      isOld ? ['PUT /connectors/a/config', 'PUT /connectors/a/pause'] : ['POST /connectors'],
    );
    expect(plan.stdout).toContain(isOld ? 'calls: PUT config, PUT pause' : 'paused');
    if (!isOld) expect(world.sandbox.worker.counts('a').taskStarts).toBe(0);
  });
});

describe.each(withStop)('the state stopped, on Kafka Connect %s', (connectVersion) => {
  it('is reached from every other state, together with config changes', async () => {
    const world = await tryout({
      connectVersion,
      files: {
        'connectors/new.yaml': file('stopped'),
        'connectors/running.yaml': file('stopped'),
        'connectors/paused.yaml': file('stopped', changed),
        'connectors/stopped.yaml': file('running', changed),
        'connectors/to-pause.yaml': file('paused'),
        'connectors/left.yaml': file(undefined, changed),
      },
    });
    world.sandbox.worker.seed([
      { name: 'running', config },
      { name: 'paused', config, state: 'paused' },
      ...['stopped', 'to-pause', 'left'].map((name) => ({ name, config, state: 'stopped' }) as const),
    ]);
    const apply = await world.run(applying);
    expect(apply.exitCode, apply.stdout + apply.stderr).toBe(0);
    expect(await states(world)).toEqual({
      new: 'STOPPED',
      running: 'STOPPED',
      paused: 'STOPPED',
      stopped: 'RUNNING',
      'to-pause': 'PAUSED',
      left: 'STOPPED',
    });
    await expectSettled(world);
  });
});

describe.each(['2.8', '3.4'] as const)('the state stopped, on Kafka Connect %s', (connectVersion) => {
  it('is an error at its line, and nothing is written', async () => {
    const world = await tryout({
      connectVersion,
      files: { 'connectors/a.yaml': file('stopped'), 'connectors/b.yaml': file('running') },
    });
    for (const command of [['plan'], applying]) {
      const { exitCode, stderr } = await world.run(command);
      expect(stderr).toContain('--> connectors/a.yaml:1:8');
      expect(stderr).toMatch(/error\[state-not-supported\].*3\.5/);
      expect(exitCode).toBe(29);
    }
    expect(world.writes()).toEqual([]);
  });
});

describe('a state that was changed outside of the files', () => {
  it.each([
    ['paused', 'PAUSED'],
    ['stopped', 'STOPPED'],
  ] as const)('%s, is drift if the file declares another, and apply restores it', async (state, shown) => {
    const world = await tryout({ files: { 'connectors/a.yaml': file('running') } });
    await world.run(applying);
    world.sandbox.worker.setState('a', state);
    expect(await states(world)).toEqual({ a: shown });
    const drift = await world.run(['drift']);
    expect(drift.stdout).toContain(`-state: ${state}`);
    expect(drift.stdout).toContain('+state: running');
    expect(drift.exitCode).toBe(2);
    expect(JSON.parse((await world.run(['drift', '-f', 'json-patch'])).stdout)).toEqual([
      { op: 'replace', path: '/a/state', value: 'running' },
    ]);
    expect((await world.run(applying)).exitCode).toBe(0);
    expect(await states(world)).toEqual({ a: 'RUNNING' });
    expect((await world.run(['drift'])).exitCode).toBe(0);
  });

  it('is no drift if the file declares no state', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': file(undefined) } });
    await world.run(applying);
    world.sandbox.worker.setState('a', 'paused');
    expect(await states(world)).toEqual({ a: 'PAUSED' });
    expect((await world.run(['drift'])).exitCode).toBe(0);
    await expectSettled(world);
  });
});
