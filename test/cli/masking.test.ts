import { rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlanView } from '../../src/model/plan-view.ts';
import { onlyCluster } from '../support/json-output.ts';
import { connectorFile } from '../support/secret-world.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const apply = ['apply', '--yes', '--stable-for', '1s'];

type Documents = Readonly<Record<string, { readonly config: Readonly<Record<string, string>> }>>;

/** The configs that `show` or `render` prints. */
async function shown({ run }: Tryout, command: readonly string[]): Promise<Documents> {
  const { stdout, stderr } = await run([...command, '-f', 'json']);
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Documents;
}

describe('a secret', () => {
  const file = (config: Readonly<Record<string, string>>) => connectorFile({ config });

  it('shows two masks if it is rotated, and none if it is unchanged', async () => {
    const world = await tryout({
      files: { 'connectors/a.yaml': file({ password: 'one', 'other.password': 'stays' }) },
    });
    await world.run(apply);
    world.folder.write('connectors/a.yaml', file({ password: 'two', 'other.password': 'stays' }));
    const { stdout } = await world.run(['plan']);
    expect(stdout).toMatch(/-password: \(sensitive #2\)\n\s+\+password: \(sensitive #3\)/);
    expect(stdout).not.toContain('other.password');
    const patch = JSON.parse((await world.run(['plan', '-f', 'json-patch'])).stdout);
    expect(patch).toEqual([{ op: 'replace', path: '/a/config/password', value: '(sensitive #3)' }]);
  });

  it('has the same mask everywhere, in every output', async () => {
    const world = await tryout({
      files: {
        'connectors/a.yaml': file({ password: 'same', 'ssl.key.password': 'other' }),
        'connectors/b.yaml': file({ 'some.password': 'same' }),
      },
    });
    await world.run(apply);
    for (const command of [['show'], ['show', '--planned'], ['render']]) {
      const { a, b } = await shown(world, command);
      expect(a?.config['password'], command.join(' ')).toBe('(sensitive #1)');
      expect(a?.config['ssl.key.password']).toBe('(sensitive #2)');
      expect(b?.config['some.password']).toBe('(sensitive #1)');
    }
    expect((await shown(world, ['show', 'b']))['b']?.config['some.password']).toBe('(sensitive #1)');
  });

  it('from the environment is masked even if the variable is unset or the file is invalid', async () => {
    const world = await tryout({
      files: { 'connectors/a.yaml': file({ setting: 'x-${env.SETTING}' }) },
      environment: { SETTING: 'hunter2' },
    });
    await world.run(apply);
    const bare = {
      ...world,
      run: (args: readonly string[]) => world.run(args, { environment: { SETTING: '' } }),
    };
    expect((await shown(bare, ['show']))['a']?.config['setting']).toBe('(sensitive #1)');
    world.folder.write(
      'connectors/a.yaml',
      file({ setting: 'x-${env.SETTING}' }).replace('config:', 'nonsense: 1\nconfig:'),
    );
    expect((await shown(bare, ['show']))['a']?.config['setting']).toBe('(sensitive #1)');
    world.sandbox.worker.failTask('a', 0, 'java.io.IOException: no such setting: x-hunter2');
    expect((await bare.run(['status'])).stdout).not.toContain('hunter2');
  });

  it('whose key is removed from the file is masked while other keys use its variable', async () => {
    const world = await tryout({
      files: {
        'connectors/a.yaml': file({ setting: '${env.SETTING}' }),
        'connectors/b.yaml': file({ setting: '${env.SETTING}' }),
      },
      environment: { SETTING: 'hunter2' },
    });
    await world.run(apply);
    world.folder.write('connectors/a.yaml', file({}));
    const { stdout } = await world.run(['plan']);
    expect(stdout).toContain('-setting: (sensitive #');
    expect(stdout).not.toContain('hunter2');
  });

  it('whose variable is unused is masked if the name of the variable shows that it is secret', async () => {
    const world = await tryout({
      files: { 'connectors/a.yaml': file({ setting: '${env.ORDERS_API_TOKEN}' }) },
      environment: { ORDERS_API_TOKEN: 'hunter2' },
    });
    await world.run(apply);
    world.folder.write('connectors/a.yaml', file({}));
    for (const format of ['text', 'json', 'json-patch', 'diff', 'markdown', 'github']) {
      const { stdout } = await world.run(['plan', '-f', format]);
      expect(stdout, format).toContain('setting');
      expect(stdout, format).not.toContain('hunter2');
    }
    expect((await shown(world, ['show']))['a']?.config['setting']).toBe('(sensitive #1)');
  });

  it('of a connector to be deleted is known from its file', async () => {
    const world = await tryout({
      files: { 'connectors/a.yaml': file({ setting: '${env.SETTING}' }) },
      environment: { SETTING: 'hunter2' },
    });
    await world.run(apply);
    world.folder.write('connectors/a.yaml', `state: absent\n${file({ setting: '${env.SETTING}' })}`);
    for (const command of ['plan', 'drift']) {
      const { stdout } = await world.run([command, '-f', 'json']);
      expect(stdout).toContain('"kind": "delete"');
      expect(stdout).not.toContain('hunter2');
    }
  });

  it('is revealed on a terminal only', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': file({ password: 'hunter2' }) } });
    await world.run(apply);
    const piped = await world.run(['show', '--reveal']);
    expect(piped.exitCode).toBe(64);
    expect(piped.stdout + piped.stderr).not.toContain('hunter2');
  });

  it('by type causes a warning if the key types of its class cannot be read', async () => {
    const world = await tryout({ files: {}, anyClass: false });
    const config = { 'connector.class': 'org.example.NotInstalled', 'tasks.max': '1' };
    world.sandbox.worker.inject({
      path: /^\/connector-plugins\/.*\/config$/,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: { status: 403 } },
    });
    world.sandbox.worker.seed([
      { name: 'foreign', config: { ...config, 'connector.class': 'FileStreamSource' } },
    ]);
    const { exitCode, stderr } = await world.run(['show']);
    expect(stderr).toContain('cannot read the key types of FileStreamSource');
    expect(exitCode).toBe(0);
  });
});

