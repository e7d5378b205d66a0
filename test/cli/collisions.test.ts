import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { repository } from '../support/repository.ts';
import { tryout } from '../support/tryout.ts';

const sink = 'org.apache.kafka.connect.file.FileStreamSinkConnector';

function fileSink(file: string, topics = 'orders'): string {
  return `config:\n  connector.class: ${sink}\n  tasks.max: 1\n  topics: ${topics}\n  file: ${file}\n`;
}

const offline = { environment: { CONNECT_SYNC_CLUSTER: '' } };

describe('connectors that collide', () => {
  it('are a warning of validate without a cluster, with both places, and an error with --strict', async () => {
    const world = await tryout({
      files: { 'connectors/a.yaml': fileSink('/tmp/out.txt'), 'connectors/b.yaml': fileSink('/tmp/out.txt') },
    });
    const run = await world.run(['validate'], offline);
    expect(run.exitCode).toBe(0);
    const printed = run.stdout + run.stderr;
    expect(printed).toContain(
      'warning[connector-collision]: "b" writes the file "/tmp/out.txt", as "a" does: their lines are mixed',
    );
    expect(printed).toContain('--> connectors/b.yaml:5:3');
    expect(printed).toContain('"a" too connectors/a.yaml:5:3');
    const strict = await world.run(['validate', '--strict'], offline);
    expect(strict.exitCode).toBe(29);
    expect(strict.stdout + strict.stderr).toContain('error[connector-collision]');
    expect(world.sandbox.requests).toEqual([]);
  });

  it('are compared cluster by cluster, and reported once for all clusters', async () => {
    const project =
      'version: 1\nclusters:\n  dev: {url: "http://d:8083", vars: {dir: /dev}}\n  prod: {url: "http://p:8083", vars: {dir: /prod}}\n';
    const limited = (cluster: string) => `clusters: [${cluster}]\n${fileSink('/tmp/limited.txt')}`;
    const shared = fileSink('${var.dir}/out.txt');
    const world = await tryout({
      files: {
        'connect-sync.yaml': project,
        'connectors/a.yaml': shared,
        'connectors/b.yaml': shared,
        'connectors/c.yaml': limited('dev'),
        'connectors/d.yaml': limited('prod'),
      },
    });
    const run = await world.run(['validate', '--format', 'json'], offline);
    const { diagnostics } = JSON.parse(run.stdout);
    expect(diagnostics).toMatchObject([
      {
        code: 'connector-collision',
        severity: 'warning',
        source: { file: 'connectors/b.yaml', line: 5 },
        related: [{ source: { file: 'connectors/a.yaml', line: 5 } }],
      },
    ]);
    expect(diagnostics[0].message).toContain('"/dev/out.txt"');
  });

  it('never show a value that comes from the environment', async () => {
    const world = await tryout({
      files: {
        'connectors/a.yaml': fileSink('${env.TARGET}'),
        'connectors/b.yaml': fileSink('/tmp/s3cret-target'),
      },
      environment: { TARGET: '/tmp/s3cret-target', CONNECT_SYNC_CLUSTER: '' },
    });
    const run = await world.run(['validate'], offline);
    const printed = run.stdout + run.stderr;
    expect(printed).toContain('"b" writes the file (sensitive), as "a" does');
    expect(printed).not.toContain('s3cret');
    const { stdout } = await world.run(['validate', '--format', 'json'], offline);
    expect(stdout).toContain('connector-collision');
    expect(stdout).not.toContain('s3cret');
  });

  it('are found by plan among the files and the live connectors that are in no file, in four requests', async () => {
    const world = await tryout({
      files: { 'connectors/new.yaml': fileSink('/tmp/out.txt'), 'connectors/other.yaml': fileSink('/tmp/b') },
    });
    const live = (name: string, file: string) => ({
      name,
      config: { 'connector.class': sink, 'tasks.max': '1', topics: 'orders', file },
    });
    world.sandbox.worker.seed([
      live('new', '/tmp/out.txt'),
      live('other', '/tmp/b'),
      live('legacy', '/tmp/out.txt'),
      live('one', '/tmp/live-only'),
      live('two', '/tmp/live-only'),
    ]);
    world.sandbox.clearRequests();
    const run = await world.run(['plan', '--format', 'json']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(world.sandbox.requests).toHaveLength(4);
    const { diagnostics } = onlyCluster(run.stdout);
    expect(diagnostics).toMatchObject([{ code: 'connector-collision', related: [] }]);
    expect(JSON.stringify(diagnostics)).toContain('as \\"legacy\\" (in no file) does');
    const limited = await world.run(['plan', '--only', 'other', '--format', 'json']);
    expect(onlyCluster(limited.stdout).diagnostics).toEqual([]);
    const strict = await world.run(['plan', '--strict']);
    expect(strict.exitCode).not.toBe(0);
    expect(strict.stdout + strict.stderr).toContain('error[connector-collision]');
  });

  it('are gone when the other one is deleted by the plan, or its name is that of the file', async () => {
    const world = await tryout({
      files: {
        'connect-sync.yaml': 'version: 1\nownership: {names: ["*"], maxDeletes: 5}\n',
        'connectors/new.yaml': fileSink('/tmp/out.txt'),
        'connectors/old.yaml': 'name: old\nstate: absent\n',
      },
    });
    world.sandbox.worker.seed([
      {
        name: 'old',
        config: { 'connector.class': sink, 'tasks.max': '1', topics: 'orders', file: '/tmp/out.txt' },
      },
    ]);
    const run = await world.run(['plan', '--format', 'json']);
    expect(run.exitCode, run.stderr).toBe(0);
    const codes = onlyCluster(run.stdout).diagnostics.map(({ code }: { readonly code: string }) => code);
    expect(codes).not.toContain('connector-collision');
  });

  it('are found by plan without a cluster, in what the files declare now', async () => {
    const world = repository({ 'connectors/a.yaml': fileSink('/tmp/out.txt') });
    world.write('connectors/b.yaml', fileSink('/tmp/out.txt'));
    const run = await world.run(['plan', '--offline', '--since', 'main', '-f', 'json']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(onlyCluster(run.stdout).diagnostics).toMatchObject([{ code: 'connector-collision' }]);
    const other = ['plan', '--offline', '--since', 'main', '--only', 'c', '-f', 'json'];
    world.write('connectors/c.yaml', fileSink('/tmp/c.txt'));
    expect(onlyCluster((await world.run(other)).stdout).diagnostics).toEqual([]);
  });

  it('are reported by validate with a cluster, for the selected files only', async () => {
    const world = await tryout({
      files: {
        'connectors/a.yaml': fileSink('/tmp/out.txt'),
        'connectors/b.yaml': fileSink('/tmp/out.txt'),
        'connectors/c.yaml': fileSink('/tmp/c.txt'),
      },
    });
    const all = await world.run(['validate', '--cluster', world.sandbox.url]);
    expect(all.stdout + all.stderr).toContain('connector-collision');
    const one = await world.run(['validate', '--cluster', world.sandbox.url, 'connectors/c.yaml']);
    expect(one.exitCode, one.stderr).toBe(0);
    expect(one.stdout + one.stderr).not.toContain('connector-collision');
  });
});
