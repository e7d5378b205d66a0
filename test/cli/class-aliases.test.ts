import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const file = 'org.apache.kafka.connect.file.FileStreamSourceConnector';
const mySql = 'io.debezium.connector.mysql.MySqlConnector';
const noOpRequests = 4;

/** A connector `a` that is live with one class, and declared with another one and with changed keys. */
async function changed(
  {
    from,
    to,
    keys,
  }: { readonly from: string; readonly to: string; readonly keys: readonly [object, object] },
  project = 'version: 1\n',
): Promise<Tryout> {
  const [before, after] = keys;
  const world = await tryout({
    files: {
      'connect-sync.yaml': project,
      'connectors/a.yaml': `config: ${JSON.stringify({ 'connector.class': to, ...after })}\n`,
    },
    anyClass: true,
  });
  world.sandbox.worker.seed([
    { name: 'a', config: { 'connector.class': from, ...(before as Record<string, string>) } },
  ]);
  return world;
}

describe('the effects of a change', () => {
  const fileKeys = [
    { topic: 't', file: '/tmp/1' },
    { topic: 't', file: '/tmp/2' },
  ] as const;

  it.each(['FileStreamSource', 'FileStreamSourceConnector', file])(
    'of the file of %s say that the new one is read from its start',
    async (name) => {
      const world = await changed({ from: name, to: name, keys: fileKeys });
      const { stdout } = await world.run(['plan', '--no-validate']);
      expect(stdout).toContain('offsets belong to the old file');
      expect(stdout).not.toContain('offsets are kept');
    },
  );

  it.each(['MySql', 'MySqlConnector', mySql])(
    'of the topic prefix of %s say that it starts with a new snapshot',
    async (name) => {
      const world = await changed({
        from: name,
        to: name,
        keys: [{ 'topic.prefix': 'a' }, { 'topic.prefix': 'b' }],
      });
      const { stdout } = await world.run(['plan', '--no-validate']);
      expect(stdout).toContain('it starts with a new snapshot');
      expect(stdout).not.toContain('offsets are kept');
    },
  );

  it.each([
    ['FileStreamSource', 'FileStreamSourceConnector'],
    ['FileStreamSource', file],
    [file, 'FileStreamSourceConnector'],
    [mySql, 'MySql'],
  ])('from %s to %s are those of one plugin under another name', async (from, to) => {
    const world = await changed({ from, to, keys: [{}, {}] });
    const { stdout, exitCode } = await world.run(['plan', '--no-validate', '--detailed-exitcode']);
    expect(stdout).toContain('connector.class: another name of the same plugin');
    expect(stdout).toContain('offsets are kept');
    expect(exitCode).toBe(2);
  });

  it('from one plugin to another are not', async () => {
    const world = await changed({ from: 'FileStreamSource', to: 'MySql', keys: [{}, {}] });
    const { stdout } = await world.run(['plan', '--no-validate']);
    expect(stdout).toContain('another plugin, which may not understand the stored offsets');
  });

  it('are known by the names alone where the plugins may not be listed', async () => {
    const world = await changed({ from: 'FileStreamSource', to: file, keys: fileKeys });
    world.sandbox.worker.inject({
      path: '/connector-plugins',
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: { status: 403 } },
    });
    const { stdout } = await world.run(['plan', '--no-validate']);
    expect(stdout).toContain('another name of the same plugin');
    expect(stdout).toContain('offsets belong to the old file');
  });
});

describe('a renamed connector', () => {
  it('is recognised although the class is written in another way', async () => {
    const keys = { topic: 't', file: '/tmp/1', 'batch.size': '5' };
    const world = await changed({ from: file, to: file, keys: [keys, keys] });
    const renamed = JSON.stringify({ 'connector.class': 'FileStreamSource', ...keys });
    world.folder.write('connectors/a.yaml', `name: b\nconfig: ${renamed}\n---\nname: a\nstate: absent\n`);
    const { stderr, stdout } = await world.run(['plan', '--no-validate']);
    expect(stderr + stdout).toContain('possible rename');
  });
});

