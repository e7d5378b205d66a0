import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportView } from '../../src/model/import-view.ts';
import { canary, findLeaks, plainCanary } from '../support/canaries.ts';
import { makeProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { generation, placeNames, secretWorld } from '../support/secret-world.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const lines = {
  'connector.class': 'FileStreamSink',
  'tasks.max': '1',
  file: '/data/lines.txt',
  topics: 'lines',
};

async function create(world: Tryout, name: string, config: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${world.sandbox.url}/connectors`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, config }),
  });
  expect(answer.status, await answer.text()).toBe(201);
  // Until a connector has started, its state is unknown and is not imported.
  const states = async () => (await fetch(`${world.sandbox.url}/connectors?expand=status`)).json();
  await expect
    .poll(states, { interval: 5 })
    .toMatchObject({ [name]: { status: { connector: { state: expect.stringMatching(/RUNNING|FAILED/) } } } });
}

function reader({ folder }: Pick<Tryout, 'folder'>): (file: string) => string {
  return (file) => readFileSync(path.join(folder.directory, file), 'utf8');
}

async function expectEmptyPlan(world: Tryout, ...args: readonly string[]): Promise<void> {
  const plan = await world.run(['plan', '--detailed-exitcode', ...args]);
  expect(plan.exitCode, plan.stdout + plan.stderr).toBe(0);
}

describe('import of a declared connector', () => {
  const written = `# Who may touch this: the team of orders
name: lines
config:
  connector.class: FileStreamSink   # never change
  tasks.max: 1

  # where it goes
  file: /data/lines.txt  # on the volume
  topics: lines
  errors.tolerance: all
  errors.log.enable: true
`;

  it('changes only lines that differ, and keeps comments, order and blank lines', async () => {
    const world = await tryout({ files: { 'connectors/lines.yaml': written } });
    await create(world, 'lines', {
      ...lines,
      file: '/data/other.txt',
      topics: 'lines,more,of,them,in,one,list,that,is,longer,than,a,person,reads,at,once',
      'errors.log.enable': 'true',
      'errors.retry.timeout': '5',
    });
    const run = await world.run(['import']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain('(errors.retry.timeout, errors.tolerance, file, topics)');
    await expect(reader(world)('connectors/lines.yaml')).toMatchFileSnapshot(
      '__snapshots__/import-known-file.yaml',
    );
    await expectEmptyPlan(world);
  });

  it('changes no byte if nothing differs', async () => {
    const world = await tryout({ files: { 'connectors/lines.yaml': written } });
    await create(world, 'lines', { ...lines, 'errors.tolerance': 'all', 'errors.log.enable': 'true' });
    const run = await world.run(['import']);
    expect(run.stdout).toContain('1 connector from');
    expect(run.stdout).toContain('1 unchanged');
    expect(reader(world)('connectors/lines.yaml')).toBe(written);
  });

  it('updates the state in the file', async () => {
    const world = await tryout({ files: { 'connectors/lines.yaml': `state: running\n${written}` } });
    await create(world, 'lines', { ...lines, 'errors.tolerance': 'all', 'errors.log.enable': 'true' });
    await fetch(`${world.sandbox.url}/connectors/lines/pause`, { method: 'PUT' });
    await expect.poll(async () => (await world.run(['list'])).stdout).toContain('PAUSED');
    await world.run(['import']);
    expect(reader(world)('connectors/lines.yaml')).toBe(`state: paused\n${written}`);
    await expectEmptyPlan(world);
  });

  it('puts differences into the override for the cluster if the file also applies to others', async () => {
    const world = await tryout({ files: { 'connectors/lines.yaml': written } });
    world.folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters:\n  dev: { url: "${world.sandbox.url}" }\n  prod: { url: "http://127.0.0.1:1" }\n`,
    );
    await create(world, 'lines', { ...lines, 'tasks.max': '3', 'errors.log.enable': 'true' });
    const environment = { CONNECT_SYNC_CLUSTER: 'dev' };
    await fetch(`${world.sandbox.url}/connectors/lines/pause`, { method: 'PUT' });
    await expect.poll(async () => (await world.run(['list'], { environment })).stdout).toContain('PAUSED');
    const run = await world.run(['import'], { environment });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(reader(world)('connectors/lines.yaml')).toBe(
      `${written}overrides:\n  dev:\n    state: paused\n    config:\n      tasks.max: 3\n      errors.tolerance: !unset\n`,
    );
    const plan = await world.run(['plan', '--detailed-exitcode'], { environment });
    expect(plan.exitCode, plan.stdout).toBe(0);
  });

  it.each([
    ['braces', 'config: {connector.class: FileStreamSink, tasks.max: 1, file: a, topics: b}\n'],
    ['an anchor', 'x-a: &a {file: a}\nconfig:\n  <<: *a\n  connector.class: FileStreamSink\n  topics: b\n'],
  ])('does not edit a file with %s, and warns', async (_, contents) => {
    const world = await tryout({ files: { 'connectors/lines.yaml': contents } });
    await create(world, 'lines', lines);
    const run = await world.run(['import']);
    expect(run.stderr).toContain('warning[import-not-updated]: the connector file of "lines" is not updated');
    expect(reader(world)('connectors/lines.yaml')).toBe(contents);
  });

  it('infers the value of a variable, and never writes a secret to the file', async () => {
    const file =
      'config:\n  connector.class: FileStreamSink\n  tasks.max: 1\n  file: /data/lines.txt\n  topics: lines\n  sasl.password: ${env.SASL}\n';
    const world = await tryout({ files: { 'connectors/lines.yaml': file } });
    await create(world, 'lines', { ...lines, 'sasl.password': 'Sesame-Ouvre' });
    const unset = await world.run(['import', '--secrets', '.env']);
    expect(unset.stdout).toContain('1 unchanged');
    expect(reader(world)('.env')).toBe('SASL=Sesame-Ouvre\n');
    await expectEmptyPlan(world, '--dotenv', '.env');
    world.folder.write('connectors/other.yaml', file);
    const beside = await world.run(['import', 'lines']);
    expect(beside.exitCode, beside.stderr).toBe(0);
    const other = await world.run(['import'], { environment: { SASL: 'another one' } });
    expect(other.stderr).toContain('the value of "sasl.password" in the environment differs');
    expect(reader(world)('connectors/lines.yaml')).toBe(file);
  });
});

