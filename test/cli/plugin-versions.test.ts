import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

const plain = `name: lines
config:
  connector.class: FileStreamSource
  topic: lines
  file: /in
`;

describe('the version that runs', () => {
  it.each([
    ['4.4', '4.4.0'],
    ['3.9', undefined],
  ] as const)('is shown by status and describe on Kafka Connect %s', async (connectVersion, version) => {
    const world = await tryout({ files: { 'connectors/lines.yaml': plain }, connectVersion });
    await world.run(['apply', '--yes']);
    const status = onlyCluster((await world.run(['status', '-f', 'json'])).stdout);
    const expected = { pluginVersion: version ?? null };
    expect(status.connectors[0]).toMatchObject({ connector: expected, tasks: [expected] });
    const described = onlyCluster((await world.run(['describe', 'lines', '-f', 'json'])).stdout);
    expect(described.connectors[0]).toMatchObject({ ...expected, tasks: [expected] });
    const shown = version === undefined ? '' : `version ${version}`;
    const texts = [await world.run(['status']), await world.run(['describe', 'lines'])];
    for (const { stdout } of texts) {
      if (shown) expect(stdout).toContain(shown);
      else expect(stdout).not.toMatch(/version/i);
    }
    const markdown = (await world.run(['status', '-f', 'markdown'])).stdout;
    expect(markdown.includes('| tasks | version |')).toBe(version !== undefined);
    expect(markdown.includes('4.4.0')).toBe(version !== undefined);
  });

  it('is shown of each task where they differ, as in the middle of an upgrade', async () => {
    const world = await tryout({ files: {} });
    const instance = (version: string | null) => ({ state: 'RUNNING', worker_id: 'a:1', version });
    const tasks = [
      { id: 0, ...instance('1.0.0') },
      { id: 1, ...instance(null) },
    ];
    world.sandbox.worker.seed([{ name: 'lines', config: { 'connector.class': 'FileStreamSource' } }]);
    const status = {
      lines: { status: { name: 'lines', connector: instance('2.0.0'), tasks, type: 'source' } },
    };
    world.sandbox.worker.inject({
      path: /expand=status/,
      effect: {
        kind: 'answer',
        answer: { status: 200, body: JSON.stringify(status), contentType: 'application/json' },
      },
    });
    const { stdout } = await world.run(['status']);
    expect(stdout).toMatch(
      /connector +RUNNING +a:1 +version 2\.0\.0\n +task 0 +RUNNING +a:1 +version 1\.0\.0\n +task 1 +RUNNING +a:1\n/,
    );
  });
});

describe('list -w', () => {
  const requestsOf = ({ sandbox }: Awaited<ReturnType<typeof tryout>>) =>
    sandbox.requests.map(({ path }) => path);

  it('shows the version that runs behind the class, with the two requests of list', async () => {
    const world = await tryout({ files: {}, connectVersion: '4.4' });
    world.sandbox.worker.seed([
      { name: 'lines', config: { 'connector.class': 'FileStreamSource', topic: 't' } },
    ]);
    const { stdout } = await world.run(['list', '-w']);
    expect(stdout).toMatch(/CLASS@VERSION\n.*FileStreamSource@4\.4\.0\n/);
    expect(requestsOf(world)).toHaveLength(2);
    expect((await world.run(['list'])).stdout, 'a script that reads columns').not.toContain('4.4.0');
    const json = onlyCluster((await world.run(['list', '-f', 'json'])).stdout);
    expect(json.connectors[0]).toMatchObject({ pluginVersion: '4.4.0' });
  });

  it('shows the latest installed version where a worker reports none', async () => {
    const world = await tryout({ files: {}, connectVersion: '3.9' });
    const config = { 'connector.class': 'FileStreamSource', topic: 't' };
    world.sandbox.worker.seed([
      { name: 'lines', config },
      { name: 'pinned', config: { ...config, 'connector.plugin.version': '1.0' } },
    ]);
    const { stdout } = await world.run(['list', '-w']);
    expect(stdout).toMatch(/lines .*FileStreamSource@3\.9\.\d\n/);
    expect(stdout).toMatch(/pinned .*FileStreamSource\n/);
    expect(requestsOf(world)).toHaveLength(3);
    world.sandbox.worker.inject({
      path: /connector-plugins/,
      effect: { kind: 'answer', answer: { status: 403, body: '{}', contentType: 'application/json' } },
    });
    const denied = await world.run(['list', '-w']);
    expect([denied.exitCode, denied.stdout]).toEqual([
      0,
      expect.stringMatching(/lines .*FileStreamSource\n/),
    ]);
  });
});

