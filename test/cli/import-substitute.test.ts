import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportView } from '../../src/model/import-view.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { tryout } from '../support/tryout.ts';

const sink = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', topics: 'lines' };
const config = (more: Readonly<Record<string, string>>) => JSON.stringify({ ...sink, ...more });
const named = (name: string, more: Readonly<Record<string, string>>) =>
  JSON.stringify({ name, config: { ...sink, ...more } });

/** Imports files into a project, and reads what was written. */
async function importInto(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  const { directory } = projectFolder(files);
  const run = await runCli(['import', '-f', 'json', ...args], { directory, environment });
  const read = (file: string) => readFileSync(path.join(directory, file), 'utf8');
  return { ...run, directory, read, view: JSON.parse(run.stdout) as ImportView };
}

describe('import of placeholders', () => {
  const files = {
    'a.json': named('orders', {
      file: '/data/${STAGE}/$STAGE.txt',
      'connection.password': '${SINK_PASSWORD}',
      'connection.url': 'jdbc:x://u:${URL_PASS}@${DB_HOST}:5432/${DB_NAME:-orders}',
      'transforms.r.replacement': '$1_${topic}',
      'db.view': 'V$SESSION',
    }),
  };

  it('makes references of the environment of secrets, and variables of the project of all others', async () => {
    const { exitCode, stderr, read, view } = await importInto(files, ['--from', 'a.json']);
    expect(exitCode, stderr).toBe(0);
    const written = read('connectors/orders.yaml');
    expect(written).toContain('file: /data/${var.STAGE}/${var.STAGE}.txt\n');
    expect(written).toContain('connection.password: ${env.SINK_PASSWORD}\n');
    expect(written).toContain('jdbc:x://u:${env.URL_PASS}@${var.DB_HOST}:5432/${var.DB_NAME}\n');
    expect(written).toContain('replacement: $1_${topic}\n');
    expect(written).toContain('db.view: V$SESSION\n');
    expect(read('connect-sync.yaml')).toBe(
      'version: 1\nvars:\n  DB_HOST: { env: DB_HOST }\n  DB_NAME: { env: DB_NAME, default: orders }\n  STAGE: { env: STAGE }\n',
    );
    expect(view.placeholders).toEqual({
      replaced: 6,
      kept: 0,
      env: ['SINK_PASSWORD', 'URL_PASS'],
      vars: ['DB_HOST', 'DB_NAME', 'STAGE'],
      unset: ['DB_HOST', 'STAGE'],
    });
  });

  it.each([
    ['env', ['${env.STAGE}/${env.STAGE}', '@${env.DB_HOST}:5432/${env.DB_NAME}']],
    ['var', ['${var.STAGE}/${var.STAGE}', '${env.SINK_PASSWORD}']],
    ['keep', ['/data/${STAGE}/$STAGE.txt', '@${DB_HOST}:5432/${DB_NAME:-orders}']],
  ])(
    'does what --substitute %s asks for; a secret never becomes a variable of the project',
    async (how, texts) => {
      const { read, view } = await importInto(files, ['--from', 'a.json', '--substitute', how]);
      for (const text of texts) expect(read('connectors/orders.yaml')).toContain(text);
      expect(view.placeholders.kept).toBe(how === 'keep' ? 6 : 0);
      expect(view.connectors.map(({ outcome }) => outcome)).toEqual(['new']);
    },
  );

  it('takes values from --var, a --var-file and the environment, and then plans empty after an apply', async () => {
    const world = await tryout({
      files: {
        'a.json': named('orders-${STAGE}', { file: '/data/${STAGE}/${DB_HOST}/${PART}' }),
        'values.yaml': 'DB_HOST: db-1\n',
      },
      environment: { PART: 'p-7' },
    });
    const run = await world.run([
      'import',
      '--from',
      'a.json',
      '--var',
      'STAGE=dev',
      '--var-file',
      'values.yaml',
    ]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain('then run: connect-sync plan --var-file values.yaml\n');
    const read = (file: string) => readFileSync(path.join(world.folder.directory, file), 'utf8');
    expect(read('connect-sync.yaml')).toBe(
      'version: 1\nvars:\n  DB_HOST: db-1\n  PART: { env: PART }\n  STAGE: dev\n',
    );
    expect((await world.run(['validate'])).exitCode).toBe(0);
    const apply = await world.run(['apply', '--yes']);
    expect(apply.exitCode, apply.stdout + apply.stderr).toBe(0);
    expect((await world.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    const again = await world.run(['import', '--from', 'a.json']);
    expect(again.stdout).toContain('= orders-dev  unchanged');
  });
});

describe('import of a templated name', () => {
  const files = { 'a.json': named('orders-${STAGE}', { file: '/data/$STAGE' }) };

  it('writes the name with a variable, also if the variable has no value', async () => {
    const { exitCode, stderr, read, view, directory } = await importInto(files, ['--from', 'a.json']);
    expect(exitCode, stderr).toBe(0);
    expect(view.connectors).toMatchObject([
      { name: 'orders-${var.STAGE}', outcome: 'new', file: 'connectors/orders-STAGE.yaml' },
    ]);
    expect(read('connectors/orders-STAGE.yaml')).toMatch(/^name: orders-\$\{var\.STAGE\}\n/);
    const validate = (environment: Record<string, string>) =>
      runCli(['render', '-f', 'json'], { directory, environment });
    expect((await validate({ STAGE: 'prod' })).stdout).toContain('"orders-prod"');
    const unset = await validate({});
    expect(unset.stderr).toContain(
      'warning[unset-variable]: variable "STAGE" is not set: environment variable STAGE is not set (used in 2 places)',
    );
  });

  it('skips one of two whose values make the names equal', async () => {
    const both = { ...files, 'b.json': named('orders-${OTHER}', { file: '/other' }) };
    const { view, exitCode } = await importInto(both, [
      ...['--from', 'a.json', 'b.json'],
      ...['--var', 'STAGE=x', '--var', 'OTHER=x'],
    ]);
    expect(exitCode).toBe(20);
    expect(view.connectors.map(({ name, outcome }) => `${name} ${outcome}`).sort()).toEqual([
      'orders-x new',
      'orders-x skipped',
    ]);
  });

  it('skips a name with a secret', async () => {
    const { view, exitCode } = await importInto({ 'a.json': named('orders-${API_TOKEN}', {}) }, [
      ...['--from', 'a.json'],
    ]);
    expect(exitCode).toBe(1);
    expect(view.connectors).toMatchObject([{ name: 'orders-${API_TOKEN}', outcome: 'skipped' }]);
  });

  it('gives configs without a name in one file different names', async () => {
    const { view } = await importInto(
      {
        'list.json': `[${config({ file: '/a' })}, ${config({ file: '/b' })}]`,
        'docs.yaml': `connector.class: FileStreamSink\ntopics: a\n---\nconnector.class: FileStreamSink\ntopics: b\n`,
      },
      ['--from', 'list.json', 'docs.yaml'],
    );
    expect(view.connectors.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'docs-1 new',
      'docs-2 new',
      'list-1 new',
      'list-2 new',
    ]);
  });
});

describe('variables of an import', () => {
  const source = { 'a.json': named('orders', { file: '/${STAGE}' }) };

  it('use one of the project with the same value, and get another name beside one with another value', async () => {
    const project = { ...source, 'connect-sync.yaml': 'version: 1\nvars: { STAGE: dev } # stages\n' };
    const same = await importInto(project, ['--from', 'a.json']);
    expect(same.read('connect-sync.yaml')).toBe(project['connect-sync.yaml']);
    expect(same.read('connectors/orders.yaml')).toContain('file: /${var.STAGE}\n');
    const other = await importInto(project, ['--from', 'a.json', '--var', 'STAGE=prod']);
    expect(other.read('connect-sync.yaml')).toBe(
      'version: 1\nvars: { STAGE: dev, STAGE_2: prod } # stages\n',
    );
    expect(other.read('connectors/orders.yaml')).toContain('file: /${var.STAGE_2}\n');
  });

  it('with a value are declared for the cluster of the import, if there are several', async () => {
    const project =
      'version: 1\nclusters:\n  dev:\n    url: http://x\n    vars: { STAGE: dev }\n  prod:\n    url: http://y\n';
    const { read, exitCode, stderr } = await importInto({ ...source, 'connect-sync.yaml': project }, [
      ...['--from', 'a.json', '--cluster', 'prod', '--var', 'STAGE=prod'],
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(read('connect-sync.yaml')).toBe(`${project}    vars:\n      STAGE: prod\n`);
  });

  it('stay in the environment if the project file cannot be edited', async () => {
    const project = 'version: 1\nx-v: &v { A: b }\nvars: *v\n';
    const { read, view } = await importInto({ ...source, 'connect-sync.yaml': project }, [
      ...['--from', 'a.json'],
    ]);
    expect(view.diagnostics.map(({ code }) => code)).toContain('import-vars-not-declared');
    expect(read('connect-sync.yaml')).toBe(project);
    expect(read('connectors/orders.yaml')).toContain('file: /${env.STAGE}\n');
  });

  it('whose default is a secret keep it out of the files', async () => {
    const { read, stdout, stderr } = await importInto(
      { 'a.json': named('orders', { 'connection.password': '${SINK_PASSWORD:-hush-hush-4711}' }) },
      ['--from', 'a.json', '--secrets', '.env'],
    );
    expect(read('connectors/orders.yaml')).toContain('connection.password: ${env.SINK_PASSWORD}\n');
    expect(read('.env')).toBe('SINK_PASSWORD=hush-hush-4711\n');
    expect(stdout + stderr + read('.env.example')).not.toContain('hush');
  });

  it('that a template sets are written to the project file, and secrets to the file of secrets only', async () => {
    const template = {
      kind: 'Template',
      parameters: [
        { name: 'SINK_PASSWORD', value: 'hush-hush-4711' },
        { name: 'DB_HOST', value: 'db-1' },
      ],
      objects: [
        {
          apiVersion: 'kafka.strimzi.io/v1beta2',
          kind: 'KafkaConnector',
          metadata: { name: 'orders-${DB_HOST}' },
          spec: {
            class: 'FileStreamSink',
            config: { topics: 'a', 'connection.password': '${SINK_PASSWORD}' },
          },
        },
      ],
    };
    const { read, exitCode, stderr } = await importInto({ 't.json': JSON.stringify(template) }, [
      ...['--from', 't.json', '--secrets', '.env'],
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(read('connect-sync.yaml')).toBe('version: 1\nvars:\n  DB_HOST: db-1\n');
    expect(read('connectors/orders-DB_HOST.yaml')).toMatch(/^name: orders-\$\{var\.DB_HOST\}\n/);
    expect(read('connectors/orders-DB_HOST.yaml')).not.toContain('hush');
    expect(read('.env')).toBe('SINK_PASSWORD=hush-hush-4711\n');
  });

  it('come from the environment if their value turns out to be a secret', async () => {
    const { read, exitCode, stderr } = await importInto(source, ['--from', 'a.json'], {
      STAGE: 'hush-hush-4711',
      DB_PASSWORD: 'hush-hush-4711',
    });
    expect(exitCode, stderr).toBe(0);
    expect(read('connectors/orders.yaml')).toContain('file: /${env.STAGE}\n');
  });

  it('of a script become variables of the project with --substitute var only, and secrets never', async () => {
    const url = 'jdbc:x://u:$URL_PASS@$DB_HOST/orders';
    const script = `curl -X PUT http://x/connectors/orders/config -H 'Content-Type: application/json' -d "{\\"connector.class\\": \\"X\\", \\"topics\\": \\"$TOPIC\\", \\"url\\": \\"${url}\\"}"\n`;
    const one = await importInto({ 'a.sh': script }, ['--from', 'a.sh']);
    expect(one.read('connectors/orders.yaml')).toContain('topics: ${env.TOPIC}\n');
    const other = await importInto({ 'a.sh': script }, ['--from', 'a.sh', '--substitute', 'var']);
    expect(other.read('connectors/orders.yaml')).toContain('topics: ${var.TOPIC}\n');
    expect(other.read('connectors/orders.yaml')).toContain('u:${env.URL_PASS}@${var.DB_HOST}/orders\n');
  });

  it.each([
    ['a variable of a script', 'deploy.sh', [], 'curl c:8083/connectors -d \'{"name":"in_\'$PART\'",BODY}\''],
    [
      'the same with --substitute env',
      'deploy.sh',
      ['--substitute', 'env'],
      'curl c:8083/connectors -d \'{"name":"in_\'$PART\'",BODY}\'',
    ],
    ['a placeholder', 'c.json', ['--substitute', 'env'], '{"name":"in_${PART}",BODY}'],
  ])('are those of the project everywhere if a name has one: %s', async (_, file, options, text) => {
    const written = file.endsWith('.sh') ? "'$PART'" : '${PART}';
    const body = `"config":{"connector.class":"org.acme.Sink","topics":"${written}"}`;
    const { directory } = projectFolder({ [file]: text.replace('BODY', body) });
    const run = (...args: readonly string[]) => runCli(args, { directory, environment: { PART: 'north' } });
    const imported = await run('import', '--from', file, ...options);
    expect(imported.exitCode, imported.stdout + imported.stderr).toBe(0);
    const rendered = await run('render', '-f', 'json');
    expect(rendered.stdout).toMatch(/"in_north": [\s\S]*"topics": "north"/);
  });

  it('of statements of ksqlDB that no statement defines are placeholders', async () => {
    const statement = (name: string, topics: string) =>
      `CREATE SINK CONNECTOR \`${name}\` WITH ('connector.class'='FileStreamSink','topics'='${topics}','file'='\${topic}');\n`;
    const text = `DEFINE known = 'a';\n${statement('${known}-${STAGE}', '${known}')}${statement('b', 't-${STAGE}')}`;
    const { exitCode, stderr, read } = await importInto({ 'a.sql': text }, ['--from', 'a.sql']);
    expect(exitCode, stderr).toBe(0);
    expect(read('connectors/known-STAGE.yaml')).toContain('name: ${var.known}-${var.STAGE}\n');
    expect(read('connectors/b.yaml')).toContain('topics: t-${var.STAGE}\n  file: ${topic}\n');
  });

  it('that several placeholders name are one; one without a default takes that of the others', async () => {
    const files = {
      'a.json': named('a', { file: '/${STAGE}', path: '/${STAGE:-dev}' }),
      'b.json': named('b', { file: '/${STAGE:-prod}' }),
    };
    const { read } = await importInto(files, ['--from', 'a.json', 'b.json']);
    expect(read('connect-sync.yaml')).toBe(
      'version: 1\nvars:\n  STAGE: { env: STAGE, default: dev }\n  STAGE_2: { env: STAGE, default: prod }\n',
    );
    expect(read('connectors/b.yaml')).toContain('file: /${var.STAGE_2}\n');
  });

  it('with a reserved name get an environment variable of another name', async () => {
    const { read } = await importInto({ 'a.json': named('a', { region: '${AWS_REGION}' }) }, [
      ...['--from', 'a.json'],
    ]);
    expect(read('connect-sync.yaml')).toBe(
      'version: 1\nvars:\n  AWS_REGION: { env: CONNECTOR_AWS_REGION }\n',
    );
  });

  it('are declared only for connectors that are chosen and have a valid name', async () => {
    const files = {
      'a.json': named('orders-${STAGE}', { file: '/${ONE}' }),
      'b.json': named('items-$STAGE', { file: '/${TWO}' }),
      'c.json': named('items-${API_TOKEN}', { file: '/${THREE}' }),
    };
    const one = await importInto(files, ['items-*', '--from', 'a.json', 'b.json', 'c.json']);
    expect(one.exitCode, one.stderr).toBe(20);
    expect(one.read('connect-sync.yaml')).toBe(
      'version: 1\nvars:\n  STAGE: { env: STAGE }\n  TWO: { env: TWO }\n',
    );
  });

  it('are not written where nothing is imported', async () => {
    const files = { ...source, 'connectors/orders.yaml': 'name: other\nconfig: {connector.class: X}\n' };
    const { view, exitCode } = await importInto(files, ['--from', 'a.json']);
    expect(exitCode).toBe(1);
    expect(view.files).toEqual([]);
  });
});

describe('placeholders on a terminal', () => {
  const files = { 'a.json': named('orders-${STAGE}', { file: '/${PART}/$PART' }) };

  async function answer(answers: readonly string[], args: readonly string[] = []) {
    const { directory } = projectFolder(files);
    const run = await runCli(['import', '--from', 'a.json', ...args], { directory, answers });
    return { ...run, read: (file: string) => readFileSync(path.join(directory, file), 'utf8') };
  }

  it('are asked about, and so are the values of names', async () => {
    const { stdout, stderr, exitCode, read } = await answer(['what', '', 'dev']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout + stderr).toContain(
      'Make references of 3 placeholders of 2 variables (${STAGE}, ${PART})?',
    );
    expect(read('connect-sync.yaml')).toBe('version: 1\nvars:\n  PART: { env: PART }\n  STAGE: dev\n');
    expect(read('connectors/orders-STAGE.yaml')).toContain('name: orders-${var.STAGE}\n');
  });

  it('may be kept; then a name with one is skipped', async () => {
    expect((await answer(['keep'])).stdout).toContain('! orders-${STAGE}  skipped');
  });

  it('are not asked about with --substitute, but for the values of names', async () => {
    const { read } = await answer(['dev'], ['--substitute', 'var']);
    expect(read('connect-sync.yaml')).toContain('STAGE: dev\n');
  });
});