describe('import of a value that is masked at its source', () => {
  it.each([
    ['asks for it where the file lacks it', '', '  db.password: ${env.LINES_DB_PASSWORD}\n'],
    ['leaves what the file says', '  db.password: ${env.OURS}\n', '  db.password: ${env.OURS}\n'],
  ])('%s', async (_, before, after) => {
    const file =
      'config:\n  connector.class: FileStreamSink\n  tasks.max: 1\n  file: /data/lines.txt\n  topics: lines\n';
    const world = await tryout({ files: { 'connectors/lines.yaml': file + before } });
    await create(world, 'lines', { ...lines, 'db.password': '********' });
    const run = await world.run(['import', '--secrets', '.env']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(reader(world)('connectors/lines.yaml')).toContain(after);
    expect(existsSync(path.join(world.folder.directory, '.env'))).toBe(false);
    expect(run.stderr.includes('warning[import-masked-value]')).toBe(before === '');
  });
});

describe('import into a project with defaults', () => {
  it('writes only differences, and unsets inherited keys that are not live', async () => {
    const project = `version: 1
defaults:
  - state: running
    config: { tasks.max: 1, errors.tolerance: all, errors.log.enable: true }
`;
    const world = await tryout({ files: { 'connect-sync.yaml': project } });
    await create(world, 'lines', { ...lines, 'errors.tolerance': 'none' });
    await world.run(['import']);
    expect(reader(world)('connectors/lines.yaml')).toBe(`config:
  connector.class: FileStreamSink
  topics: lines
  errors.tolerance: none
  errors.log.enable: !unset
  file: /data/lines.txt
`);
    await expectEmptyPlan(world);
  });

  it('limits new files to their cluster if the project declares several', async () => {
    const world = await tryout({ files: {} });
    world.folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters:\n  dev: { url: "${world.sandbox.url}" }\n  prod: { url: "http://127.0.0.1:1" }\n`,
    );
    await create(world, 'lines', lines);
    await world.run(['import', '--cluster', 'dev']);
    expect(reader(world)('connectors/lines.yaml')).toMatch(/^state: running\nclusters: \[dev\]\nconfig:\n/);
    const other = await world.run(['import']);
    expect(other.exitCode).toBe(64);
    expect(other.stderr).toContain('import with --cluster dev');
    const several = await world.run(['import', '--all-clusters']);
    expect(several.exitCode).toBe(64);
    expect(several.stderr).toContain('connectors are imported on one cluster at a time, and 2 are chosen');
  });
});

describe('import with an ownership marker', () => {
  it('omits the marker, and does not adopt connectors of other repositories', async () => {
    const project = 'version: 1\nownership: { marker: managed.by, repository: ours }\n';
    const world = await tryout({ files: { 'connect-sync.yaml': project } });
    await create(world, 'lines', lines);
    await create(world, 'marked', { ...lines, 'managed.by': 'ours' });
    await create(world, 'theirs', { ...lines, 'managed.by': 'others' });
    const run = await world.run(['import']);
    expect(run.exitCode, run.stderr).toBe(20);
    expect(run.stderr).toContain('warning[import-not-written]: skipped "theirs"');
    expect(reader(world)('connectors/marked.yaml')).not.toContain('managed.by');
    expect((await world.run(['plan'])).stdout).toContain('refused[needs-adoption]');
    const { stdout } = await world.run(['plan', '--adopt', 'lines']);
    expect(stdout).toContain('Plan: 1 update; 1 unchanged');
    expect(stdout.match(/^ {4}[+-](?![+-]).*$/gm)).toEqual(['    +managed.by: ours']);
  });
});

describe('the .env.example of a project', () => {
  it.each([
    [{}, '.env.example'],
    [{ '.env.example': 'A=\n' }, '.env.example'],
    // As earlier versions wrote it.
    [{ 'connectors/.env.example': 'A=\n' }, 'connectors/.env.example'],
    [{ '.env.example': 'A=\n', 'connectors/.env.example': 'A=\n' }, '.env.example'],
  ])('is one: where there is %j it is %s', async (before, expected) => {
    const world = await tryout({ files: before });
    await create(world, 'lines', { ...lines, 'sasl.password': 'Sesame-Ouvre' });
    const { stdout } = await world.run(['import']);
    const exists = (file: string) => existsSync(path.join(world.folder.directory, file));
    expect(['.env.example', 'connectors/.env.example'].filter(exists)).toEqual([
      ...new Set([...Object.keys(before), expected]),
    ]);
    expect(reader(world)(expected)).toContain('LINES_SASL_PASSWORD=\n');
    expect(stdout).toMatch(new RegExp(`^[+~] ${expected}$`, 'm'));
  });
});

describe('import --secrets', () => {
  it.each([
    ['notes.md', '# Notes\n\nWords.\n', 'exists and is not a dotenv file'],
    ['connectors/.env.example', 'A=\n', 'looks like an example'],
  ])('adds no secret to %s', async (file, contents, reason) => {
    const world = await tryout({ files: { [file]: contents } });
    await create(world, 'lines', { ...lines, 'sasl.password': 'Sesame-Ouvre' });
    const run = await world.run(['import', '--secrets', file]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain(reason);
    expect(reader(world)(file)).toBe(contents);
  });

  it('adds missing variables to a dotenv file', async () => {
    const world = await tryout({ files: { '.env': '# mine\nOTHER=1' } });
    await create(world, 'lines', { ...lines, 'sasl.password': "it's `a`" });
    await world.run(['import', '--secrets', '.env']);
    expect(reader(world)('.env')).toBe('# mine\nOTHER=1\nLINES_SASL_PASSWORD="it\'s `a`"\n');
    await expectEmptyPlan(world, '--dotenv', '.env');
  });
});

describe('import --split-defaults', () => {
  it('does not split a class if other connectors of it already have files', async () => {
    const world = await tryout({ files: {} });
    for (const name of ['a', 'b', 'c', 'd']) await create(world, name, lines);
    await world.run(['import', 'a']);
    const run = await world.run(['import', '--split-defaults']);
    expect(run.stderr).toContain(
      'warning[import-not-split]: no keys of FileStreamSink are moved into defaults',
    );
    expect(reader(world)('connect-sync.yaml')).toBe('version: 1\ndefaults:\n  - state: running\n');
    await expectEmptyPlan(world);
  });

  it('limits defaults to their cluster if the project declares several', async () => {
    const world = await tryout({ files: {} });
    const project = `version: 1\nclusters:\n  dev: { url: "${world.sandbox.url}" }\n  prod: { url: "http://127.0.0.1:1" }\n`;
    world.folder.write('connect-sync.yaml', project);
    for (const name of ['a', 'b', 'c']) await create(world, name, lines);
    await world.run(['import', '--split-defaults', '--cluster', 'dev']);
    expect(reader(world)('connect-sync.yaml')).toContain(
      '  - match:\n      class: FileStreamSink\n      cluster: dev\n',
    );
    await expectEmptyPlan(world, '--cluster', 'dev');
  });

  it('adds defaults to a project file and keeps its comments', async () => {
    const project =
      'version: 1\ndefaults:\n# the first\n- config: {errors.log.enable: true} # all\n\n# who\nownership:\n  names: ["*"]\n';
    const world = await tryout({ files: { 'connect-sync.yaml': project } });
    for (const name of ['a', 'b', 'c']) await create(world, name, { ...lines, 'errors.log.enable': 'true' });
    const run = await world.run(['import', '--split-defaults']);
    expect(run.exitCode, run.stderr).toBe(0);
    const added =
      '- state: running\n- match:\n    class: FileStreamSink\n  config:\n    tasks.max: 1\n    topics: lines\n    file: /data/lines.txt\n';
    expect(reader(world)('connect-sync.yaml')).toBe(project.replace(' # all\n', ` # all\n${added}`));
    expect(reader(world)('connectors/b.yaml')).toBe('config:\n  connector.class: FileStreamSink\n');
    await expectEmptyPlan(world);
  });
});

describe('import', () => {
  it('does not overwrite a file that is not the file of the connector', async () => {
    const world = await tryout({
      files: { 'connectors/lines.yaml': 'name: other\nconfig: {connector.class: X}\n' },
    });
    await create(world, 'lines', lines);
    const run = await world.run(['import']);
    expect(run.stderr).toContain('warning[import-file-exists]');
    expect(reader(world)('connectors/lines.yaml')).toContain('name: other');
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('Imported 0 of 1 connector from');
  });

  it('writes nothing with --dry-run, and prints the planned files as JSON', async () => {
    const world = await tryout({ files: {} });
    await create(world, 'lines', { ...lines, 'sasl.password': 'Sesame-Ouvre' });
    const run = await world.run(['import', '--dry-run', '--secrets', '.env', '-f', 'json']);
    expect(existsSync(path.join(world.folder.directory, 'connectors'))).toBe(false);
    expect(existsSync(path.join(world.folder.directory, '.env'))).toBe(false);
    expect(JSON.parse(run.stdout)).toEqual({
      format: 'connect-sync/import',
      version: 1,
      from: world.sandbox.url,
      written: false,
      result: 'imported',
      connectors: [
        {
          name: 'lines',
          outcome: 'new',
          file: 'connectors/lines.yaml',
          keys: [],
          reason: null,
          place: null,
        },
      ],
      notRead: [],
      counts: {
        new: 1,
        updated: 0,
        unchanged: 0,
        differs: 0,
        skipped: 0,
        notRead: 0,
        invalidFiles: 0,
        filesWithoutConnectors: 0,
      },
      files: [{ file: '.env.example', action: 'create' }],
      variables: [
        {
          name: 'LINES_SASL_PASSWORD',
          uses: [{ connector: 'lines', key: 'sasl.password' }],
          known: true,
          from: 'secret',
        },
      ],
      secretsFile: '.env',
      defaults: [],
      placeholders: { replaced: 0, kept: 0, env: [], vars: [], unset: [] },
      diagnostics: [],
    } satisfies ImportView);
  });

  it('skips invalid names and connectors that are not owned', async () => {
    const world = await tryout({
      files: { 'connect-sync.yaml': 'version: 1\nownership: { names: ["lines*"] }\n' },
    });
    await create(world, 'lines', lines);
    await create(world, 'odd%name', lines);
    await create(world, 'theirs', lines);
    const run = await world.run(['import']);
    expect(run.stderr).toContain('warning[import-invalid-name]: skipped "odd%name"');
    expect(run.stderr).toContain('warning[import-not-owned]: skipped "theirs"');
    expect(run.exitCode).toBe(20);
    expect(run.stdout).toContain('Imported 1 of 3 connectors');
    expect(run.stdout).toContain('1 new, 2 skipped.');
    const strict = await world.run(['import', '--strict', '--out', 'elsewhere']);
    expect(strict.exitCode).toBe(29);
    expect(existsSync(path.join(world.folder.directory, 'elsewhere'))).toBe(false);
  });

  it('warns if the project does not include the new files', async () => {
    const world = await tryout({ files: {} });
    await create(world, 'lines', lines);
    const run = await world.run(['import', '--out', 'elsewhere']);
    expect(run.stderr).toContain('warning[import-folder-not-covered]');
  });

  it('writes nothing into a project with errors', async () => {
    const world = await tryout({ files: { 'connectors/broken.yaml': 'config: {a: {b: c}}\n' } });
    await create(world, 'lines', lines);
    const run = await world.run(['import']);
    expect(run.exitCode).toBe(29);
    expect(existsSync(path.join(world.folder.directory, 'connectors/lines.yaml'))).toBe(false);
  });

  it('replaces a masked value with a variable', async () => {
    const world = await tryout({ files: {} });
    await create(world, 'lines', { ...lines, 'sasl.password': '********' });
    const run = await world.run(['import', '--secrets', '.env']);
    expect(run.stderr).toContain('set LINES_SASL_PASSWORD to the actual value before you run plan');
    expect(reader(world)('connectors/lines.yaml')).toContain('sasl.password: ${env.LINES_SASL_PASSWORD}');
    expect(existsSync(path.join(world.folder.directory, '.env'))).toBe(false);
  });
});

describe('secrets during import', () => {
  const canaries = {
    password: canary('password'),
    jaas: canary('jaas'),
    pem: canary('pem'),
    shared: canary('shared'),
    url: { of: 'url', secret: 'QurlCanary-QurlCanary', word: 'QurlCanary' },
  };
  const all = Object.values(canaries);
  const jaasText = canaries.jaas.secret.replaceAll(/["\\]/g, '');

  it('appear in no output and no file but the secrets file, which has mode 0600', async () => {
    const world = await tryout({ files: {}, anyClass: true });
    const module = 'org.apache.kafka.common.security.plain.PlainLoginModule';
    const config = {
      'connector.class': 'io.example.Sink',
      topics: 'a',
      'db.password': canaries.password.secret,
      'connection.url': `jdbc:x://h/d?user=u&password=${canaries.url.secret}`,
      'sasl.jaas.config': `${module} required username="u" password="${jaasText}";`,
      'ssl.key': `-----BEGIN PRIVATE KEY-----\n${canaries.pem.secret}\n-----END PRIVATE KEY-----\n`,
      'token.secret': canaries.shared.secret,
    };
    await create(world, 'one', config);
    await create(world, 'two', { ...lines, 'token.secret': canaries.shared.secret });
    const runs: CliRun[] = [];
    for (const args of [['--dry-run'], ['-f', 'json', '--dry-run'], ['--split-defaults', '-v']])
      runs.push(await world.run(['import', ...args]));
    const read = reader(world);
    const files = ['connectors/one.yaml', 'connectors/two.yaml', '.env.example'].map(read);
    const outputs = runs.map(({ stdout, stderr }) => stdout + stderr);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect([...outputs, ...files].flatMap((text) => findLeaks(text, all))).toEqual([]);
    expect(files[0]).toContain('connection.url: jdbc:x://h/d?user=u&password=${env.ONE_CONNECTION_URL}');
    expect(files[0]).toContain('password="${env.ONE_SASL_JAAS_CONFIG}";');
    expect(files[0]).toContain('token.secret: ${env.TOKEN_SECRET}');
    expect(files[1]).toContain('token.secret: ${env.TOKEN_SECRET}');

    const again = await world.run(['import', '--secrets', 'private/.env']);
    expect(findLeaks(again.stdout + again.stderr, all)).toEqual([]);
    if (process.platform !== 'win32') {
      expect(statSync(path.join(world.folder.directory, 'private/.env')).mode & 0o777).toBe(0o600);
    }
    expect(read('private/.gitignore')).toBe('/.env\n');
    await expectEmptyPlan(world, '--dotenv', 'private/.env');
  });
});

describe('a secret anywhere in a connector', () => {
  it('appears in no output and no file but the secrets file', async () => {
    const secrets = generation('now');
    const world = await secretWorld(canary('cluster'));
    world.declare(secrets);
    expect((await world.run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    for (const name of placeNames) rmSync(path.join(world.folder.directory, `connectors/${name}.yaml`));
    const run = await world.run(['import', '--secrets', 'saved.env', '--split-defaults']);
    expect(run.exitCode, run.stderr).toBe(0);
    const read = reader(world);
    const files = [...placeNames.map((name) => `connectors/${name}.yaml`), '.env.example'].map(read);
    const texts = [run.stdout, run.stderr, read('connect-sync.yaml'), ...files];
    expect(texts.flatMap((text) => findLeaks(text, [...secrets.values()]))).toEqual([]);
    expect(read('connectors/environment.yaml')).toContain('some.setting: ${env.SOME_SETTING}');
    const plan = await world.run(['plan', '--detailed-exitcode', '--dotenv', 'saved.env']);
    expect(plan.stdout + plan.stderr).toContain('No differences');
    const again = await world.run(['import', '-f', 'json']);
    expect(findLeaks(again.stdout + again.stderr, [...secrets.values()])).toEqual([]);
  });
});

describe('import --from', () => {
  it('reads connectors in every supported format', async () => {
    const folder = makeProjectFolder({
      'old/post.json': JSON.stringify({ name: 'post', config: { ...lines, 'tasks.max': 2 } }),
      'old/bare.json': JSON.stringify(lines),
      'old/dump.json': JSON.stringify({
        dumped: {
          info: { name: 'dumped', config: { name: 'dumped', ...lines } },
          status: { connector: { state: 'PAUSED' } },
        },
      }),
      'old/several.jsonl': ['x', 'y'].map((name) => JSON.stringify({ name, config: lines })).join('\n'),
      'old/standalone.properties':
        '# a file sink\nname=standalone\nconnector.class : FileStreamSink\ntopics a,\\\n  b\nfile=/d\\u00e4ta\n',
      'old/strimzi.yaml':
        'kind: KafkaConnector\nmetadata: {name: strimzi}\nspec:\n  class: FileStreamSink\n  tasksMax: 2\n  state: stopped\n  config: {topics: a, file: 1e3}\n',
      'old/deploy.sh': `curl -X PUT http://c/connectors/put/config -d '${JSON.stringify(lines)}'\n`,
    });
    const from = [
      'post.json',
      'bare.json',
      'dump.json',
      'several.jsonl',
      'standalone.properties',
      'strimzi.yaml',
      'deploy.sh',
    ];
    try {
      const run = await runCli(['import', '--from', ...from.map((file) => `old/${file}`)], {
        directory: folder.directory,
      });
      expect(run.exitCode, run.stderr).toBe(0);
      expect(run.stdout).toContain('Imported 8 connectors from 7 files: 8 new.');
      const read = reader({ folder });
      expect(read('connectors/standalone.yaml')).toBe(
        '# a file sink\nconfig:\n  connector.class: FileStreamSink\n  topics: a,b\n  file: /däta\n',
      );
      expect(read('connectors/strimzi.yaml')).toBe(
        'state: stopped\nconfig:\n  connector.class: FileStreamSink\n  tasks.max: 2\n  topics: a\n  file: "1e3"\n',
      );
      expect(read('connectors/dumped.yaml')).toMatch(/^state: paused\n/);
      expect(read('connectors/post.yaml')).toContain('tasks.max: 2\n');
      expect(existsSync(path.join(folder.directory, 'connectors/put.yaml'))).toBe(true);
      expect(run.stderr).toContain(
        'warning[import-name-from-file]: this config has no connector name: using the file name "bare"',
      );
    } finally {
      folder.remove();
    }
  });

  it('neither shows nor writes the default of a shell variable, which may be a secret', async () => {
    const { secret, word } = plainCanary('default');
    const call = (name: string, value: string) =>
      `curl http://c/connectors/${name}/config -d @- <<EOF\n{"connector.class": "FileStreamSink", "topics": "a", "db.password": "${value}"}\nEOF\n`;
    const folder = makeProjectFolder({
      'a.sh': call('a', `\${PW:-${secret}}`) + call('b', `$(pass ${secret})`),
    });
    try {
      const run = await runCli(['import', '--from', 'a.sh'], { directory: folder.directory });
      expect(run.exitCode, run.stderr).toBe(20);
      expect(run.stderr).toContain('warning[import-default-dropped]: the default of $PW in the script');
      expect(run.stdout).toContain('$(…) is known only when the script runs');
      expect(run.stdout + run.stderr).not.toContain(word);
      expect(reader({ folder })('connectors/a.yaml')).toContain('db.password: ${env.PW}');
    } finally {
      folder.remove();
    }
  });

  it('gives a variable of a script that belongs to another tool a name that files may refer to', async () => {
    const config =
      '{"connector.class": "FileStreamSink", "topics": "a", "aws.access.key.id": "$AWS_ACCESS_KEY_ID", "aws.secret.access.key": "$AWS_SECRET_ACCESS_KEY"}';
    const folder = makeProjectFolder({
      'a.sh': `curl http://c/connectors/a/config -d @- <<EOF\n${config}\nEOF\n`,
    });
    try {
      const run = await runCli(['import', '--from', 'a.sh'], { directory: folder.directory });
      expect(run.exitCode, run.stderr).toBe(0);
      const file = reader({ folder })('connectors/a.yaml');
      expect(file).toContain('aws.access.key.id: ${env.CONNECTOR_AWS_ACCESS_KEY_ID}');
      expect(file).toContain('aws.secret.access.key: ${env.CONNECTOR_AWS_SECRET_ACCESS_KEY}');
      const validated = await runCli(['validate'], { directory: folder.directory });
      expect(validated.stderr).not.toContain('environment-name-reserved');
    } finally {
      folder.remove();
    }
  });

  it('fails if there is no connector at all', async () => {
    const folder = makeProjectFolder({ 'a.txt': 'just words\n', 'b.json': '{"scripts": {}}' });
    try {
      const run = await runCli(['import', '--from', 'a.txt', 'b.json'], { directory: folder.directory });
      expect(run.exitCode).toBe(1);
      expect(run.stderr.match(/warning\[import-no-connectors\]/g)).toHaveLength(2);
      expect(run.stdout).toContain('Found no connectors in 2 files.\n');
    } finally {
      folder.remove();
    }
  });

  const broken = {
    'a.json': JSON.stringify({ name: 'a', config: lines }),
    'b.json': '{"name": "b",\n "config": {"connector.class": "X",\n',
    'c.sh': 'curl -d \'{"connector.class": "never closed\n',
    'd.txt': 'just words\n',
    'e.jsonl': `${JSON.stringify({ name: 'e', config: lines })}\n{"name": f}\n`,
  };

  it('imports nothing from a broken file, shows the position of the error, and reads the others', async () => {
    const folder = projectFolder(broken);
    const from = [...Object.keys(broken), 'none.json'];
    const run = await runCli(['import', '--from', ...from], { directory: folder.directory });
    expect(run.exitCode).toBe(20);
    expect(run.stderr).toContain(
      'error[import-unreadable]: cannot read connectors from this file: invalid JSON: the text ends too early',
    );
    expect(run.stderr).toContain('--> c.sh:1:9');
    expect(run.stderr).toContain('none.json');
    expect(run.stderr.match(/^error\[/gm)).toHaveLength(4);
    expect(readdirSync(path.join(folder.directory, 'connectors'))).toEqual(['a.yaml']);
    expect(run.stdout).toContain('! e  skipped    e.jsonl:1\n    its file has an error elsewhere\n');
    expect(run.stdout).toContain('Imported 1 of 2 connectors from 6 files: 1 new, 1 skipped.\n');
    expect(run.stdout).toContain('Not read: 4 files with errors.\nWithout connectors: 1 file.\n');
  });

  it.each([
    ['a file is broken', ['a.json', 'b.json'], 29],
    ['a connector is skipped', ['a.json', 'other.json'], 1],
  ] as const)('writes nothing with --all-or-nothing if %s', async (_, from, exitCode) => {
    const other = JSON.stringify({ name: 'a', config: { ...lines, 'tasks.max': '2' } });
    const folder = projectFolder({ ...broken, 'other.json': other });
    const run = await runCli(['import', '--all-or-nothing', '--from', ...from], folder);
    expect(run.exitCode).toBe(exitCode);
    expect(existsSync(path.join(folder.directory, 'connectors'))).toBe(false);
    expect(run.stdout).toContain('No files written.\nNothing is imported: with --all-or-nothing');
  });
});
