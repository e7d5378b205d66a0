import { describe, expect, it } from 'vitest';
import { desiredOf, theConnectorOf } from '../support/desired-of.ts';

const connector = {
  'connectors/a.yaml': 'name: a-${var.host}\nconfig:\n  connector.class: X\n  url: http://${var.host}\n',
};

function project(vars: string, others: Readonly<Record<string, string>> = {}) {
  return { 'connect-sync.yaml': `version: 1\nvars:\n${vars}\n`, ...connector, ...others };
}

function environment(values: Readonly<Record<string, string>>) {
  return { environment: new Map(Object.entries(values)) };
}

describe('a variable that takes its value from the environment', () => {
  it('may be used in names, and its value is not secret', async () => {
    const found = await theConnectorOf(project('  host: {env: DB_HOST}'), environment({ DB_HOST: 'db-1' }));
    expect(found.name).toBe('a-db-1');
    expect(found.config.get('url')).toBe('http://db-1');
    expect([...found.secretKeys]).toEqual([]);
  });

  it.each([
    ['is not set', {}],
    ['is empty', { DB_HOST: '' }],
    ['is blank', { DB_HOST: ' ' }],
  ])('has its default if the environment variable %s', async (_, values) => {
    const found = await theConnectorOf(
      project('  host: {env: DB_HOST, default: localhost}'),
      environment(values),
    );
    expect(found.name).toBe('a-localhost');
  });

  it('of a cluster takes precedence over the project, also without a value, and --var over both', async () => {
    const files = {
      ...connector,
      'connect-sync.yaml':
        'version: 1\nvars: {host: of-project}\nclusters:\n  dev: {url: "http://x", vars: {host: {env: DB_HOST}}}\n',
    };
    const dev = { cluster: 'dev' };
    const set = await theConnectorOf(files, { ...dev, ...environment({ DB_HOST: 'of-cluster' }) });
    expect(set.name).toBe('a-of-cluster');
    expect((await desiredOf(files, dev)).problems).toEqual(['unset-variable connectors/a.yaml:1:9']);
    expect((await theConnectorOf(files, { ...dev, vars: { host: 'of-run' } })).name).toBe('a-of-run');
    expect((await theConnectorOf(files)).name).toBe('a-of-project');
  });

  it('without a value is one problem with every use, and only a warning where an unset one is', async () => {
    const files = project('  host: {env: DB_HOST}', {
      'connectors/b.yaml': 'config: {connector.class: X, a: "${var.host}"}\n',
    });
    const { diagnostics } = await desiredOf(files);
    expect(diagnostics).toMatchObject([
      {
        code: 'unset-variable',
        severity: 'error',
        args: { name: 'host', from: { variable: 'DB_HOST', why: 'unset' }, uses: 3 },
        source: { file: 'connectors/a.yaml', line: 1 },
        related: [
          { label: 'used in', source: { file: 'connectors/a.yaml', line: 4 } },
          { label: 'used in', source: { file: 'connectors/b.yaml', line: 1 } },
        ],
      },
    ]);
    const lenient = await desiredOf(files, { unsetEnvironment: 'warning' });
    expect(lenient.problems).toEqual(['warning unset-variable connectors/a.yaml:1:9']);
  });

  it('may hold neither a reference nor another key', async () => {
    const { problems } = await desiredOf(project('  host: {env: "${env.A}", fallback: b}'), {
      vars: { host: 'x' },
    });
    expect(problems).toEqual([
      'reference-not-allowed connect-sync.yaml:3:16',
      'unknown-key connect-sync.yaml:3:27',
    ]);
  });
});

