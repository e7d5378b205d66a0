import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file: '/tmp/x', topics: 't' };
const fileOf = (world: Tryout, file: string) => readFileSync(path.join(world.folder.directory, file), 'utf8');

/** A project, and connectors of these names on its cluster, `paused` ones paused. */
async function withConnectors(
  names: readonly string[],
  { paused = [], files = {} }: { paused?: readonly string[]; files?: Readonly<Record<string, string>> } = {},
): Promise<Tryout> {
  const world = await tryout({ files });
  world.sandbox.worker.seed(names.map((name) => ({ name, config })));
  for (const name of paused) await pause(world, name);
  return world;
}

async function pause(world: Tryout, name: string): Promise<void> {
  await fetch(`${world.sandbox.url}/connectors/${name}/pause`, { method: 'PUT' });
  await expect.poll(async () => (await world.run(['list', name])).stdout).toContain('PAUSED');
}

async function expectEmptyPlan(world: Tryout): Promise<void> {
  const plan = await world.run(['plan', '--detailed-exitcode']);
  expect(plan.exitCode, plan.stdout + plan.stderr).toBe(0);
}

describe('the state of a running connector', () => {
  it('is in its file, so that a connector that is paused by hand is drift', async () => {
    const world = await withConnectors(['a']);
    await world.run(['import']);
    expect(fileOf(world, 'connectors/a.yaml')).toMatch(/^state: running\n/);
    await expectEmptyPlan(world);
    await pause(world, 'a');
    const drift = await world.run(['drift']);
    expect(drift.exitCode).not.toBe(0);
    expect(drift.stdout).toContain('a');
  });

  it('is one default where most of at least three are running', async () => {
    const world = await withConnectors(['a', 'b', 'c', 'd'], { paused: ['d'] });
    const run = await world.run(['import']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain('Defaults: state: running, because 3 connectors run.\n');
    expect(fileOf(world, 'connect-sync.yaml')).toBe('version: 1\ndefaults:\n  - state: running\n');
    expect(fileOf(world, 'connectors/a.yaml')).not.toContain('state:');
    expect(fileOf(world, 'connectors/d.yaml')).toMatch(/^state: paused\n/);
    await expectEmptyPlan(world);
    await pause(world, 'b');
    expect((await world.run(['drift'])).exitCode).not.toBe(0);
  });

  it('is not written again once it is a default', async () => {
    const world = await withConnectors(['a', 'b', 'c']);
    await world.run(['import']);
    world.sandbox.worker.seed(['d', 'e', 'f'].map((name) => ({ name, config })));
    await world.run(['import']);
    expect(fileOf(world, 'connect-sync.yaml')).toBe('version: 1\ndefaults:\n  - state: running\n');
    expect(fileOf(world, 'connectors/f.yaml')).not.toContain('state:');
    await expectEmptyPlan(world);
  });

  it.each([
    ['a file that declares no state', { 'connectors/old.yaml': 'config: {connector.class: X}\n' }],
    [
      'another default with a state',
      { 'connect-sync.yaml': 'version: 1\ndefaults:\n  - match: {name: x}\n    state: paused\n' },
    ],
    ['a project file that cannot be edited', { 'connect-sync.yaml': '{version: 1}\n' }],
  ])('is in each file beside %s', async (_, files) => {
    const world = await withConnectors(['a', 'b', 'c'], { files });
    await world.run(['import']);
    for (const name of ['a', 'b', 'c'])
      expect(fileOf(world, `connectors/${name}.yaml`)).toMatch(/^state: running\n/);
    const project = path.join(world.folder.directory, 'connect-sync.yaml');
    if (existsSync(project)) expect(readFileSync(project, 'utf8')).not.toContain('state: running');
    const plan = await world.run(['plan', '--detailed-exitcode', '--only', '?', '--no-validate']);
    expect(plan.exitCode, plan.stdout + plan.stderr).toBe(0);
  });

  it('is a default of its own for another cluster that gets the same files', async () => {
    const { sandbox, folder, run } = await withConnectors(['a', 'b', 'c']);
    const other = await withConnectors(['a', 'b', 'c']);
    folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters:\n  dev: { url: "${sandbox.url}" }\n  prod: { url: "${other.sandbox.url}" }\n`,
    );
    for (const cluster of ['dev', 'prod']) {
      const imported = await run(['import', '--cluster', cluster]);
      expect(imported.exitCode, imported.stderr).toBe(0);
    }
    const project = readFileSync(path.join(folder.directory, 'connect-sync.yaml'), 'utf8');
    for (const cluster of ['dev', 'prod'])
      expect(project).toContain(`  - match:\n      cluster: ${cluster}\n    state: running\n`);
    await pause(other, 'b');
    expect((await run(['drift', '--cluster', 'dev'])).exitCode).toBe(0);
    expect((await run(['drift', '--cluster', 'prod'])).exitCode).not.toBe(0);
  });

  it('is unknown for files that are imported, and is not written', async () => {
    const world = await withConnectors([]);
    world.folder.write('a.json', JSON.stringify({ name: 'a', config }));
    await world.run(['import', '--from', 'a.json']);
    expect(fileOf(world, 'connectors/a.yaml')).not.toContain('state:');
  });
});