describe('a version that is pinned', () => {
  const pinned = `${plain}  connector.plugin.version: 1.0.0
  key.converter.plugin.version: "[1.0,2.0)"
  transforms: a
  transforms.a.type: org.apache.kafka.connect.transforms.RegexRouter
  transforms.a.plugin.version: 1.0.0
  transforms.a.regex: x
  transforms.a.replacement: y
`;

  it.each(['2.8', '3.9'] as const)(
    'is a warning on Kafka Connect %s, which ignores it, with and without changes',
    async (connectVersion) => {
      const world = await tryout({ files: { 'connectors/lines.yaml': pinned }, connectVersion });
      const warning =
        /warning\[plugin-version-ignored\][^\n]*ignores connector\.plugin\.version, key\.converter\.plugin\.version and transforms\.a\.plugin\.version of lines, which requires 4\.1 or later: the version is not pinned\n +--> connectors\/lines\.yaml:6:/;
      expect((await world.run(['plan'])).stderr).toMatch(warning);
      expect((await world.run(['apply', '--yes'])).stderr).toMatch(warning);
      expect((await world.run(['plan'])).stderr).toMatch(warning);
      expect((await world.run(['plan', '--strict'])).exitCode).not.toBe(0);
    },
  );

  it('is no warning on a worker that knows the key', async () => {
    const world = await tryout({
      files: { 'connectors/lines.yaml': `${plain}  connector.plugin.version: 4.4.0\n` },
      connectVersion: '4.4',
    });
    expect((await world.run(['plan'])).stderr).not.toContain('plugin-version-ignored');
  });
});

