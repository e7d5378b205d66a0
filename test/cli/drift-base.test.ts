import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import { onlyCluster } from '../support/json-output.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const connector = (config: Readonly<Record<string, string>>, more = '') =>
  `${more}config:\n${Object.entries({ ...usual, ...config })
    .map(([key, value]) => `  ${key}: ${value}\n`)
    .join('')}`;
const usual = { 'connector.class': 'FileStreamSource', 'tasks.max': '1' };

function git({ folder }: Pick<Tryout, 'folder'>, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', folder.directory, ...who, ...args], { stdio: 'pipe' });
}

function commit(world: Pick<Tryout, 'folder'>): void {
  git(world, 'add', '-A');
  git(world, 'commit', '-q', '-m', 'x');
}

/** A committed and applied project; then files and cluster both change something of `a`. */
async function threeWays(then: (world: Tryout) => Promise<unknown>): Promise<Tryout> {
  const before = { topic: 'old', file: '/old', a: '1', secret: '${env.SECRET}' };
  const world = await tryout({
    files: { 'connectors/a.yaml': connector(before), 'connectors/b.yaml': connector({ topic: 'b' }) },
    environment: { SECRET: 'same-secret' },
  });
  git(world, 'init', '-q');
  commit(world);
  await then(world);
  expect((await world.run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
  world.folder.write('connectors/a.yaml', connector({ ...before, topic: 'ours', a: '2' }));
  world.sandbox.worker.seed([
    { name: 'a', config: { ...usual, topic: 'theirs', file: '/theirs', a: '1', secret: 'another-secret' } },
  ]);
  return world;
}

async function causes(world: Tryout, args: readonly string[]): Promise<Record<string, unknown>> {
  const run = await world.run(['drift', ...args, '-f', 'json']);
  expect(run.exitCode, run.stderr).toBe(2);
  const view = onlyCluster<PlanView>(run.stdout);
  const fields = view.changes.flatMap(({ name, fields: own }) =>
    own.map(({ key, cause }) => [`${name}.${key}`, cause]),
  );
  return Object.fromEntries([...fields, ...view.changes.map(({ name, cause }) => [name, cause])]);
}

const expected = { 'a.topic': 'both', 'a.file': 'drift', 'a.a': 'unapplied', 'a.secret': 'unattributed' };

describe('drift with a base', () => {
  it('--since attributes each key to the files or the cluster', async () => {
    const world = await threeWays(async () => undefined);
    expect(await causes(world, ['--since', 'HEAD'])).toEqual({ ...expected, a: undefined });
    const text = await world.run(['drift', '--since', 'HEAD']);
    expect(text.stdout).toContain(
      '@@ config @@ drift: changed on the cluster\n    -file: /theirs\n    +file: /old',
    );
    expect(text.stdout).toMatch(
      /Compared with the files as of HEAD \([0-9a-f]{12}\): 1 drift, 1 both, 1 unapplied, 1 unattributed\./,
    );
    const markdown = await world.run(['drift', '--since', 'HEAD', '-f', 'markdown']);
    expect(markdown.stdout).toContain('@@ config @@ unapplied: changed in the files\n-a: 1\n+a: 2');
    const [one, other] = await Promise.all([
      world.run(['drift', '-f', 'json-patch']),
      world.run(['drift', '-f', 'json-patch', '--since', 'HEAD']),
    ]);
    expect(other.stdout, 'a patch has no attribution').toBe(one.stdout);
    expect(world.writes().every((call) => /PUT \/connectors\/[ab]\/config/.test(call))).toBe(true);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('connect-sync-ref-'))).toEqual([]);
  });

  it('--plan attributes in the same way, with the plan that was applied', async () => {
    const world = await threeWays((tried) => tried.run(['plan', '--out', 'plan.json']));
    expect(await causes(world, ['--plan', 'plan.json'])).toEqual({ ...expected, a: undefined });
  });

  it('--plan with the plan key attributes secrets if possible', async () => {
    const environment = { CONNECT_SYNC_PLAN_KEY: 'long enough to be a key', SECRET: 'same-secret' };
    const config = { topic: 't', secret: '${env.SECRET}' };
    const world = await tryout({ files: { 'connectors/a.yaml': connector(config) }, environment });
    await world.run(['plan', '--out', 'plan.json']);
    await world.run(['apply', 'plan.json', '--yes', '--stable-for', '1s']);
    const cause = async (more: Readonly<Record<string, string>> = {}) => {
      const run = await world.run(['drift', '--plan', 'plan.json', '-f', 'json'], { environment: more });
      const { changes } = onlyCluster<PlanView>(run.stdout);
      return changes[0]?.fields.map((field) => `${field.key}: ${field.cause}`);
    };
    expect(await cause({ SECRET: 'rotated-since' }), 'the live value is the planned one').toEqual([
      'secret: unapplied',
    ]);
    world.sandbox.worker.seed([{ name: 'a', config: { ...usual, topic: 't', secret: 'by-hand' } }]);
    expect(await cause(), 'the desired value is the planned one').toEqual(['secret: drift']);
    expect(await cause({ SECRET: 'rotated-since' }), 'neither is').toEqual(['secret: unattributed']);
  });

  it('attributes missing and extra connectors', async () => {
    const world = await threeWays(async () => undefined);
    world.folder.write('connectors/new.yaml', connector({ topic: 'n' }));
    const { sandbox } = world;
    await fetch(`${sandbox.url}/connectors/b`, { method: 'DELETE' });
    expect(await causes(world, ['--since', 'HEAD'])).toMatchObject({ b: 'drift', new: 'unapplied' });
  });

  it('works in a subfolder of the repository, with the project file of the commit', async () => {
    const world = await tryout({
      files: {
        'team/connect-sync.yaml': 'version: 1\nvars: { t: old }\n',
        'team/connectors/a.yaml': connector({ topic: '${var.t}' }),
      },
    });
    git(world, 'init', '-q');
    commit(world);
    world.folder.write('team/connect-sync.yaml', 'version: 1\nvars: { t: new }\n');
    world.sandbox.worker.seed([{ name: 'a', config: { ...usual, topic: 'old' } }]);
    expect(await causes(world, ['-C', 'team', '--since', 'HEAD'])).toMatchObject({ 'a.topic': 'unapplied' });
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['an unknown commit', ['--since', 'no-such-branch'], 1, /has no such commit, branch or tag/],
    ['a ref that looks like an option of Git', ['--since=--help'], 1, /has no such commit, branch or tag/],
    ['a missing plan', ['--plan', 'no.json'], 29, /no such file or directory/],
    ['a connector file as a plan', ['--plan', 'connectors/a.yaml'], 29, /invalid JSON/],
    ['two bases', ['--plan', 'plan.json', '--since', 'HEAD'], 64, /exclude each other/],
  ])('rejects %s', async (_, args, exitCode, says) => {
    const world = await tryout({ files: { 'connectors/a.yaml': connector({}) } });
    git(world, 'init', '-q');
    commit(world);
    const run = await world.run(['drift', ...args]);
    expect([run.exitCode, run.stderr]).toEqual([exitCode, expect.stringMatching(says)]);
  });

  it('reports a missing repository', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': connector({}) } });
    const run = await world.run(['drift', '--since', 'HEAD']);
    expect([run.exitCode, run.stderr]).toEqual([1, expect.stringContaining('this is not a Git repository')]);
  });

  it('reports errors in the files of the commit with their positions', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': 'config: 7\n' } });
    git(world, 'init', '-q');
    commit(world);
    world.folder.write('connectors/a.yaml', connector({}));
    const run = await world.run(['drift', '--since', 'HEAD']);
    expect([run.exitCode, run.stderr]).toEqual([29, expect.stringContaining('connectors/a.yaml:1:9')]);
    expect(run.stderr).toContain('have errors and cannot be the base');
  });
});

describe('a connector or cluster that was not checked', () => {
  it('is reported if the worker masks its values, not counted as "no drift"', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': connector({ password: 'x', topic: 't' }) } });
    world.sandbox.worker.seed([{ name: 'a', config: { ...usual, topic: 't', password: '********' } }]);
    const run = await world.run(['drift']);
    expect(run.stdout).toContain('1 connector not checked, because the worker masks values: a.');
    expect((await world.run(['drift', '-f', 'markdown'])).stdout).toContain('1 connector not checked');
  });

  it('is reported if the cluster could not be read', async () => {
    const world = await tryout({
      files: { 'connectors/a.yaml': connector({ topic: 't' }) },
      environment: { CONNECT_SYNC_CLUSTER: '' },
    });
    world.sandbox.worker.seed([{ name: 'a', config: { ...usual, topic: 't' } }]);
    world.folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters: { east: { url: "${world.sandbox.url}" }, west: { url: "http://127.0.0.1:1" } }\n`,
    );
    const run = await world.run(['drift', '--all-clusters']);
    expect(run.exitCode).toBe(28);
    expect(run.stdout).toMatch(/No differences: 1 connector on east[\s\S]*Unchecked: west/);
  });
});
