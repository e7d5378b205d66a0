import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTwoClusters, type TwoClusters } from '../support/two-clusters.ts';

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: 'lines', file: '/data' };
const file = `config:\n${Object.entries(config)
  .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
  .join('')}`;

/** Two clusters whose owned names begin with the value of `env`: `e` in the east and `w` in the west. */
async function open(ownership: string): Promise<TwoClusters> {
  const world = await openTwoClusters({
    file: `name: \${var.env}-keep\n${file}`,
    project: `ownership: ${ownership}\n`,
  });
  const live = ['e-keep', 'e-old', 'w-keep', 'w-old', 'other'].map((name) => ({ name, config }));
  for (const { worker } of [world.sandbox, world.other]) worker.seed(live);
  return world;
}

const prune = (cluster: string, ...args: readonly string[]) => [
  ...['apply', '--cluster', cluster, '--prune', '--yes', '--stable-for', '1s', '--allow-deletes', '9'],
  ...args,
];

async function left({ url }: TwoClusters['sandbox']): Promise<readonly string[]> {
  const names = (await (await fetch(`${url}/connectors`)).json()) as readonly string[];
  return [...names].sort();
}

describe('ownership with a variable', () => {
  it('prunes on each cluster what the variables of that cluster cover', async () => {
    const world = await open('{ names: ["${var.env}-*"] }');
    const run = await world.run(prune('west'));
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(await left(world.other)).toEqual(['e-keep', 'e-old', 'other', 'w-keep']);
    expect(await left(world.sandbox)).toEqual(['e-keep', 'e-old', 'other', 'w-keep', 'w-old']);
    const plan = await world.run(['plan', '--cluster', 'east']);
    expect(plan.stdout).toMatch(/e-old\s+in no file, but owned; --prune would delete it/);
    expect(plan.stdout).not.toMatch(/w-old\s+owned/);
  });

  it('takes the value of --var', async () => {
    const world = await open('{ names: ["${var.env}-*"] }');
    rmSync(path.join(world.folder.directory, 'connectors/a.yaml'));
    world.folder.write('connectors/b.yaml', `name: other-\${var.env}\n${file}`);
    const plan = await world.run(['plan', '--cluster', 'east', '--var', 'env=w']);
    expect(plan.stderr).toContain('this project does not own "other-w" (ownership.names: w-*)');
  });

  it.each([
    ['an unset variable', '{ names: ["${var.nobody}-*"] }', [], 'error[unset-variable]'],
    ['an empty variable', '{ names: ["${var.env}*"] }', ['--var', 'env='], 'error[empty-variable]'],
    [
      'a value with a wildcard',
      '{ names: ["${var.env}-*"] }',
      ['--var', 'env=*'],
      'error[wildcard-in-ownership]',
    ],
    ['a secret', '{ names: ["${env.HOME}-*"] }', [], 'error['],
    [
      'an unset variable in protect',
      '{ names: ["*"], protect: ["${var.nobody}"] }',
      [],
      'error[unset-variable]',
    ],
  ])('deletes nothing with %s', async (_, ownership, args, message) => {
    const world = await open(ownership);
    const run = await world.run(prune('east', ...args));
    expect(run.stderr).toContain(message);
    expect(run.exitCode).toBe(29);
    const deletion = await world.run(['delete', '--cluster', 'east', 'e-*', '--yes', ...args]);
    expect(deletion.stderr).toContain(message);
    expect(await left(world.sandbox)).toHaveLength(5);
    expect((await world.run(['validate', ...args])).stderr).toContain(message);
  });

  it('protects names with a variable', async () => {
    const world = await open('{ names: ["*"], protect: ["${var.env}-old"] }');
    await world.run(prune('east', '--allow-deletes', '9'));
    expect(await left(world.sandbox)).toEqual(['e-keep', 'e-old']);
  });

  it('is resolved with the variables of a trusted project file, not with those under review', async () => {
    const world = await open('{ names: ["${var.env}-*"] }');
    world.folder.write(
      'reviewed.yaml',
      `version: 1\nclusters:\n  east: { url: "${world.sandbox.url}", vars: { env: w } }\nownership: { names: ["\${var.env}-*"] }\n`,
    );
    const args = ['--project', 'reviewed.yaml', '--trusted-project', 'connect-sync.yaml'];
    const plan = await world.run(['plan', '--cluster', 'east', '--prune', '--allow-deletes', '9', ...args]);
    expect(plan.stdout + plan.stderr).not.toMatch(/- w-old/);
    expect(plan.stderr).toContain('this project does not own "w-keep" (ownership.names: e-*)');
  });

  it('limits import on each cluster', async () => {
    const world = await open('{ names: ["${var.env}-*"] }');
    const run = await world.run(['import', '--cluster', 'west']);
    expect(run.stdout).toContain('w-old');
    expect(run.stderr).toContain('skipped "e-old": ownership.names does not cover it');
  });
});