describe('a variable whose environment variable is refused', () => {
  const secret = { DB_PASSWORD: 'hush-hush-4711', DB_LOGIN: 'orders_app_7', AWS_REGION: 'eu-1' };
  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>, string])[] = [
    ['is reserved', '{env: AWS_REGION}', secret, 'environment-name-reserved'],
    [
      'is not listed by the job',
      '{env: DB_HOST}',
      { CONNECT_SYNC_ENV_NAMES: 'A_*', DB_HOST: 'db' },
      'environment-name-not-allowed',
    ],
    ['has the name of a secret', '{env: DB_PASSWORD}', secret, 'secret-variable'],
    [
      'contains a password in a URL',
      '{env: DB_URL}',
      { DB_URL: 'postgres://app:hush-4711@db/orders' },
      'secret-variable',
    ],
    [
      'has the value of a secret',
      '{env: DB_HOST}',
      { ...secret, DB_HOST: 'hush-hush-4711' },
      'secret-variable',
    ],
    ['contains a secret', '{env: DB_HOST}', { ...secret, DB_HOST: 'db?p=hush-hush-4711' }, 'secret-variable'],
    ['is a token', '{env: DB_HOST}', { DB_HOST: `ghp_${'a1B2'.repeat(9)}` }, 'secret-variable'],
  ];

  it.each(cases)('because it %s has no value', async (_, declaration, values, code) => {
    const found = await desiredOf(project(`  host: ${declaration}`), environment(values));
    expect(found.problems).toEqual([`${code} connect-sync.yaml:3:15`]);
    expect(found.connectors).toEqual([]);
    expect(JSON.stringify(found.diagnostics)).not.toMatch(/hush|ghp_/);
  });

  it('because of its own name has no value', async () => {
    const { problems } = await desiredOf(
      { 'connect-sync.yaml': 'version: 1\nvars: {db_password: {env: DB_LOGIN}}\n', ...connector },
      { ...environment(secret), vars: { host: 'x' } },
    );
    expect(problems).toEqual(['secret-variable connect-sync.yaml:2:27']);
  });

  const references: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a connector', { 'connectors/b.yaml': 'config: {connector.class: X, user: "${env.DB_LOGIN}"}\n' }],
    [
      'an override',
      {
        'connectors/b.yaml':
          'config: {connector.class: X}\noverrides: {dev: {config: {user: "${env.DB_LOGIN}"}}}\n',
      },
    ],
    ['a default', { defaults: 'defaults: [{config: {user: "${env.DB_LOGIN}"}}]\n' }],
    ['a profile', { defaults: 'profiles: {p: {config: {user: "${env.DB_LOGIN}"}}}\n' }],
    [
      'the credentials of a cluster',
      {
        clusters:
          '  dev: {url: "http://x", auth: {basic: {username: "${env.DB_LOGIN}", password: "${env.P}"}}}\n',
      },
    ],
    ['the URL of a cluster', { clusters: '  dev: {url: "http://${env.DB_LOGIN}"}\n' }],
  ];

  it.each(references)('because %s refers to it as a secret has no value', async (_, given) => {
    const { clusters = '  dev: {url: "http://x"}\n', defaults = '', ...files } = given;
    const text = `version: 1\nvars:\n  host: {env: DB_LOGIN}\nclusters:\n${clusters}${defaults}`;
    const found = await desiredOf({ ...connector, 'connect-sync.yaml': text, ...files }, environment(secret));
    expect(found.problems).toContain('secret-variable connect-sync.yaml:3:15');
    expect(found.connectors.map(({ name }) => name)).not.toContain('a-orders_app_7');
  });
});

describe('a variable under a trusted project file', () => {
  const values = environment({ DB_HOST: 'db-1', OTHER: 'other-1' });
  const trusted = { trustedProject: 'base/connect-sync.yaml', ...values };

  it('takes its value from the environment if the trusted file takes it from there too', async () => {
    const files = project('  host: {env: DB_HOST}', {
      'base/connect-sync.yaml': 'version: 1\nvars: {h: {env: DB_HOST}}\n',
    });
    expect((await theConnectorOf(files, trusted)).name).toBe('a-db-1');
  });

  it('has no value otherwise, not even its default', async () => {
    const files = project('  host: {env: OTHER, default: x}', {
      'base/connect-sync.yaml': 'version: 1\nvars: {h: {env: DB_HOST}}\n',
    });
    const found = await desiredOf(files, trusted);
    expect(found.problems).toEqual([
      'warning untrusted-variable connect-sync.yaml:3:15',
      'unset-variable connectors/a.yaml:1:9',
    ]);
    expect(JSON.stringify(found.diagnostics)).not.toContain('other-1');
    const given = await desiredOf(files, { ...trusted, vars: { host: 'of-run' } });
    expect(given.connectors.map(({ name }) => name)).toEqual(['a-of-run']);
  });

  it('of a cluster has no value either', async () => {
    const files = {
      ...connector,
      'connect-sync.yaml': 'version: 1\nclusters: {dev: {url: "http://x", vars: {host: {env: OTHER}}}}\n',
      'base/connect-sync.yaml': 'version: 1\nclusters: {dev: {url: "http://x"}}\n',
    };
    const { problems } = await desiredOf(files, { ...trusted, cluster: 'dev' });
    expect(problems).toEqual([
      'warning untrusted-variable connect-sync.yaml:2:54',
      'unset-variable connectors/a.yaml:1:9',
    ]);
  });
});
