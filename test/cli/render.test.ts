import { describe, expect, it } from 'vitest';
import { makeProjectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';

const project = `version: 1
clusters:
  dev: { url: "http://127.0.0.1:1", vars: { env: dev } }
  prod: { url: "http://127.0.0.1:1", vars: { env: prod } }
defaults:
  - config: { errors.log.enable: true }
  - match: { class: "io.debezium.*" }
    config:
      value.converter: org.apache.kafka.connect.json.JsonConverter
      database.password: \${env.DB_PASSWORD}
profiles:
  avro: { config: { value.converter: io.confluent.connect.avro.AvroConverter } }
`;
const orders = `name: orders-\${var.env}
state: running
extends: [avro]
config:
  connector.class: io.debezium.connector.mysql.MySqlConnector
  tasks.max: 1
  topic.prefix: \${var.env}
  errors.log.enable: !unset
overrides:
  prod:
    state: paused
    config:
      tasks.max: 4
      database.password: \${env.PROD_PASSWORD}
`;
const lines = 'config: {connector.class: FileStreamSource, file: a, topic: b}\n';
const files = {
  'connect-sync.yaml': project,
  'connectors/orders.yaml': orders,
  'connectors/lines.yaml': lines,
  'connectors/dev-only.yaml': `clusters: [dev]\n${lines}`,
  'connectors/gone.yaml': 'state: absent\n',
};
const secrets = { DB_PASSWORD: 'canary-of-dev', PROD_PASSWORD: 'canary-of-prod' };

async function render(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = secrets,
): Promise<CliRun> {
  const folder = makeProjectFolder(files);
  try {
    const run = await runCli(['render', '-q', ...args], { directory: folder.directory, environment });
    expect(run.stdout + run.stderr).not.toContain('canary');
    return run;
  } finally {
    folder.remove();
  }
}

describe('render --origin', () => {
  it('shows the line that declares each key, and its layer if it is shared', async () => {
    const { stdout, exitCode } = await render(['orders-*', '--cluster', 'prod', '--origin']);
    await expect(stdout).toMatchFileSnapshot('__snapshots__/render-origin.txt');
    expect(exitCode).toBe(0);
  });

  it('shows what each line overrides with -v, and always in JSON', async () => {
    const verbose = await render(['orders-*', '--cluster', 'prod', '--origin', '-v']);
    await expect(verbose.stdout).toMatchFileSnapshot('__snapshots__/render-origin-verbose.txt');
    const { stdout } = await render(['orders-*', '--cluster', 'prod', '--origin', '-f', 'json']);
    const document = (JSON.parse(stdout) as Record<string, Record<string, Record<string, unknown>>>)[
      'orders-prod'
    ];
    expect(document?.['origins']?.['value.converter']).toEqual([
      { layer: 'profile', label: 'avro', file: 'connect-sync.yaml', line: 12, column: 21 },
      { layer: 'default', label: null, file: 'connect-sync.yaml', line: 9, column: 7 },
    ]);
    expect(document?.['stateOrigin']).toMatchObject([
      { layer: 'override', label: 'prod', line: 11 },
      { layer: 'connector', label: null, line: 2 },
    ]);
    expect(document?.['removed']?.['errors.log.enable']).toMatchObject([
      { layer: 'connector', file: 'connectors/orders.yaml', line: 8 },
      { layer: 'default', file: 'connect-sync.yaml', line: 6 },
    ]);
  });

  it('prints no origins unless asked for', async () => {
    const { stdout } = await render(['orders-*', '--cluster', 'prod', '-f', 'json']);
    expect(Object.keys(Object.values(JSON.parse(stdout) as object)[0] as object)).toEqual([
      'config',
      'state',
    ]);
  });
});

describe('render --against', () => {
  const against = (...args: readonly string[]) => render(['--cluster', 'dev', '--against', 'prod', ...args]);

  it('shows how the desired states of two unreachable clusters differ', async () => {
    const { stdout, exitCode } = await against();
    await expect(stdout).toMatchFileSnapshot('__snapshots__/render-against.txt');
    expect(exitCode).toBe(0);
  });

  it('requires no secrets', async () => {
    const without = await render(['--cluster', 'dev', '--against', 'prod'], {});
    expect(without.stdout).toBe((await against()).stdout);
    expect(without.exitCode).toBe(0);
  });

  it('prints a unified diff with -f diff', async () => {
    await expect((await against('-f', 'diff')).stdout).toMatchFileSnapshot(
      '__snapshots__/render-against.diff',
    );
  });

  it('prints both sides, masked, and the differences as JSON', async () => {
    const view: unknown = JSON.parse((await against('orders-prod', '-f', 'json')).stdout);
    expect(view).toMatchObject({
      format: 'connect-sync/comparison',
      version: 1,
      before: 'dev',
      after: 'prod',
      differences: [
        {
          name: 'orders-dev',
          fields: [
            { key: 'database.password', before: '(sensitive #1)', after: '(sensitive #2)', sensitive: true },
            { key: 'tasks.max', before: '1', after: '4', sensitive: false },
            { key: 'topic.prefix', before: 'dev', after: 'prod', sensitive: false },
          ],
          state: { before: 'running', after: 'paused' },
          after: { name: 'orders-prod' },
        },
      ],
      identical: [],
    });
  });

  it('compares by name what two documents declare', async () => {
    const folder = makeProjectFolder({
      'connect-sync.yaml': project,
      'connectors/lines.yaml': `clusters: [dev]\n${lines}`,
      'connectors/lines.prod.yaml': `name: lines\nclusters: [prod]\nstate: paused\n${lines.replace('file: a', 'file: b')}`,
      'connectors/same.dev.yaml': `name: same\nclusters: [dev]\n${lines}`,
      'connectors/same.prod.yaml': `name: same\nclusters: [prod]\n${lines}`,
      'connectors/both.yaml': `name: both\n${lines}`,
      'connectors/new.yaml': `clusters: [prod]\n${lines}`,
    });
    try {
      const { stdout } = await runCli(['render', '-q', '--cluster', 'dev', '--against', 'prod'], folder);
      expect(stdout).toBe(`~ lines   connectors/lines.yaml:1, connectors/lines.prod.yaml:1
    --- dev
    +++ prod
    @@ config @@
    -file: a
    +file: b
    @@ state @@
    +state: paused

+ new   only on prod   connectors/new.yaml:1

Differences in 2 of 4 connectors between dev and prod.
`);
      const json = await runCli(
        ['render', '-q', '--cluster', 'dev', '--against', 'prod', '-f', 'json'],
        folder,
      );
      expect(JSON.parse(json.stdout)).toMatchObject({
        differences: [
          { name: 'lines', afterSource: { file: 'connectors/lines.prod.yaml' } },
          { name: 'new' },
        ],
      });
    } finally {
      folder.remove();
    }
  });

  it('reports that nothing differs', async () => {
    expect((await against('lines')).stdout).toBe(
      'No differences: 1 connector compared between dev and prod.\n',
    );
  });

  it('accepts two declared clusters, and formats that can show a comparison', async () => {
    const usage = async (...args: readonly string[]) => {
      const { exitCode, stderr } = await render(args);
      expect(exitCode).toBe(64);
      return stderr;
    };
    expect(await usage('--cluster', 'dev', '--against', 'prd')).toContain('did you mean "prod"?');
    expect(await usage('--cluster', 'http://127.0.0.1:1', '--against', 'prod')).toContain('declares no');
    expect(await usage('--all-clusters', '--against', 'prod')).toContain('name only one more with --cluster');
    expect(await usage('--against', 'prod')).toContain('none is chosen');
    expect(await usage('--cluster', 'dev', '--against', 'prod', '-f', 'yaml')).toContain(
      'text, diff or json',
    );
    expect(await usage('--cluster', 'dev', '-f', 'diff')).toContain('require --against');
  });
});

describe('render of a cluster that is not declared', () => {
  it('is reported instead of its unset variables', async () => {
    const { stderr, exitCode } = await render(['--cluster', 'prd']);
    expect(stderr).toContain('error[cluster-not-declared]: unknown cluster "prd"');
    expect(stderr).not.toContain('unset-variable');
    expect(exitCode).toBe(29);
  });
});
