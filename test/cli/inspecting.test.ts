import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

const commands = [
  ['list'],
  ['status'],
  ['show'],
  ['cluster'],
  ['show', '-f', 'json'],
  ['status', '-f', 'json'],
];

/** A cluster with one connector, and a project folder with these files. */
async function clusterWith(files: Readonly<Record<string, string>>) {
  const world = await tryout({ files });
  world.sandbox.worker.seed([
    { name: 'orders', config: { 'connector.class': 'FileStreamSource', topic: 'orders', 'tasks.max': '1' } },
  ]);
  return world;
}

describe('a command that only reads a cluster', () => {
  it.each([
    ['there is no connector file', {}],
    ['the globs match nothing', { 'connect-sync.yaml': 'version: 1\nconnectors: nowhere/*.yaml\n' }],
    [
      'connector files are broken',
      { 'connectors/a.yaml': 'config: [\n', 'connectors/b.yaml': 'nonsense: 1\n' },
    ],
    ['a variable has no value', { 'connectors/a.yaml': 'config:\n  connector.class: ${env.NOT_SET}\n' }],
  ])('works if %s', async (_, files) => {
    const world = await clusterWith(files);
    for (const command of commands) {
      const { exitCode, stdout, stderr } = await world.run(command);
      expect(exitCode, `${command.join(' ')}: ${stderr}`).toBe(0);
      expect(stdout).toMatch(/orders|4\.3\.0/);
      expect(stderr).not.toContain('error');
    }
  });

  it.each([
    ['the project file is broken', { 'connect-sync.yaml': 'version: [\n' }, []],
    ['the named project file is missing', {}, ['--project', 'nowhere.yaml']],
    ['an environment file cannot be read', {}, ['--dotenv', 'nowhere.env']],
  ])('fails if %s', async (_, files, args) => {
    const world = await clusterWith(files);
    for (const command of commands) {
      const { exitCode, stderr } = await world.run([...command, ...args]);
      expect(stderr).toContain('error[');
      expect(exitCode, `${command.join(' ')}: ${stderr}`).toBe(29);
    }
  });
});

describe('render works without a cluster', () => {
  const connector = 'config:\n  connector.class: FileStreamSource\n  topic: orders\n  tasks.max: 1\n';

  it.each([
    ['down', 'url: "http://127.0.0.1:1"'],
    [
      'without credentials here',
      'url: "http://127.0.0.1:1"\n    auth: { bearer: { token: "${env.NOT_SET}" } }',
    ],
  ])('and warns if a named cluster is %s', async (_, cluster) => {
    const { run } = await tryout({
      files: {
        'connect-sync.yaml': `version: 1\nclusters:\n  main:\n    ${cluster}\n`,
        'connectors/a.yaml': connector,
      },
    });
    const named = await run(['render', '--cluster', 'main']);
    expect(named.exitCode, named.stderr).toBe(0);
    expect(named.stdout).toContain('topic: orders');
    expect(named.stderr).toContain('warning[key-types-unavailable]');
    const unnamed = await run(['render'], { environment: { CONNECT_SYNC_CLUSTER: '' } });
    expect(unnamed.exitCode).toBe(0);
    expect(unnamed.stdout).toContain('topic: orders');
    expect(unnamed.stderr).toBe('');
  });

  it('and contacts only clusters that are named', async () => {
    const { run, sandbox, folder } = await tryout({ files: { 'connectors/a.yaml': connector } });
    folder.write('connect-sync.yaml', `version: 1\nclusters: { main: { url: "${sandbox.url}" } }\n`);
    await run(['render'], { environment: { CONNECT_SYNC_CLUSTER: '' } });
    expect(sandbox.requests).toEqual([]);
    await run(['render', '--cluster', 'main']);
    expect(sandbox.requests.map(({ path }) => path).sort()).toEqual([
      '/',
      '/connector-plugins/FileStreamSource/config',
    ]);
  });
});
