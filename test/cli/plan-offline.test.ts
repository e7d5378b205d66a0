import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import { printSnapshot, snapshotFile } from '../../src/model/plugin-snapshot-document.ts';
import { planFormats } from '../../src/render/plan-formats.ts';
import { exampleSnapshots } from '../support/example-plugins.ts';
import { onlyCluster } from '../support/json-output.ts';
import { projectFolder } from '../support/project-folder.ts';
import { type Repository, repository, runGit } from '../support/repository.ts';
import { runCli } from '../support/run-cli.ts';

const connector = (config: Readonly<Record<string, string>>, more = '') =>
  `${more}config:\n${Object.entries({ 'connector.class': 'FileStreamSource', ...config })
    .map(([key, value]) => `  ${key}: ${value}\n`)
    .join('')}`;

const since = ['plan', '--offline', '--since', 'main'] as const;

async function viewOf(world: Repository, args: readonly string[] = []): Promise<PlanView> {
  const run = await world.run([...since, ...args, '-f', 'json']);
  expect(run.exitCode, run.stderr).toBe(0);
  return onlyCluster<PlanView>(run.stdout);
}

const kindsOf = ({ changes }: PlanView) =>
  Object.fromEntries(
    changes.map(({ name, kind, reason }) => [name, reason === null ? kind : [kind, reason]]),
  );

/** The snapshots of made-up plugins: the same source in two versions, of which the later lacks a key. */
function snapshotFiles(): Record<string, string> {
  const source = exampleSnapshots.find(({ type }) => type === 'source');
  if (!source) throw new Error('there is no source');
  const later = { ...source, version: '2.0.0', keys: source.keys.filter(({ name }) => name !== 'legacy') };
  return Object.fromEntries(
    [source, later].map((one) => [`.connect-sync/plugins/${snapshotFile(one)}`, printSnapshot(one)]),
  );
}

