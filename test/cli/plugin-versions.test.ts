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