describe('a plan that moves a plugin to another version', () => {
  const className = 'FileStreamSource';
  const key = (name: string) => ({
    name,
    type: 'STRING',
    required: false,
    importance: 'LOW',
    documentation: '',
  });
  const file = `${plain}  old.key: x\n  connector.plugin.version: 4.4.0\n`;

  async function world(moved = file) {
    const tried = await tryout({ files: { 'connectors/lines.yaml': moved }, connectVersion: '4.4' });
    const config = { 'connector.class': className, topic: 'lines', file: '/in', 'old.key': 'x' };
    tried.sandbox.worker.seed([
      { name: 'lines', config: { ...config, 'connector.plugin.version': '1.9.7' } },
    ]);
    return tried;
  }

  /** What the worker answers about a version that it has too. */
  function serveOldVersion({ sandbox }: Awaited<ReturnType<typeof tryout>>): void {
    const body = JSON.stringify([key('old.key'), key('other.key'), key('topic')]);
    sandbox.worker.inject({
      path: /FileStreamSource\/config\?version=1\.9\.7/,
      effect: { kind: 'answer', answer: { status: 200, body, contentType: 'application/json' } },
    });
  }

  it('names the keys of the config that the new version does not know', async () => {
    const tried = await world();
    serveOldVersion(tried);
    const { stdout, stderr, exitCode } = await tried.run(['plan']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(
      'moves the plugin 1.9.7 -> 4.4.0; 1 of its keys is unknown to the new version: old.key;',
    );
    serveOldVersion(tried);
    const markdown = await tried.run(['plan', '-f', 'markdown']);
    expect(markdown.stdout).toContain('1 of its keys is unknown to the new version: <code>old.key</code>');
  });

  const snapshotOf = (snapshotClass: string) =>
    JSON.stringify({
      ...{ format: 'connect-sync/plugin-snapshot', version: 1, class: snapshotClass, type: 'source' },
      ...{ pluginVersion: '1.9.7', keys: [{ name: 'old.key', type: 'STRING' }] },
    });
  const fullName = 'org.apache.kafka.connect.file.FileStreamSourceConnector';

  it('finds them beside the project file, and where the config uses an alias of the class', async () => {
    const tried = await world();
    tried.folder.write('team/connect-sync.yaml', 'version: 1\n');
    tried.folder.write('team/connectors/lines.yaml', file);
    tried.folder.write(`team/.connect-sync/plugins/${fullName}@1.9.7.json`, snapshotOf(fullName));
    const { stdout, stderr } = await tried.run(['plan', '-p', 'team/connect-sync.yaml']);
    expect(stdout, stderr).toContain('1 of its keys is unknown to the new version: old.key');
  });

  it('takes the keys of a version that is no longer installed from the snapshots', async () => {
    const tried = await world();
    tried.folder.write(`.connect-sync/plugins/${className}@1.9.7.json`, snapshotOf(className));
    expect((await tried.run(['plan'])).stdout).toContain(
      '1 of its keys is unknown to the new version: old.key',
    );
  });

  it('says only the versions if nothing knows the keys of the old one', async () => {
    const tried = await world();
    const { stdout } = await tried.run(['plan']);
    expect(stdout).toContain('moves the plugin 1.9.7 -> 4.4.0;');
    expect(stdout).not.toContain('unknown to the new version');
  });

  it('does not show a version that comes from the environment', async () => {
    const tried = await world(file.replace('4.4.0', '${env.SECRET_VERSION}'));
    const { stdout, stderr } = await tried.run(['plan'], { environment: { SECRET_VERSION: '4.4.0' } });
    expect(stdout, stderr).toContain('connector.plugin.version: (sensitive #');
    expect(stdout).not.toContain('moves the plugin');
  });
});

describe('a plan of a cluster whose plugins have moved since their snapshot', () => {
  const className = 'org.apache.kafka.connect.file.FileStreamSourceConnector';

  async function world(saved: Readonly<Record<string, unknown>>, topic = 'lines') {
    const tried = await tryout({
      files: {
        'connectors/lines.yaml': plain,
        '.connect-sync/plugins/clusters/@url.json': JSON.stringify({
          ...{ format: 'connect-sync/cluster-plugins', version: 1, cluster: null, kafkaConnect: '4.4.0' },
          ...saved,
        }),
      },
      connectVersion: '4.4',
    });
    tried.sandbox.worker.seed([
      { name: 'lines', config: { 'connector.class': 'FileStreamSource', topic, file: '/in' } },
    ]);
    return tried;
  }
  const plugins = [{ class: className, type: 'source', versions: ['1.9.7'] }];
  const warning = `now has ${className} 4.4.0 (snapshot: 1.9.7)`;

  it('warns, with the four requests of a plan without changes', async () => {
    const tried = await world({ plugins });
    const { stdout, stderr, exitCode } = await tried.run(['plan', '--strict']);
    expect(exitCode, 'it says nothing about the files').toBe(0);
    expect(stdout).toContain('No differences');
    expect(stderr).toContain(`warning[plugin-version-moved]: ${tried.sandbox.url} ${warning}`);
    expect(stderr).toContain(`connect-sync plugins pull --cluster ${tried.sandbox.url}`);
    expect(tried.sandbox.requests).toHaveLength(4);
  });

  it('warns of everything that is installed, with one request more, if something changes', async () => {
    const tried = await world({ plugins }, 'other');
    const { stderr } = await tried.run(['plan', '--no-validate']);
    expect(stderr).toContain(warning);
    const asked = tried.sandbox.requests.map(({ path }) => path).filter((path) => /plugins\?/.test(path));
    expect(asked).toEqual(['/connector-plugins?connectorsOnly=false']);
  });

  it('says once that Kafka Connect is another version', async () => {
    const tried = await world({
      kafkaConnect: '4.3.0',
      plugins: [{ class: className, type: 'source', versions: ['4.3.0'] }],
    });
    const { stderr } = await tried.run(['plan']);
    expect(stderr).toContain('now runs Kafka Connect 4.4.0 (snapshot: 4.3.0)');
    expect(stderr).not.toContain('now has');
  });

  it('says nothing if the snapshot is of the versions that run, and warns of one that cannot be read', async () => {
    const settled = await world({ plugins: [{ class: className, type: 'source', versions: ['4.4.0'] }] });
    expect((await settled.run(['plan'])).stderr).toBe('');
    settled.folder.write('.connect-sync/plugins/clusters/@url.json', '{"format": 1');
    const broken = await settled.run(['plan']);
    expect(broken.exitCode).toBe(0);
    expect(broken.stderr).toContain('@url.json');
  });

  it('is made where the credentials may not list the plugins', async () => {
    const tried = await world({ plugins }, 'other');
    tried.sandbox.worker.inject({
      path: /connector-plugins\?/,
      effect: { kind: 'answer', answer: { status: 403, body: '{}', contentType: 'application/json' } },
    });
    const { stderr, exitCode } = await tried.run(['plan', '--no-validate']);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain(warning);
  });
});