describe('values that are not secret are shown', () => {
  const plain = {
    'database.server.name': 'debezium-a1',
    'database.user': 'debezium',
    'some.id': 'a1b2-a1',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter.basic.auth.credentials.source': 'USER_INFO',
    'empty.password': '',
    'file.password': '${file:/secrets.properties:password}',
    'vault.password': '${vault:secret/data/db:password}',
    'reference.url': 'jdbc:mysql://db/x?user=u&password=${file:/s:p}',
    'reference.login':
      'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="${file:/s:p}";',
  };
  const secrets = { 'first.password': 'a1', 'second.password': 'debezium', 'third.password': 'debezium-a1' };

  it.each([
    ['text in the file', secrets, {}],
    [
      'values of the environment',
      {
        'first.password': '${env.FIRST}',
        'second.password': '${env.SECOND}',
        'third.password': '${env.THIRD}',
      },
      { FIRST: 'a1', SECOND: 'debezium', THIRD: 'debezium-a1' },
    ],
  ])('with any secrets: %s', async (_, config, environment) => {
    const world = await tryout({
      files: { 'connectors/a.yaml': connectorFile({ config: { ...plain, ...config } }) },
      environment,
    });
    const view = onlyCluster<PlanView>((await world.run(['plan', '-f', 'json'])).stdout);
    const created = view.changes[0]?.after?.config;
    expect(created).toMatchObject(plain);
    for (const key of Object.keys(secrets)) expect(created?.[key]).toMatch(/^\(sensitive #\d\)$/);
    await world.run(apply);
    for (const command of [['show'], ['show', '--planned'], ['render']]) {
      expect((await shown(world, command))['a']?.config, command.join(' ')).toMatchObject(plain);
    }
    const page = (await world.run(['show'])).stdout;
    for (const value of Object.values(plain)) expect(page).toContain(value);
  });

  it('including the working directory, although PWD looks like the name of a password', async () => {
    const world = await tryout({ files: {}, environment: { PWD: '/srv/orders', OLDPWD: '/srv/lines' } });
    const config = { 'connector.class': 'FileStreamSource', topic: 'x', file: '/srv/orders/../lines/x.txt' };
    world.sandbox.worker.seed([{ name: 'foreign', config }]);
    expect((await shown(world, ['show']))['foreign']?.config).toMatchObject(config);
  });

  it('also if they change, in every format', async () => {
    const world = await tryout({
      files: { 'connectors/a.yaml': connectorFile({ config: { ...plain, ...secrets } }) },
    });
    await world.run(apply);
    const changed = { ...plain, 'database.user': 'debezium2', 'empty.password': '${file:/s:new}' };
    world.folder.write('connectors/a.yaml', connectorFile({ config: { ...changed, ...secrets } }));
    const { stdout } = await world.run(['plan']);
    expect(stdout).toContain('-database.user: debezium\n');
    expect(stdout).toContain('+database.user: debezium2\n');
    expect(stdout).toMatch(/-empty\.password: (""|'')?\n/);
    expect(stdout).toContain('+empty.password: ${file:/s:new}\n');
    expect(JSON.parse((await world.run(['plan', '-f', 'json-patch'])).stdout)).toEqual([
      { op: 'replace', path: '/a/config/database.user', value: 'debezium2' },
      { op: 'replace', path: '/a/config/empty.password', value: '${file:/s:new}' },
    ]);
  });
});

describe('a connector whose file is removed', () => {
  it('keeps secrets from the environment masked', async () => {
    const world = await tryout({
      files: {
        'connect-sync.yaml': 'version: 1\nownership: { names: ["*"], maxDeletes: 9 }\n',
        'connectors/a.yaml': connectorFile({ config: { setting: 'x ${env.DB_PASSWORD} y' } }),
        'connectors/b.yaml': connectorFile({ config: {} }),
      },
      environment: { DB_PASSWORD: 'hunter2' },
    });
    await world.run(apply);
    rmSync(path.join(world.folder.directory, 'connectors/a.yaml'));
    for (const command of [['plan', '--prune', '-f', 'json'], ['show'], ['plan', '--prune']]) {
      const { stdout } = await world.run(command);
      expect(stdout).toMatch(/\ba\b/);
      expect(stdout, command.join(' ')).not.toContain('hunter2');
    }
  });
});