describe('a default that matches by class', () => {
  const project = (glob: string) =>
    `version: 1\ndefaults:\n  - match: { class: ${JSON.stringify(glob)} }\n    config: { tasks.max: 1 }\n`;

  it.each([
    [file, 'FileStreamSource'],
    [file, 'FileStreamSourceConnector'],
    ['org.apache.kafka.connect.file.*', 'FileStreamSource'],
    ['FileStreamSource', file],
    ['FileStreamSource', 'FileStreamSourceConnector'],
    ['FileStream*', file],
    ['io.debezium.*', 'MySql'],
    [mySql, 'MySqlConnector'],
  ])('%s covers %s, and a plan without changes stays at four requests', async (glob, name) => {
    const world = await changed({ from: name, to: name, keys: [{ 'tasks.max': '1' }, {}] }, project(glob));
    const { stdout, exitCode } = await world.run(['plan', '--detailed-exitcode']);
    expect(exitCode, stdout).toBe(0);
    expect(world.sandbox.requests).toHaveLength(noOpRequests);
    const rendered = await world.run(['render'], { environment: { CONNECT_SYNC_CLUSTER: '' } });
    expect(rendered.stdout).toContain('tasks.max');
  });

  it('over packages asks the worker what an unknown alias stands for', async () => {
    const plugin = { class: 'com.example.OrdersSourceConnector', type: 'source', version: '1' };
    const world = await changed(
      { from: 'OrdersSource', to: 'OrdersSource', keys: [{ 'tasks.max': '1' }, {}] },
      project('com.example.*'),
    );
    world.sandbox.worker.inject({
      path: '/connector-plugins',
      effect: { kind: 'answer', answer: { status: 200, body: JSON.stringify([plugin]) } },
    });
    const { stdout, stderr, exitCode } = await world.run(['plan', '--detailed-exitcode']);
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stderr).not.toContain('unclear');
    expect(world.sandbox.requests).toHaveLength(noOpRequests + 1);
  });

  it('over packages is left out of an offline page with a warning', async () => {
    const world = await changed({ from: 'X', to: 'OrdersSource', keys: [{}, {}] }, project('com.example.*'));
    const { stdout, stderr, exitCode } = await world.run(['render'], {
      environment: { CONNECT_SYNC_CLUSTER: '' },
    });
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('tasks.max');
    expect(stderr).toContain('unclear-class-alias');
    expect(stderr).toContain('connect-sync.yaml:3');
  });
});

describe('import', () => {
  it('--split-defaults moves what a class and its aliases share into one default', async () => {
    const world = await changed({ from: file, to: file, keys: [{}, {}] });
    const names = [file, 'FileStreamSource', 'FileStreamSourceConnector', 'FileStreamSource'];
    world.sandbox.worker.seed(
      names.map((name, index) => ({
        name: `b${index}`,
        config: { 'connector.class': name, topic: 'shared', file: `/tmp/${index}` },
      })),
    );
    world.folder.write('connectors/a.yaml', 'config: { connector.class: Other }\n');
    const { stdout, exitCode } = await world.run(['import', 'b*', '--split-defaults']);
    expect(exitCode, stdout).toBe(0);
    const project = readFileSync(`${world.folder.directory}/connect-sync.yaml`, 'utf8');
    expect(project.match(/topic: shared/g)).toHaveLength(1);
    expect(project).toContain(`class: ${file}`);
    const plan = await world.run(['plan', '--only', 'b*', '--detailed-exitcode']);
    expect(plan.exitCode, plan.stdout).toBe(0);
  });

  it('leaves out what a default over packages gives to an alias on this cluster', async () => {
    const world = await changed(
      { from: 'OrdersSource', to: 'OrdersSource', keys: [{}, {}] },
      'version: 1\ndefaults:\n  - match: { class: "com.example.*" }\n    config: { tasks.max: 1 }\n',
    );
    world.folder.write('connectors/a.yaml', 'config: { connector.class: com.example.Other }\n');
    world.sandbox.worker.seed([
      { name: 'b', config: { 'connector.class': 'OrdersSource', 'tasks.max': '1' } },
    ]);
    const plugin = { class: 'com.example.OrdersSourceConnector', type: 'source', version: '1' };
    world.sandbox.worker.inject({
      path: '/connector-plugins',
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: { status: 200, body: JSON.stringify([plugin]) } },
    });
    const { stdout, exitCode } = await world.run(['import', 'b']);
    expect(exitCode, stdout).toBe(0);
    expect(readFileSync(`${world.folder.directory}/connectors/b.yaml`, 'utf8')).not.toContain('tasks.max');
    const plan = await world.run(['plan', '--only', 'b', '--detailed-exitcode']);
    expect(plan.exitCode, plan.stdout).toBe(0);
  });
});
