import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { knownAnswers } from '../../src/sandbox/known-answers.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: 'lines' };
const file = `config:\n${Object.entries(config)
  .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
  .join('')}`;

const applying = ['apply', '--yes', '--stable-for', '1s'];

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(2, '0')}`);
}

/** A cluster with live connectors, some of which are declared in files. */
async function clusterWith(options: {
  readonly live: readonly string[];
  readonly files: readonly string[];
  readonly ownership?: string;
}): Promise<Tryout> {
  const { ownership = '{ names: ["orders-*"] }' } = options;
  const world = await tryout({
    files: {
      'connect-sync.yaml': `version: 1\nownership: ${ownership}\n`,
      ...Object.fromEntries(options.files.map((name) => [`connectors/${name}.yaml`, file])),
    },
  });
  world.sandbox.worker.seed(options.live.map((name) => ({ name, config })));
  return world;
}

function removeFile({ folder }: Tryout, name: string): void {
  rmSync(path.join(folder.directory, `connectors/${name}.yaml`));
}

/** Expects plan and apply to exit with the same code, and nothing to be written. */
async function refusal(
  world: Tryout,
  args: readonly string[],
  exitCode: number,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const plan = await world.run(['plan', ...args]);
  const apply = await world.run([...applying, ...args]);
  expect([plan.exitCode, apply.exitCode], plan.stdout + plan.stderr).toEqual([exitCode, exitCode]);
  expect(world.writes()).toEqual([]);
  return plan;
}

describe('without --prune nothing is deleted', () => {
  it('after a file is removed: plan names the option that would', async () => {
    const world = await clusterWith({ live: ['orders-a', 'orders-b'], files: ['orders-a', 'orders-b'] });
    removeFile(world, 'orders-b');
    const plan = await world.run(['plan', '--detailed-exitcode']);
    expect(plan.stdout).toMatch(/orders-b\s+in no file, but owned; --prune would delete it/);
    expect(plan.exitCode, 'no change').toBe(0);
    expect((await world.run(applying)).exitCode).toBe(0);
    expect((await world.run(['drift'])).exitCode, 'no drift').toBe(0);
    expect(world.writes()).toEqual([]);
  });

  it('with --prune only that connector is, after all other changes', async () => {
    const world = await clusterWith({
      live: ['orders-a', 'orders-b', 'orders-c', 'orders-d', 'foreign'],
      files: ['orders-a', 'orders-b', 'orders-c', 'orders-d', 'orders-z'],
    });
    removeFile(world, 'orders-b');
    const plan = await world.run(['plan', '--prune', '--detailed-exitcode']);
    expect(plan.stdout).toMatch(/- orders-b\s+delete\s+\(pruned: owned but not declared\)/);
    expect(plan.stdout).toContain('Plan: 1 create, 1 delete; 3 unchanged, 1 left alone.');
    expect(plan.stdout).toMatch(/To apply: .* --prune/);
    expect(plan.exitCode).toBe(2);
    const apply = await world.run([...applying, '--prune']);
    expect(apply.stdout).toContain('2 planned: 2 applied.');
    expect(apply.exitCode).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/orders-z/config', 'DELETE /connectors/orders-b']);
    expect((await world.run(['plan', '--prune', '--detailed-exitcode'])).exitCode).toBe(0);
  });

  it('with --prune nothing is after a failure', async () => {
    const world = await clusterWith({
      live: names('orders-', 4),
      files: ['orders-00', 'orders-01', 'orders-02'],
    });
    world.folder.write('connectors/orders-z.yaml', file);
    world.sandbox.worker.failTasksAfter('orders-z', 0, 'java.io.IOException: no such file');
    const apply = await world.run([...applying, '--prune']);
    expect(apply.stdout).toMatch(/delete\s+orders-03\s+skipped/);
    expect(apply.stdout).toContain('2 planned: 1 applied (1 of them unhealthy), 1 skipped.');
    expect(apply.exitCode).toBe(20);
    expect(world.writes()).toEqual(['PUT /connectors/orders-z/config']);
  });

  it.each([
    ['without a scope', '{}', ['--prune'], /ownership\.names/],
    ['together with --only', '{ names: ["orders-*"] }', ['--prune', '--only', 'orders-a'], /--only/],
    ['together with FILE', '{ names: ["orders-*"] }', ['--prune', 'connectors/orders-a.yaml'], /FILE|file/],
  ])('--prune %s is a usage error', async (_, ownership, args, says) => {
    const world = await clusterWith({ live: ['orders-a', 'orders-b'], files: ['orders-a'], ownership });
    expect((await refusal(world, args, 64)).stderr).toMatch(says);
  });
});

describe('connectors that are not owned are never changed', () => {
  const everything = ['--prune', '--allow-deletes', '99', '--allow-empty'];

  it('with any options', async () => {
    const foreign = ['payments-card', 'orders', 'xorders-a', 'Orders-a'];
    const world = await clusterWith({ live: [...foreign, 'orders-a', 'orders-b'], files: ['orders-a'] });
    world.sandbox.worker.failTask('payments-card', 0, 'java.io.IOException: not owned');
    world.sandbox.worker.setState('orders', 'paused');
    const plan = await world.run(['plan', '-v', ...everything]);
    for (const name of foreign) {
      expect(plan.stdout).toMatch(new RegExp(`${name}\\s+in no file, and not owned`));
    }
    expect((await world.run([...applying, ...everything])).exitCode).toBe(0);
    expect(world.writes()).toEqual(['DELETE /connectors/orders-b']);
    for (const name of foreign) expect(world.sandbox.worker.config(name)).toMatchObject(config);
  });

  it.each([
    ['a config', file],
    ['a deletion', 'state: absent\n'],
  ])('%s for one is an error at its line', async (_, contents) => {
    const world = await clusterWith({ live: ['payments-card', 'orders-a'], files: ['orders-a'] });
    world.folder.write(
      'connectors/payments.yaml',
      `description: not owned\nname: payments-card\n${contents}`,
    );
    const { stderr } = await refusal(world, [], 29);
    expect(stderr).toContain('--> connectors/payments.yaml:2:7');
    expect(stderr).toContain('ownership.names');
    await refusal(world, everything, 29);
  });

  it('without declared ownership, connectors in files are owned and updated', async () => {
    const world = await clusterWith({ live: ['orders-a', 'other'], files: ['orders-a'], ownership: '{}' });
    world.folder.write('connectors/orders-a.yaml', file.replace('lines', 'others'));
    const plan = await world.run(['plan']);
    expect(plan.stdout).toContain('-topic: lines');
    expect(plan.stdout).toContain('+topic: others');
    expect(plan.stdout).toContain('1 update');
    expect((await world.run(applying)).exitCode).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/orders-a/config']);
  });
});

describe('too many deletions are refused', () => {
  it('with number, percentage, limit and all names: 12 of 40', async () => {
    const world = await clusterWith({ live: names('orders-', 40), files: names('orders-', 28) });
    const { stdout } = await refusal(world, ['--prune'], 22);
    expect(stdout).toContain('refused[too-many-deletes]');
    expect(stdout).toContain('pruning would delete 12 of 40 owned connectors (30 %)');
    expect(stdout).toContain('at most 10 may be deleted');
    const offenders = stdout.slice(stdout.indexOf('refused['), stdout.indexOf('hint:'));
    expect(offenders.match(/orders-\d\d/g)).toEqual(names('orders-', 40).slice(28));
    expect(stdout).toContain('--allow-deletes 12');
    expect(stdout).toContain('Cannot apply: fix 1 refusal first.');
  });

  it.each([
    ['3 of 3', names('orders-', 3), 3],
    ['1 of 1, besides others that are not owned', ['orders-00', 'foreign-a', 'foreign-b'], 1],
  ])('if all owned connectors would be deleted: %s', async (_, live, count) => {
    const world = await clusterWith({ live, files: ['orders-zz'] });
    await refusal(world, ['--prune'], 22);
    await refusal(world, ['--prune', '--allow-deletes', String(count - 1)], 22);
    const apply = await world.run([...applying, '--prune', '--allow-deletes', String(count)]);
    expect(apply.exitCode, apply.stdout + apply.stderr).toBe(0);
    expect(world.writes().filter((write) => write.startsWith('DELETE'))).toHaveLength(count);
  });

  it('beyond what --allow-deletes allows', async () => {
    const world = await clusterWith({ live: names('orders-', 40), files: names('orders-', 27) });
    await refusal(world, ['--prune', '--allow-deletes', '12'], 22);
    const apply = await world.run([...applying, '--prune', '--allow-deletes', '13']);
    expect(apply.exitCode).toBe(0);
    expect(world.writes()).toHaveLength(13);
  });

  it('by the limit of the project, which --allow-deletes overrides in both directions', async () => {
    const ownership = '{ names: ["orders-*"], maxDeletes: 2 }';
    const world = await clusterWith({ live: names('orders-', 40), files: names('orders-', 37), ownership });
    expect((await refusal(world, ['--prune'], 22)).stdout).toContain('ownership.maxDeletes');
    expect((await world.run(['plan', '--prune', '--allow-deletes', '3'])).exitCode).toBe(0);
    expect((await world.run(['plan', '--prune', '--allow-deletes', '1'])).exitCode).toBe(22);
  });

  it.each([
    ['in many files', {}],
    ['without declared ownership', { ownership: '{}' }],
  ])('also of what files declare absent %s', async (_, options) => {
    const world = await clusterWith({ live: names('orders-', 12), files: [], ...options });
    for (const name of names('orders-', 12)) world.folder.write(`connectors/${name}.yaml`, 'state: absent\n');
    const { stdout } = await refusal(world, [], 22);
    expect(stdout).toMatch(/"state: absent" would delete 12 of 12 (?:owned )?connectors \(100 %\)/);
    expect((await refusal(world, ['--allow-deletes', '11'], 22)).stdout).toContain('--allow-deletes 12');
    const apply = await world.run([...applying, '--allow-deletes', '12']);
    expect(apply.stdout).toContain('12 planned: 12 applied.');
    expect(apply.exitCode).toBe(0);
  });

  it.each([
    ['an override', 'overrides: { prod: { state: absent } }\n', ''],
    ['a default', '', 'defaults: { state: absent }\n'],
  ])('also of what one line of %s declares absent', async (_, ofConnector, ofProject) => {
    const world = await clusterWith({ live: names('orders-', 8), files: [] });
    const url = world.sandbox.url;
    world.folder.write(
      'connect-sync.yaml',
      `version: 1\nownership: { names: ["orders-*"] }\nclusters: { prod: { url: "${url}" } }\n${ofProject}`,
    );
    for (const name of names('orders-', 8)) world.folder.write(`connectors/${name}.yaml`, file + ofConnector);
    const cluster = ['--cluster', 'prod'];
    const plan = await world.run(['plan', ...cluster]);
    if (ofProject !== '' && plan.exitCode === 29) return;
    expect(plan.stdout).toContain('"state: absent" would delete 8 of 8 owned connectors');
    expect(plan.exitCode).toBe(22);
    expect((await world.run([...applying, ...cluster])).exitCode).toBe(22);
    expect(world.writes()).toEqual([]);
  });

  it('together with what is pruned', async () => {
    const world = await clusterWith({ live: names('orders-', 8), files: names('orders-', 6) });
    world.folder.write('connectors/orders-00.yaml', 'state: absent\n');
    const { stdout } = await refusal(world, ['--prune'], 22);
    expect(stdout).toContain('pruning and "state: absent" would delete 3 of 8 owned connectors');
  });

  it('but a few that files declare absent are deleted', async () => {
    const world = await clusterWith({ live: names('orders-', 8), files: names('orders-', 8) });
    for (const name of names('orders-', 3)) world.folder.write(`connectors/${name}.yaml`, 'state: absent\n');
    expect((await world.run(applying)).exitCode).toBe(0);
    expect(world.writes()).toHaveLength(3);
  });
});

describe('a protected connector is not deleted', () => {
  const ownership = '{ names: ["orders-*"], protect: ["orders-card*"] }';

  it('after its file is removed; the rest of the plan is applied', async () => {
    const live = ['orders-card', 'orders-card-2', ...names('orders-', 8)];
    const world = await clusterWith({ live, files: [...names('orders-', 7), 'orders-card-2'], ownership });
    const plan = await world.run(['plan', '--prune']);
    expect(plan.stdout).toMatch(/orders-card\s+protected from deletion: .*orders-card\*/);
    expect(plan.stdout).toContain('- orders-07');
    expect(plan.exitCode).toBe(0);
    expect((await world.run([...applying, '--prune', '--allow-deletes', '99'])).exitCode).toBe(0);
    expect(world.writes()).toEqual(['DELETE /connectors/orders-07']);
  });

  it('if its file declares it absent: refused, and the rest of the plan is shown', async () => {
    const world = await clusterWith({ live: ['orders-card', 'orders-a'], files: ['orders-b'], ownership });
    world.folder.write('connectors/orders-card.yaml', 'state: absent\n');
    const { stdout } = await refusal(world, [], 22);
    expect(stdout).toContain('refused[protected]');
    expect(stdout).toMatch(/refused\[protected\][\s\S]*\n {2}orders-card\n/);
    expect(stdout).toMatch(/\+ orders-b\s+create/);
  });
});

describe('nothing is deleted because of missing or incomplete input', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['no connector files', {}],
    ['only files for other clusters', { 'connectors/orders-a.yaml': `clusters: [elsewhere]\n${file}` }],
  ])('%s', async (_, files) => {
    const world = await clusterWith({ live: ['orders-a', 'orders-b'], files: [] });
    world.folder.write(
      'connect-sync.yaml',
      'version: 1\nclusters: { elsewhere: { url: "http://127.0.0.1:1" } }\nownership: { names: ["orders-*"] }\n',
    );
    for (const [name, contents] of Object.entries(files)) world.folder.write(name, contents);
    await refusal(world, ['--prune'], 22);
    await refusal(world, ['--prune', '--allow-deletes', '99'], 22);
  });

  it('but --allow-empty lifts only this refusal', async () => {
    const world = await clusterWith({ live: ['orders-a', 'orders-b'], files: [] });
    const { stdout } = await refusal(world, ['--prune', '--allow-empty'], 22);
    expect(stdout).toContain('refused[deletes-everything]');
    const all = ['--prune', '--allow-empty', '--allow-deletes', '2'];
    expect((await world.run([...applying, ...all])).exitCode).toBe(0);
    expect(world.writes()).toHaveLength(2);
  });

  it('one invalid file among fifty', async () => {
    const world = await clusterWith({ live: names('orders-', 51), files: names('orders-', 50) });
    world.folder.write('connectors/orders-49.yaml', 'config: [\n');
    await refusal(world, ['--prune', '--allow-deletes', '99'], 29);
  });

  it.each([
    ['a list without connectors', '/connectors', knownAnswers.emptyList, 28],
    ['an expanded list without connectors', '/connectors?expand=info', knownAnswers.emptyExpansion, 28],
    ['a login page instead of the list', '/connectors', knownAnswers.loginPage, 28],
    ['statuses that cannot be read', '/connectors?expand=status', knownAnswers.forbidden, 28],
  ])('%s', async (_, resource, answer, exitCode) => {
    const world = await clusterWith({ live: names('orders-', 3), files: names('orders-', 3) });
    world.sandbox.worker.inject({
      path: resource,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer },
    });
    const { stderr } = await refusal(world, ['--prune', '--allow-deletes', '99'], exitCode);
    expect(stderr).toMatch(/^error\[/m);
  });
});
