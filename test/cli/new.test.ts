import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Tryout, type TryoutOptions, tryout } from '../support/tryout.ts';

/** A tryout whose worker is the only cluster of the project, `prod`. */
async function project(
  options: Partial<TryoutOptions> = {},
): Promise<Tryout & { text(file: string): string }> {
  const world = await tryout({ files: {}, ...options, environment: { CONNECT_SYNC_CLUSTER: '' } });
  world.folder.write('connect-sync.yaml', `version: 1\nclusters:\n  prod: { url: "${world.sandbox.url}" }\n`);
  return { ...world, text: (file) => readFileSync(path.join(world.folder.directory, file), 'utf8') };
}

const create = ['new', 'orders', '--class', 'FileStreamSource'];

describe('new', () => {
  it('writes a file with the required keys, says what is left to fill in, and names the next command', async () => {
    const world = await project();
    const { stdout, exitCode } = await world.run(create);
    expect(stdout).toBe(
      'connectors/orders.yaml written (org.apache.kafka.connect.file.FileStreamSourceConnector).\n' +
        '1 finding to resolve:\n' +
        '  connectors/orders.yaml:9: "topic" still contains a placeholder (<topic>): the worker gets this text unchanged\n' +
        'Next: edit connectors/orders.yaml, then connect-sync validate --cluster prod\n',
    );
    expect(exitCode).toBe(0);
    await expect(world.text('connectors/orders.yaml')).toMatchFileSnapshot(
      '__snapshots__/new-connector.yaml',
    );
    expect(world.writes()).toEqual([]);
  });

  it('leads to a valid file and an applied connector once the values are filled in', async () => {
    const world = await project();
    await world.run(create);
    const filled = world
      .text('connectors/orders.yaml')
      .replace('<topic>', 'orders')
      .replace('# file: <file>', 'file: /tmp/x');
    world.folder.write('connectors/orders.yaml', filled);
    expect((await world.run(['validate', '--cluster', 'prod', '--strict'])).exitCode).toBe(0);
    const { stdout, exitCode } = await world.run(['apply', '--yes', '--stable-for', '1s']);
    expect(stdout).toContain('1 create');
    expect(exitCode).toBe(0);
  });

  it.each(['2.8', '3.4', '4.4'] as const)('gets the keys from a worker of %s', async (connectVersion) => {
    const world = await project({ connectVersion });
    const { exitCode } = await world.run(create);
    expect(exitCode).toBe(0);
    expect(world.text('connectors/orders.yaml')).toContain('  topic: <topic>\n');
  });

  it('gives a sink its topics, and a password a variable', async () => {
    const world = await project();
    const sink = await world.run(['new', 'search', '--class', 'ElasticsearchSink', '--all', '--dry-run']);
    expect(sink.stdout).toContain('  topics: <topics>\n');
    expect(sink.stdout).toContain('# connection.password: ${env.SEARCH_CONNECTION_PASSWORD}\n');
    expect(sink.stdout).toMatch(/importance high.*importance medium.*importance low/s);
    expect(sink.exitCode).toBe(0);
  });

  it.each(['FileStreamSource', 'FileStreamSink', 'MySqlConnector', 'ElasticsearchSink', 'Neo4jSink'])(
    'writes YAML that validate reads, also with every comment taken away: %s',
    async (className) => {
      const world = await project();
      await world.run(['new', 'a', '--class', className, '--all']);
      const lines = world.text('connectors/a.yaml').split('\n');
      const open = lines.map((line) => line.replace(/^ {2}# (?=[\w."]+: )/, '  ')).join('\n');
      world.folder.write('connectors/a.yaml', open);
      const { stderr } = await world.run(['validate', '-f', 'json']);
      expect(open).not.toBe(lines.join('\n'));
      expect(stderr).not.toMatch(/syntax|duplicate-key|invalid-type/);
    },
  );

  it('prints the file with --dry-run, and writes nothing', async () => {
    const world = await project();
    const { stdout } = await world.run([...create, '--dry-run', '--state', 'stopped']);
    expect(stdout).toContain('\nstate: stopped ');
    expect(() => world.text('connectors/orders.yaml')).toThrow('ENOENT');
  });

  it('never overwrites a file', async () => {
    const world = await project({ files: { 'connectors/orders.yaml': '# mine\n' } });
    const { stderr, exitCode } = await world.run(create);
    expect(stderr).toContain('error[file-exists]: connectors/orders.yaml exists already');
    expect(world.text('connectors/orders.yaml')).toBe('# mine\n');
    expect(exitCode).toBe(1);
  });

  it('refuses a name that another file declares, or that runs already', async () => {
    const world = await project({
      files: {
        'connectors/other.yaml': 'name: orders\nconfig: { connector.class: FileStreamSource, topic: t }\n',
      },
    });
    expect((await world.run(create)).stderr).toContain('connectors/other.yaml declares "orders" already');
    world.sandbox.worker.seed([
      { name: 'live', config: { 'connector.class': 'FileStreamSource', topic: 't' } },
    ]);
    const live = await world.run(['new', 'live', '--class', 'FileStreamSource']);
    expect(live.stderr).toContain('prod runs a connector "live" already\n  hint: connect-sync import');
  });

  it('suggests the nearest class, and refuses a name that no URL can carry', async () => {
    const world = await project();
    const near = await world.run(['new', 'a', '--class', 'FileStreamSnk']);
    expect(near.stderr).toContain('did you mean "org.apache.kafka.connect.file.FileStreamSinkConnector"?');
    expect(near.exitCode).toBe(1);
    const name = await world.run(['new', '../a', '--class', 'FileStreamSink']);
    expect(name.stderr).toContain('"../a" cannot be the name of a connector');
    expect(name.exitCode).toBe(64);
  });

  it('says so if the project does not include the folder', async () => {
    const world = await project();
    const { stdout } = await world.run([...create, '--out', 'elsewhere']);
    expect(stdout).toMatch(/1 finding to resolve:\n {2}.*connector files are expected at connectors/);
  });

  it('prints one document with -f json', async () => {
    const world = await project();
    const { stdout } = await world.run([...create, '-f', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      file: 'connectors/orders.yaml',
      written: true,
      cluster: 'prod',
    });
  });
});

describe('new, without a cluster', () => {
  /** A project whose cluster is away, and whose plugins were saved. */
  async function saved(): Promise<Awaited<ReturnType<typeof project>>> {
    const world = await project();
    await world.run(['plugins', 'pull', 'FileStreamSource', 'FileStreamSink'], { speed: 1 });
    await world.sandbox.close();
    return world;
  }

  it('takes the keys from the saved plugins with --offline', async () => {
    const world = await saved();
    const { stdout, exitCode } = await world.run([...create, '--offline']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Next: edit connectors/orders.yaml, then connect-sync validate\n');
    expect(world.text('connectors/orders.yaml')).toContain(
      'FileStreamSourceConnector 4.3.0, with the keys that .connect-sync/plugins (prod) reports.',
    );
    expect(world.text('connectors/orders.yaml')).toContain('  topic: <topic>\n');
  });

  it('takes them from there where the project has no cluster', async () => {
    const world = await saved();
    world.folder.write('connect-sync.yaml', 'version: 1\n');
    const { exitCode, stdout } = await world.run([...create, '-f', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ source: 'saved', cluster: '.connect-sync/plugins' });
  });

  it('names --offline where the cluster cannot be read, and the nearest saved class', async () => {
    const world = await saved();
    expect((await world.run(create)).stderr).toContain('add --offline');
    const { stderr } = await world.run(['new', 'orders', '--class', 'FileStreamSorce', '--offline']);
    expect(stderr).toContain('did you mean');
  });

  it('says how to save plugins where there are none', async () => {
    const world = await project();
    const { stderr, exitCode } = await world.run([...create, '--offline']);
    expect(stderr).toContain('connect-sync plugins pull --cluster');
    expect(exitCode).toBe(64);
  });
});