describe('plan --offline', () => {
  const project = (url: string, more = '') =>
    `version: 1\nclusters:\n  prod: { url: "${url}", auth: { basic: { username: u, password: "\${env.CLUSTER_PW}" } } }\nownership: { names: ["*"] }\n${more}`;

  /** Every kind of change; the environment has no value, as in a pull request from a fork. */
  function everything(url = 'http://127.0.0.1:1'): Repository {
    const world = repository({
      'connect-sync.yaml': project(url, 'defaults: [{ config: { tasks.max: "1" } }]\n'),
      'connectors/changed.yaml': connector({ topic: 't', file: '/old', password: '${env.PW}' }),
      'connectors/gone.yaml': connector({ topic: 'gone', file: '/gone' }),
      'connectors/absent.yaml': connector({ topic: 'absent', file: '/absent' }),
      'connectors/paused.yaml': connector({ topic: 'paused', file: '/paused', 'tasks.max': '1' }),
      'connectors/same.yaml': connector({ topic: 'same', file: '/same', 'tasks.max': '1' }),
      'connectors/default.yaml': connector({ topic: 'd', file: '/d' }),
    });
    world.write('connect-sync.yaml', project(url, 'defaults: [{ config: { tasks.max: "2" } }]\n'));
    world.write(
      'connectors/changed.yaml',
      connector({ topic: 't', file: '/moved', password: '${env.OTHER}', 'tasks.max': '1' }),
    );
    world.remove('connectors/gone.yaml');
    world.write('connectors/absent.yaml', 'state: absent\n');
    world.write(
      'connectors/paused.yaml',
      connector({ topic: 'paused', file: '/paused', 'tasks.max': '1' }, 'state: paused\n'),
    );
    world.write('connectors/new.yaml', connector({ topic: 'new', file: '/new', 'tasks.max': '1' }));
    return world;
  }

  it.each(Object.keys(planFormats))('shows what the files change, in the format %s', async (format) => {
    const run = await everything().run([...since, '-f', format]);
    expect(run.exitCode, run.stderr).toBe(0);
    const stable = (text: string) =>
      text.replace(/\b[0-9a-f]{12}\b/g, '(commit)').replace(/sha256:[0-9a-f]{64}/g, 'sha256:…');
    await expect(stable(run.stdout)).toMatchFileSnapshot(`__snapshots__/plan-offline/${format}.txt`);
    await expect(stable(run.stderr)).toMatchFileSnapshot(`__snapshots__/plan-offline/${format}.stderr.txt`);
    expect(run.stdout).not.toMatch(/connect-sync apply|offsets are kept|rebalance|Not validated/);
  });

  it('opens no connection, in any format', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const world = everything(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    for (const format of Object.keys(planFormats)) {
      const run = await world.run([...since, '-f', format, '--verbose', '-c', 'prod'], {
        environment: { CLUSTER_PW: 'p', HTTP_PROXY: 'http://127.0.0.1:1' },
      });
      expect(run.exitCode, run.stderr).toBe(0);
    }
    expect(connections).toBe(0);
  });

  it('marks the document as a comparison of files that cannot be applied', async () => {
    const run = await everything().run([...since, '-f', 'json']);
    const document = JSON.parse(run.stdout) as { digest: unknown; clusters: PlanView[] };
    expect(document.digest, 'apply --expect-digest has nothing to compare').toBeNull();
    expect(document.clusters[0]).toMatchObject({
      comparedWith: { ref: 'main', commit: expect.stringMatching(/^[0-9a-f]{12}$/) },
      cluster: { name: 'prod', url: 'files', workerVersion: '', kafkaClusterId: null },
      connectorsDeclared: 6,
      connectorsLive: 6,
      validation: 'left-out',
    });
    expect(document.clusters[0]?.changes.flatMap(({ actions }) => actions)).toEqual([]);
  });

  it('ends with 2 if the files change something and --detailed-exitcode is given', async () => {
    const world = everything();
    expect((await world.run([...since, '--detailed-exitcode'])).exitCode).toBe(2);
    world.git('add', '-A');
    world.git('stash');
    const run = await world.run([...since, '--detailed-exitcode']);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(
      /^No differences: 6 connectors for prod are as in the files as of main \([0-9a-f]{12}\); no cluster was read\.$/m,
    );
  });

  it('masks a value that was secret before, and values of the environment', async () => {
    const world = repository({
      'connectors/a.yaml': connector({
        one: '${env.FIRST_VALUE}',
        two: 'plain-before',
        url: 'x://u:pass-word@h',
      }),
    });
    world.write(
      'connectors/a.yaml',
      connector({ one: 'first-secret', two: '${env.SECOND_VALUE}', url: 'x://u:other-word@h' }),
    );
    const environment = { FIRST_VALUE: 'first-secret-0', SECOND_VALUE: 'second-secret' };
    for (const format of Object.keys(planFormats)) {
      const { stdout, stderr } = await world.run([...since, '-f', format], { environment });
      expect(stdout + stderr).toContain('(sensitive #');
      expect(stdout + stderr).not.toMatch(/first-secret|second-secret|plain-before|pass-word|other-word/);
    }
  });

  it('says that one default changes several connectors', async () => {
    const view = await viewOf(everything());
    const changed = view.changes.find(({ name }) => name === 'default');
    expect(changed?.fields).toMatchObject([{ key: 'tasks.max', before: '1', after: '2' }]);
  });

  it('leaves out keys that are managed elsewhere', async () => {
    const world = repository({ 'connectors/a.yaml': connector({ a: '1', b: '1' }, 'ignoreKeys: [b]\n') });
    world.write('connectors/a.yaml', connector({ a: '1', b: '2' }, 'ignoreKeys: [b]\n'));
    expect(kindsOf(await viewOf(world))).toEqual({});
    world.write('connectors/a.yaml', connector({ a: '2', b: '2' }, 'ignoreKeys: [b]\n'));
    const [change] = (await viewOf(world)).changes;
    expect(change?.fields.map(({ key }) => key)).toEqual(['a']);
    expect(change?.after?.config['b']).toBe('1');
  });

  it('warns of a rename', async () => {
    const world = repository({ 'connectors/a.yaml': connector({ topic: 't', file: '/f' }) });
    world.git('mv', 'connectors/a.yaml', 'connectors/b.yaml');
    const view = await viewOf(world);
    expect(view.diagnostics.map(({ code }) => code)).toEqual(['possible-rename']);
  });

  it('shows a state that is declared or no longer declared', async () => {
    const world = repository({
      'connectors/a.yaml': connector({}),
      'connectors/b.yaml': connector({}, 'state: running\n'),
    });
    world.write('connectors/a.yaml', connector({}, 'state: running\n'));
    world.write('connectors/b.yaml', connector({}));
    const { changes } = await viewOf(world);
    expect(changes.map(({ name, kind, state }) => [name, kind, state])).toEqual([
      ['a', 'set-state', { before: 'not declared', after: 'running' }],
      ['b', 'set-state', { before: 'running', after: 'not declared' }],
    ]);
  });

  it.each([
    ['ownership: { names: ["*"] }', 'in no file any more; apply deletes it only with --prune'],
    [
      'ownership: { names: ["other-*", b] }',
      'in no file any more; apply leaves it alone, because it is not owned',
    ],
    ['', 'in no file any more; apply leaves it alone, because it is not owned'],
    [
      'ownership: { names: ["*"], protect: [a] }',
      'in no file any more; apply leaves it alone: ownership.protect contains "a"',
    ],
  ])('says what apply does about a removed connector with "%s"', async (ownership, reason) => {
    const files = { 'connect-sync.yaml': `version: 1\n${ownership}\n`, 'connectors/b.yaml': connector({}) };
    const world = repository({ 'connectors/b.yaml': connector({}), 'connectors/a.yaml': connector({}) });
    for (const [file, contents] of Object.entries(files)) world.write(file, contents);
    world.remove('connectors/a.yaml');
    expect(kindsOf(await viewOf(world))).toEqual({ a: ['delete', reason] });
  });

  it('compares each cluster, also one that was added, removed, or left by a connector', async () => {
    const clusters = (...names: readonly string[]) =>
      `version: 1\nclusters:\n${names.map((name) => `  ${name}: { url: "http://127.0.0.1:1" }\n`).join('')}`;
    const world = repository({
      'connect-sync.yaml': clusters('dev', 'old'),
      'connectors/a.yaml': connector({}),
      'connectors/b.yaml': connector({}, 'clusters: [dev]\n'),
    });
    world.write('connect-sync.yaml', clusters('dev', 'staging'));
    world.write('connectors/b.yaml', connector({}, 'clusters: [staging]\n'));
    const run = await world.run([...since, '-f', 'json']);
    const document = JSON.parse(run.stdout) as { clusters: (PlanView & { name: string })[] };
    const found = Object.fromEntries(document.clusters.map((view) => [view.name, kindsOf(view)]));
    expect(found).toEqual({
      dev: {
        b: [
          'delete',
          'no longer declared for this cluster: its file limits it to staging; apply leaves it alone',
        ],
      },
      staging: { a: 'create', b: 'create' },
    });
    expect(run.stdout).toContain('cluster old was declared as of');
    expect((await world.run([...since, '-c', 'dev', '--strict'])).exitCode).toBe(0);
  });

  it('is limited by files and --only', async () => {
    const world = everything();
    const only = await viewOf(world, ['--only', 'gone', '--only', 'n*']);
    expect(Object.keys(kindsOf(only))).toEqual(['new', 'gone']);
    expect(only.leftAlone.map(({ name, reason }) => [name, reason])).toContainEqual([
      'changed',
      'not-selected',
    ]);
    expect(Object.keys(kindsOf(await viewOf(world, ['connectors/new.yaml'])))).toEqual(['new']);
    const missing = await world.run([...since, '--only', 'nwe']);
    expect([missing.exitCode, missing.stderr]).toEqual([1, expect.stringContaining('"new"')]);
  });

  it('compares with the merge base with the default branch of origin, if no commit is named', async () => {
    const origin = repository({ 'connectors/a.yaml': connector({ topic: 'a' }) });
    const clone = projectFolder({});
    runGit(clone.directory, ['clone', '-q', origin.folder.directory, 'x']);
    const directory = path.join(clone.directory, 'x');
    clone.write('x/connectors/mine.yaml', connector({ topic: 'mine' }));
    runGit(directory, ['add', '-A']);
    runGit(directory, ['commit', '-q', '-m', 'mine']);
    origin.write('connectors/theirs.yaml', connector({ topic: 'theirs' }));
    origin.commit();
    runGit(directory, ['fetch', '-q']);
    const run = await runCli(['plan', '--offline'], { directory });
    expect(run.stdout).toMatch(/the files as of the merge base with origin\/main \([0-9a-f]{12}\)/);
    expect(run.stdout, run.stderr).toContain('Changes: 1 added; 1 unchanged.');
  });

  it('requires a commit if the default branch is not known', async () => {
    const run = await everything().run(['plan', '--offline']);
    expect([run.exitCode, run.stderr]).toEqual([64, expect.stringContaining('--since origin/main')]);
  });

  it('says how to fetch more in a shallow clone', async () => {
    const origin = repository({ 'connectors/a.yaml': connector({}) });
    const first = origin.git('rev-parse', 'HEAD').trim();
    origin.write('connectors/b.yaml', connector({}));
    origin.commit();
    const clone = projectFolder({});
    runGit(clone.directory, ['clone', '-q', '--depth', '1', `file://${origin.folder.directory}`, 'x']);
    const run = await runCli(['plan', '--offline', '--since', first], {
      directory: path.join(clone.directory, 'x'),
    });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('it is a shallow clone');
    expect(run.stderr).toContain('fetch-depth: 0');
  });

  it('reports errors in the files, and in those of the commit, with their positions', async () => {
    const world = everything();
    world.write('connectors/new.yaml', 'config: 7\n');
    const now = await world.run([...since]);
    expect([now.exitCode, now.stderr]).toEqual([29, expect.stringContaining('connectors/new.yaml:1:9')]);
    world.commit();
    world.remove('connectors/new.yaml');
    const before = await world.run([...since]);
    expect([before.exitCode, before.stderr]).toEqual([
      29,
      expect.stringContaining('connectors/new.yaml:1:9'),
    ]);
    expect(before.stderr).toContain('name another commit with --since');
  });

  it('compares with files that had no project file yet', async () => {
    const world = repository({ 'connectors/a.yaml': connector({}) });
    world.write('connect-sync.yaml', 'version: 1\ndefaults: [{ config: { tasks.max: "2" } }]\n');
    const view = await viewOf(world);
    expect(kindsOf(view)).toEqual({ a: 'update' });
    expect(view.diagnostics.map(({ code }) => code)).toEqual(['project-file-added']);
    world.write('team.yaml', 'version: 1\n');
    expect(kindsOf(await viewOf(world, ['-p', 'team.yaml']))).toEqual({ a: 'create' });
  });

  it('compares with a commit that had no connector file, and files that have none any more', async () => {
    const world = repository({ 'README.md': 'x\n' });
    world.write('connectors/a.yaml', connector({}));
    expect(kindsOf(await viewOf(world))).toEqual({ a: 'create' });
    world.commit();
    world.remove('connectors/a.yaml');
    const run = await world.run([...since]);
    expect(run.exitCode).toBe(29);
    expect(run.stdout).toContain('- a   removed');
  });

  it.each([
    [['plan', '--since', 'main'], /requires --offline/],
    [[...since, '--out', 'plan.json'], /nothing of it can be applied: it cannot be combined with --out/],
    [[...since, '--prune', '--max-restarts', '3'], /cannot be combined with --prune, --max-restarts/],
    [[...since, '--no-validate', '--show', 'p.json'], /cannot be combined with --no-validate, --show/],
    [[...since, '-c', 'http://127.0.0.1:1'], /--cluster is a URL/],
    [[...since, '-c', 'localhost:8083'], /--cluster is a URL/],
    [[...since, '--invertible'], /--invertible requires/],
  ])('refuses %j', async (args, says) => {
    const run = await everything().run(args);
    expect([run.exitCode, run.stderr]).toEqual([64, expect.stringMatching(says)]);
  });

  it('refuses a cluster by its URL in the environment, and one that is not declared', async () => {
    const environment = { CONNECT_SYNC_CLUSTER: 'http://127.0.0.1:1' };
    const run = await everything().run([...since], { environment });
    expect([run.exitCode, run.stderr]).toEqual([
      64,
      expect.stringContaining('CONNECT_SYNC_CLUSTER is a URL'),
    ]);
    const other = await everything().run([...since, '-c', 'prd']);
    expect([other.exitCode, other.stderr]).toEqual([29, expect.stringContaining('did you mean "prod"?')]);
  });

  it('masks what a plugin snapshot calls a password, and says which keys a moved plugin does not know', async () => {
    const config = { 'connector.class': 'org.example.OrdersSource', topic: 't', legacy: 'x' };
    const file = (version: string, phrase: string) =>
      connector({ ...config, 'connector.plugin.version': version, phrase });
    const world = repository({ ...snapshotFiles(), 'connectors/a.yaml': file('1.0.0', 'hush-before') });
    world.write('connectors/a.yaml', file('2.0.0', 'hush-now'));
    for (const format of Object.keys(planFormats)) {
      const { stdout, stderr } = await world.run([...since, '-f', format]);
      expect(stdout + stderr).not.toContain('hush');
    }
    expect((await world.run([...since])).stdout).toContain(
      'moves the plugin 1.0.0 -> 2.0.0; 1 of its keys is unknown to the new version: legacy',
    );
  });

  it('checks the files with the plugin snapshots, as validate does', async () => {
    const file = (size: string) =>
      connector({
        ...{ 'connector.class': 'org.example.OrdersSource', 'connector.plugin.version': '1.0.0' },
        ...{ topic: 't', 'batch.size': size },
      });
    const world = repository({ ...snapshotFiles(), 'connectors/a.yaml': file('7') });
    world.write('connectors/a.yaml', file('seven'));
    const { exitCode, stdout, stderr } = await world.run([...since]);
    expect([exitCode, stdout]).toEqual([29, expect.stringContaining('+batch.size: seven')]);
    expect(stdout).toContain('To fix: 1 error.');
    expect(stderr).toContain('error[wrong-value-type]');
    expect(stderr).toContain('note: Checked with the plugin snapshots');
    const validated = await world.run(['validate']);
    expect([validated.exitCode, validated.stderr]).toEqual([
      29,
      expect.stringContaining('[wrong-value-type]'),
    ]);
  });

  it('warns of connectors that collide', async () => {
    const world = repository({ 'connectors/a.yaml': connector({ topic: 'a', file: '/same' }) });
    world.write('connectors/b.yaml', connector({ topic: 'a', file: '/same' }));
    const { diagnostics } = await viewOf(world);
    expect(diagnostics.map(({ code }) => code)).toContain('connector-collision');
  });

  it('works in a subfolder of the repository', async () => {
    const world = repository({ 'team/connectors/a.yaml': connector({ topic: 'a' }) });
    world.write('team/connectors/a.yaml', connector({ topic: 'b' }));
    expect(kindsOf(await viewOf(world, ['-C', 'team']))).toEqual({ a: 'update' });
  });

  it('reports a missing repository', async () => {
    const { directory } = projectFolder({ 'connectors/a.yaml': connector({}) });
    const run = await runCli([...since], { directory });
    expect([run.exitCode, run.stderr]).toEqual([1, expect.stringContaining('this is not a Git repository')]);
  });
});
