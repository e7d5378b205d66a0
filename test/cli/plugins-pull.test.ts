import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PluginDefinition } from '../../src/sandbox/plugins/plugin-definition.ts';
import type { ConnectVersion } from '../../src/sandbox/profile.ts';
import { failing, type GatewayRule, startGateway } from '../support/gateway.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const folder = '.connect-sync/plugins';
const fileSource = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
const files = {
  'connectors/lines.yaml': `name: lines
config:
  connector.class: FileStreamSource
  topic: lines
  file: /in
  transforms: route
  transforms.route.type: org.apache.kafka.connect.transforms.RegexRouter
  transforms.route.regex: a
  transforms.route.replacement: b
  value.converter: org.apache.kafka.connect.json.JsonConverter
`,
};

describe('plugins pull', () => {
  it.each<[ConnectVersion, string]>([
    ['2.8', '2.8.2'],
    ['3.9', '3.9.1'],
    ['4.4', '4.4.0'],
  ])(
    'saves the plugins in use, and what is installed, on Kafka Connect %s',
    async (connectVersion, version) => {
      const world = await project({ connectVersion });
      world.sandbox.worker.seed([
        { name: 'live', config: { 'connector.class': 'FileStreamSinkConnector', topics: 'a', file: '/out' } },
      ]);
      const { stdout, stderr, exitCode } = await world.run(['plugins', 'pull']);
      expect(exitCode, stderr).toBe(0);
      expect(stdout).toContain(`prod: Kafka Connect ${version}, `);
      const names = written(world);
      expect(names).toEqual([
        'clusters/prod.json',
        `org.apache.kafka.connect.file.FileStreamSinkConnector@${version}.json`,
        `${fileSource}@${version}.json`,
        ...(version === '2.8.2' ? [] : [`org.apache.kafka.connect.json.JsonConverter@${version}.json`]),
        `org.apache.kafka.connect.runtime.SinkConnectorConfig@${version}.json`,
        `org.apache.kafka.connect.runtime.SourceConnectorConfig@${version}.json`,
        `org.apache.kafka.connect.transforms.RegexRouter@${version}.json`,
      ]);
      if (version === '2.8.2')
        expect(stderr).toContain(
          'warning[plugin-unread]: prod: org.apache.kafka.connect.json.JsonConverter: not read: this version of Kafka Connect does not describe converters',
        );
      expect(keysOf(world, `${fileSource}@${version}.json`)).toEqual(['batch.size', 'file', 'topic']);
      expect(keysOf(world, `org.apache.kafka.connect.transforms.RegexRouter@${version}.json`)).toEqual([
        'regex',
        'replacement',
      ]);
      const common = snapshot(
        world,
        `org.apache.kafka.connect.runtime.SourceConnectorConfig@${version}.json`,
      );
      expect(common.keys.find(({ name }) => name === 'errors.tolerance')?.values).toEqual(['all', 'none']);
      expect(common.keys.map(({ name }) => name)).toContain('tasks.max');
      expect(common.keys.map(({ name }) => name)).not.toContain('file');
    },
  );

  it('changes nothing the second time, and --check agrees', async () => {
    const world = await project();
    await world.run(['plugins', 'pull']);
    const before = contents(world);
    const again = await world.run(['plugins', 'pull']);
    expect(again.stdout).toContain('0 files written in .connect-sync/plugins, 5 unchanged.');
    const check = await world.run(['plugins', 'pull', '--check']);
    expect(check.stdout).toContain('Up to date: 5 files in .connect-sync/plugins.');
    expect(check.exitCode).toBe(0);
    expect(contents(world)).toEqual(before);
  });

  it('with --check writes nothing, says what has moved and what to run, and exits 2', async () => {
    const world = await project();
    await world.run(['plugins', 'pull']);
    const file = path.join(world.folder.directory, folder, `${fileSource}@4.3.0.json`);
    const text = readFileSync(file, 'utf8');
    world.folder.write(
      `${folder}/${fileSource}@4.3.0.json`,
      text.replace('"default":"2000"', '"default":"1"'),
    );
    const edited = contents(world);
    const { stdout, exitCode } = await world.run(['plugins', 'pull', '--check', '--cluster', 'prod']);
    expect(exitCode).toBe(2);
    expect(stdout).toContain(`changed  ${fileSource}@4.3.0.json`);
    expect(stdout).toContain('batch.size: default "1" -> "2000"');
    expect(stdout).toContain('Next: connect-sync plugins pull --cluster prod');
    expect(contents(world)).toEqual(edited);
    expect((await world.run(['plugins', 'pull'])).stdout).toContain('1 file written');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('names what is no longer installed, keeps it, and deletes it with --prune', async () => {
    const world = await project({ plugins: [plugin('1.0.0')] });
    await world.run(['plugins', 'pull', 'MySource']);
    const other = await project({ plugins: [plugin('2.0.0')] });
    const run = (args: readonly string[]) => other.run(args, { directory: world.folder.directory });
    world.folder.write('connect-sync.yaml', projectFile(other.sandbox.url));
    const check = await run(['plugins', 'pull', 'MySource', '--check']);
    expect(check.exitCode).toBe(2);
    expect(check.stdout).toContain('created  com.example.MySource@2.0.0.json  (1 key)');
    expect(check.stdout).toContain('com.example.MySource: 1.0.0 -> 2.0.0');
    const pulled = await run(['plugins', 'pull', 'MySource']);
    expect(pulled.stdout).toContain(
      'No cluster has these installed any more; they are kept:\n  .connect-sync/plugins/com.example.MySource@1.0.0.json\n',
    );
    expect(pulled.stdout).toContain('To delete: connect-sync plugins pull --prune');
    expect(written(world)).toContain('com.example.MySource@1.0.0.json');
    expect((await run(['plugins', 'pull', 'MySource', '--prune'])).stdout).toContain('Deleted, because');
    expect(written(world)).not.toContain('com.example.MySource@1.0.0.json');
  });

  it('takes globs and simple names, and names the nearest class of one that is not there', async () => {
    const world = await project();
    await world.run(['plugins', 'pull', 'FileStream*']);
    expect(written(world).filter((name) => name.includes('FileStream'))).toHaveLength(2);
    const { stderr, exitCode } = await world.run(['plugins', 'pull', 'FileStreamSorce']);
    expect(stderr).toContain('did you mean');
    expect(exitCode).toBe(1);
  });

  it('names the errors in files for which plugins may be missing, also with --check', async () => {
    const world = await project();
    world.folder.write(
      'connectors/sink.yaml',
      'config:\n  connector.class: FileStreamSink\n  topics: "${var.topics}"\n',
    );
    world.folder.write('connectors/broken.yaml', 'config: [\n');
    const { stderr, exitCode } = await world.run(['plugins', 'pull', '--cluster', 'prod']);
    expect(stderr).toContain(
      'warning[connector-unread]: plugins may be missing: connectors/sink.yaml:3:12: variable "topics" is not set for the cluster prod\n',
    );
    expect(stderr).toContain('warning[connector-unread]: plugins may be missing: connectors/broken.yaml:');
    expect(stderr).toContain('  hint: to see the errors:  connect-sync validate');
    expect(exitCode).toBe(0);
    expect((await world.run(['plugins', 'pull', '--check'])).stderr).toContain('connectors/sink.yaml:3:12');
    expect((await world.run(['plugins', 'pull', 'FileStreamSource'])).stderr).toBe('');
    const json = await world.run(['plugins', 'pull', '-f', 'json']);
    expect(JSON.parse(json.stdout).clusters[0].unresolved).toContainEqual({
      file: 'connectors/sink.yaml',
      line: 3,
      column: 12,
      message: 'variable "topics" is not set for the cluster prod',
    });
    const given = await world.run(['plugins', 'pull', '--var', 'topics=t', '--quiet']);
    expect(given.stdout).toContain('FileStreamSinkConnector@4.3.0.json');
    expect(given.stderr).toBe('');
  });

  it('prints JSON with the files and the differences', async () => {
    const world = await project();
    const { stdout } = await world.run(['plugins', 'pull', '-f', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'connect-sync/plugins-pull',
      mode: 'write',
      complete: true,
      clusters: [{ name: 'prod', kafkaConnect: '4.3.0', read: 3, problems: [] }],
      files: expect.arrayContaining([
        expect.objectContaining({ class: fileSource, change: 'created', entries: 3 }),
      ]),
    });
  });

  it('writes the files of several clusters into one folder', async () => {
    const world = await project();
    const west = await project({ connectVersion: '3.9' });
    world.folder.write('connect-sync.yaml', projectFile(world.sandbox.url, west.sandbox.url));
    const { exitCode } = await world.run(['plugins', 'pull', '--all-clusters']);
    expect(exitCode).toBe(0);
    expect(written(world)).toEqual(
      expect.arrayContaining([
        'clusters/prod.json',
        'clusters/west.json',
        `${fileSource}@3.9.1.json`,
        `${fileSource}@4.3.0.json`,
      ]),
    );
    expect((await world.run(['plugins', 'pull', '--all-clusters', '--check'])).exitCode).toBe(0);
  });

  it('works with a cluster that is only a URL', async () => {
    const world = await tryout({ files });
    expect((await world.run(['plugins', 'pull'])).exitCode).toBe(0);
    expect(written(world)).toContain('clusters/@url.json');
    expect((await world.run(['plugins', 'pull', '--check'])).exitCode).toBe(0);
  });

  it('does not write what the environment keeps secret into documentation, nor lets it change a file', async () => {
    const world = await project();
    await world.run(['plugins', 'pull']);
    const environment = { DB_PASSWORD: 'topic', OTHER_SECRET: 'restart' };
    const { exitCode } = await world.run(['plugins', 'pull', '--check'], { environment });
    expect(exitCode).toBe(0);
  });

  it('refuses options that would have no effect before pull, and --prune with --check', async () => {
    const world = await project();
    const before = await world.run(['plugins', '--cluster', 'prod', 'pull']);
    expect(before.stderr).toContain('--cluster has no effect before pull');
    expect(before.exitCode).toBe(64);
    expect((await world.run(['plugins', 'pull', '--check', '--prune'])).exitCode).toBe(64);
  });
});

describe('plugins pull, from a worker that does not answer everything', () => {
  it('keeps the values that are known where validation is refused', async () => {
    const world = await project();
    await world.run(['plugins', 'pull']);
    const before = contents(world);
    const run = await behind(world, failing({ path: /\/config\/validate$/ }, 403, 'denied'));
    const { stderr, exitCode } = await run(['plugins', 'pull']);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('its allowed values could not be read: the credentials are refused');
    expect(contents(world)).toEqual(before);
  });

  it('names a class that is refused, writes the others and exits 28', async () => {
    const world = await project();
    const run = await behind(world, failing({ path: /RegexRouter\/config/ }, 403, 'denied'));
    const { stderr, exitCode } = await run(['plugins', 'pull']);
    expect(stderr).toContain(
      'error[plugin-unread]: prod: org.apache.kafka.connect.transforms.RegexRouter: not read: the credentials are refused',
    );
    expect(exitCode).toBe(28);
    expect(written(world)).toContain(`${fileSource}@4.3.0.json`);
  });

  it('names a class that the worker cannot load', async () => {
    const world = await project();
    const fault = 'java.lang.NoClassDefFoundError: org/apache/kafka/common/utils/AppInfoParser';
    const run = await behind(world, failing({ path: /FileStreamSource\w*\/config/ }, 500, fault));
    const { stderr, exitCode } = await run(['plugins', 'pull']);
    expect(stderr).toContain(`${fileSource}: not read: the worker cannot load it\n  the worker says: `);
    expect(stderr).toContain('AppInfoParser');
    expect(exitCode).toBe(28);
  });

  it('names a class that is declared and not installed', async () => {
    const world = await project();
    world.folder.write('connectors/other.yaml', 'name: o\nconfig:\n  connector.class: com.example.Missing\n');
    const { stderr, exitCode } = await world.run(['plugins', 'pull']);
    expect(stderr).toContain('prod: com.example.Missing: not read: it is not installed');
    expect(exitCode).toBe(1);
    expect(written(world)).toContain(`${fileSource}@4.3.0.json`);
  });

  it('gives up on a validation that hangs, and the rest goes on', async () => {
    const world = await project({ connectVersion: '2.8', plugins: [plugin('1.0.0')] });
    world.folder.write('connectors/my.yaml', 'name: m\nconfig:\n  connector.class: com.example.MySource\n');
    const hanging: GatewayRule = ({ path: asked }) =>
      asked.includes('MySource') ? new Promise<undefined>(() => undefined) : undefined;
    const run = await behind(world, hanging);
    const { stderr, exitCode } = await run(['plugins', 'pull'], { speed: 30 });
    expect(stderr).toContain('com.example.MySource: not read: the worker did not answer in time');
    expect(exitCode).toBe(28);
    expect(written(world)).toContain(`${fileSource}@2.8.2.json`);
  });

  it('writes nothing where the list of plugins is denied', async () => {
    const world = await project();
    const run = await behind(world, failing({ path: /^\/connector-plugins\?/ }, 403, 'denied'));
    const { stderr, exitCode } = await run(['plugins', 'pull']);
    expect(stderr).toContain('error[cluster-unread]: prod: ');
    expect(exitCode).toBe(28);
    expect(existsSync(path.join(world.folder.directory, folder))).toBe(false);
  });
});

describe('plugins pull, into a folder that was changed by hand', () => {
  it.each([
    ['truncated', (text: string) => text.slice(0, 200), 'changed'],
    ['something else', () => '{"format":"connect-sync/backup"}', 'changed'],
    ['of another version', (text: string) => text.replace('"4.3.0"', '"1.0.0"'), 'changed'],
  ])('replaces a snapshot that is %s', async (_, edit, change) => {
    const world = await project();
    await world.run(['plugins', 'pull']);
    const before = contents(world);
    const name = `${folder}/${fileSource}@4.3.0.json`;
    world.folder.write(name, edit(readFileSync(path.join(world.folder.directory, name), 'utf8')));
    expect((await world.run(['plugins', 'pull', '--check'])).exitCode).toBe(2);
    const { stdout } = await world.run(['plugins', 'pull']);
    expect(stdout).toContain(`${change}  ${fileSource}@4.3.0.json`);
    expect(contents(world)).toEqual(before);
  });

  it('leaves a file of a newer connect-sync as it is, says so, and exits 1', async () => {
    const world = await project();
    await world.run(['plugins', 'pull']);
    const name = `${folder}/${fileSource}@4.3.0.json`;
    const text = readFileSync(path.join(world.folder.directory, name), 'utf8').replace(
      '"version": 1',
      '"version": 2',
    );
    world.folder.write(name, text);
    const { stdout, exitCode } = await world.run(['plugins', 'pull']);
    expect(stdout).toContain(`kept     ${fileSource}@4.3.0.json`);
    expect(stdout).toContain('snapshot version 2 is not supported');
    expect(exitCode).toBe(1);
    expect(readFileSync(path.join(world.folder.directory, name), 'utf8')).toBe(text);
  });

  it('does not write through a link that leads out of the project', async () => {
    const world = await project();
    const outside = await project();
    mkdirSync(path.join(world.folder.directory, '.connect-sync'));
    symlinkSync(outside.folder.directory, path.join(world.folder.directory, folder));
    const { stderr, exitCode } = await world.run(['plugins', 'pull']);
    expect(stderr).toContain('is a link that leads out of the project');
    expect(exitCode).toBe(1);
    unlinkSync(path.join(world.folder.directory, folder));
    expect(readdirSync(outside.folder.directory).sort()).toEqual(['connect-sync.yaml', 'connectors']);
  });
});

interface Options {
  readonly connectVersion?: ConnectVersion;
  readonly plugins?: readonly PluginDefinition[];
}

/** A project with the cluster `prod`. */
async function project(options: Options = {}): Promise<Tryout> {
  const world = await tryout({ files, environment: { CONNECT_SYNC_CLUSTER: '' }, ...options });
  world.folder.write('connect-sync.yaml', projectFile(world.sandbox.url));
  return { ...world, run: (args, more) => world.run(args, { speed: 1, ...more }) };
}

function projectFile(prod: string, west?: string): string {
  const other = west === undefined ? '' : `  west: { url: "${west}" }\n`;
  return `version: 1\nclusters:\n  prod: { url: "${prod}" }\n${other}`;
}

function plugin(version: string): PluginDefinition {
  return {
    class: 'com.example.MySource',
    type: 'source',
    version,
    keys: [{ name: 'my.key', type: 'STRING', default_value: 'a' }],
  };
}

/** The project behind a gateway with a rule. */
async function behind(world: Tryout, rule: GatewayRule): Promise<Tryout['run']> {
  const gateway = await startGateway(world.sandbox.url, rule);
  onTestFinished(() => gateway.close());
  world.folder.write('connect-sync.yaml', projectFile(gateway.url));
  return world.run;
}

function written({ folder: { directory } }: Tryout): readonly string[] {
  return readdirSync(path.join(directory, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

function contents(world: Tryout): Readonly<Record<string, string>> {
  const { directory } = world.folder;
  return Object.fromEntries(
    written(world).map((name) => [name, readFileSync(path.join(directory, folder, name), 'utf8')]),
  );
}

interface SnapshotFile {
  readonly keys: readonly { readonly name: string; readonly values?: readonly string[] }[];
}

function snapshot(world: Tryout, name: string): SnapshotFile {
  return JSON.parse(readFileSync(path.join(world.folder.directory, folder, name), 'utf8'));
}

function keysOf(world: Tryout, name: string): readonly string[] {
  return snapshot(world, name).keys.map((key) => key.name);
}
