import { describe, expect, it } from 'vitest';
import type { LoadRequest } from '../../src/desired/read-project.ts';
import { type ResolvedCluster, resolveCluster } from '../../src/desired/resolve-cluster.ts';
import { describeDiagnostic } from '../../src/model/diagnostic.ts';
import { allText, printProblems } from '../support/print-problems.ts';
import { projectFolder } from '../support/project-folder.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';

/** Resolves the cluster `c` of a project file with this declaration. */
async function resolve(
  cluster: string,
  options: Partial<LoadRequest> & {
    readonly files?: Readonly<Record<string, string>>;
    readonly chosen?: string;
  } = {},
): Promise<ResolvedCluster & { readonly problems: readonly string[] }> {
  const { files = {}, chosen = 'c', ...request } = options;
  const project = `version: 1\nvars: {region: eu, domain: example}\nclusters:\n  c:\n${cluster.replace(/^/gm, '    ')}\n`;
  const loaded = await projectFolder({
    'connect-sync.yaml': project,
    'connectors/a.yaml': 'config: {a: b}',
    ...files,
  }).load(request);
  const resolved = await resolveCluster(loaded, chosen);
  return { ...resolved, problems: printProblems([...loaded.diagnostics, ...resolved.diagnostics]) };
}

describe('a declared cluster', () => {
  it('is resolved with everything that is needed to connect', async () => {
    const { target, problems, vars, secrets } = await resolve(
      `url: ["https://\${var.region}-1.\${var.domain}:8083/", https://two/connect]
kafkaClusterId: hVB3
vars: {region: us}
auth: {basic: {username: "\${env.U}", password: "\${env.P}"}}
headers: {X-Tenant: a, X-Key: "k-\${env.K}", X-Number: 007}
tls: {ca: tls/ca.pem, certificate: "\${env.CERT}", key: tls/key.pem, keyPassword: "\${env.KP}", serverName: connect}`,
      {
        files: { 'tls/ca.pem': certificate, 'tls/key.pem': key },
        environment: new Map([
          ['U', 'me'],
          ['P', 'p:w'],
          ['K', 'kk'],
          ['CERT', certificate],
          ['KP', 'kpw'],
        ]),
      },
    );
    expect(problems).toEqual([]);
    expect(target).toEqual({
      name: 'c',
      urls: ['https://us-1.example:8083', 'https://two/connect'],
      kafkaClusterId: 'hVB3',
      auth: { kind: 'basic', username: 'me', password: 'p:w' },
      headers: new Map([
        ['X-Tenant', 'a'],
        ['X-Key', 'k-kk'],
        ['X-Number', '007'],
      ]),
      tls: { ca: certificate, certificate, key, keyPassword: 'kpw', serverName: 'connect' },
    });
    expect(Object.fromEntries(vars)).toEqual({ region: 'us', domain: 'example' });
    expect([...secrets].sort()).toEqual([certificate, 'kk', 'kpw', 'me', 'p:w'].sort());
  });

  it('requires only a URL', async () => {
    const { target } = await resolve('url: http://localhost:8083');
    expect(target).toEqual({
      name: 'c',
      urls: ['http://localhost:8083'],
      kafkaClusterId: undefined,
      auth: undefined,
      tls: undefined,
      headers: new Map(),
    });
  });

  it('may authenticate with a bearer token', async () => {
    const { target } = await resolve('url: http://x\nauth: {bearer: {token: "${env.T}"}}', {
      environment: new Map([['T', 'abc']]),
    });
    expect(target?.auth).toEqual({ kind: 'bearer', token: 'abc' });
  });

  it('separates the decoded user from its URL, and keeps the password secret', async () => {
    const { target, secrets } = await resolve('url: ["http://me:p%40ss%25@x:1", "http://me:p%40ss%25@y:1"]');
    expect(target).toMatchObject({
      urls: ['http://x:1', 'http://y:1'],
      auth: { kind: 'basic', username: 'me', password: 'p@ss%' },
    });
    expect(secrets).toContain('p@ss%');
    expect(secrets).toContain('p%40ss%25');
  });

  it('reads PEM files relative to the project file', async () => {
    const loaded = await projectFolder({
      'deploy/connect-sync.yaml':
        'version: 1\nconnectors: ../connectors/*.yaml\nclusters: {c: {url: https://x, tls: {ca: ca.pem}}}\n',
      'deploy/ca.pem': certificate,
      'connectors/a.yaml': 'config: {a: b}',
    }).load({ projectFile: 'deploy/connect-sync.yaml' });
    const { target, diagnostics } = await resolveCluster(loaded, 'c');
    expect(printProblems([...loaded.diagnostics, ...diagnostics])).toEqual([]);
    expect([target?.tls?.ca, loaded.project.file, loaded.documents[0]?.source.file]).toEqual([
      certificate,
      'deploy/connect-sync.yaml',
      'connectors/a.yaml',
    ]);
  });

  it('prefers variables of the run over its own', async () => {
    const loaded = await projectFolder({
      'connect-sync.yaml': 'version: 1\nclusters: {c: {url: "http://${var.host}", vars: {host: own}}}\n',
      'connectors/a.yaml': 'config: {a: b}',
    }).load();
    const { target } = await resolveCluster(loaded, 'c', { vars: new Map([['host', 'given']]) });
    expect(target?.urls).toEqual(['http://given']);
  });

  it('reports all problems at once, without values of the environment', async () => {
    const { target, problems, diagnostics } = await resolve(
      `url: ["http://x:\${env.CANARY}", "ftp://x", "http://x?a=b", "http://\${env.GONE}"]
auth: {basic: {username: "\${env.CANARY}:", password: "\${env.CANARY}"}}
headers: {Host: a, "X Y": b, X-Break: "\${env.LINES}", authorization: c}
tls: {ca: "\${env.CANARY}", key: "\${env.LINES}"}`,
      {
        environment: new Map([
          ['CANARY', 'canary-value'],
          ['LINES', 'canary\nvalue'],
        ]),
      },
    );
    expect(target).toBeUndefined();
    expect(problems).toEqual([
      'invalid-cluster-url connect-sync.yaml:5:11',
      'invalid-cluster-url connect-sync.yaml:5:37',
      'invalid-cluster-url connect-sync.yaml:5:48',
      'unset-environment-variable connect-sync.yaml:5:72',
      'invalid-username connect-sync.yaml:6:30',
      'invalid-header connect-sync.yaml:7:15',
      'invalid-header connect-sync.yaml:7:24',
      'invalid-header connect-sync.yaml:7:34',
      'conflicting-credentials connect-sync.yaml:7:59',
      'unreadable-pem-file connect-sync.yaml:8:15',
      'incomplete-client-certificate connect-sync.yaml:8:37',
      'unreadable-pem-file connect-sync.yaml:8:37',
    ]);
    expect(allText(diagnostics)).not.toMatch(/canary/);
  });

  it('is listed without users in its URLs', async () => {
    const { project } = await projectFolder({
      'connect-sync.yaml':
        'version: 1\nclusters: {c: {url: ["http://me:canary@x:1/p", "https://${env.U}:${env.P}@y", "http://z"]}}\n',
    }).load();
    expect(project.clusters).toMatchObject([
      { name: 'c', urls: ['http://x:1/p', 'https://y', 'http://z'], source: { line: 2, column: 12 } },
    ]);
  });
});

describe('a bare URL', () => {
  it('is a cluster without a name, configured credentials and variables', async () => {
    const declared = 'url: http://x\nvars: {region: us}\nheaders: {A: b}\nauth: {bearer: {token: t}}';
    const { target, vars, problems } = await resolve(declared, { chosen: 'http://x/' });
    expect(problems).toEqual([]);
    expect(target).toEqual({
      name: undefined,
      urls: ['http://x'],
      kafkaClusterId: undefined,
      auth: undefined,
      tls: undefined,
      headers: new Map(),
    });
    expect(vars.get('region')).toBe('eu');
  });

  it('may contain a user, which is removed', async () => {
    const { target, secrets } = await resolve('url: http://x', {
      chosen: 'HTTPS://me:canary@Gateway.example/connect/',
    });
    expect(target).toMatchObject({
      urls: ['https://gateway.example/connect'],
      auth: { kind: 'basic', username: 'me', password: 'canary' },
    });
    expect(secrets).toContain('canary');
  });

  it('that is invalid is rejected without being quoted', async () => {
    for (const chosen of [
      'http://me:canary@x y/',
      'http://x/?token=canary',
      'http://x/#canary',
      'http://a%3Ab:canary@x',
    ]) {
      const { target, problems, diagnostics } = await resolve('url: http://x', { chosen });
      expect([target, problems.length]).toEqual([undefined, 1]);
      expect(allText(diagnostics)).not.toMatch(/canary/);
    }
  });
});

describe('an unknown cluster name', () => {
  it('is not quoted where it could contain credentials', async () => {
    const { diagnostics } = await resolve('url: http://x', { chosen: 'me:canary@localhost:8083' });
    expect(allText(diagnostics)).not.toMatch(/canary/);
  });

  it('is reported with the nearest name, or with the form of a URL', async () => {
    const problems = async (chosen: string) => {
      const { diagnostics } = await resolve('url: http://x', { chosen });
      return diagnostics.map((diagnostic) => describeDiagnostic(diagnostic, (text) => text));
    };
    expect(await problems('cc')).toEqual([
      { message: 'unknown cluster "cc": the project file declares c', hint: 'did you mean "c"?' },
    ]);
    expect(await problems('localhost:8083')).toEqual([
      {
        message: 'unknown cluster "localhost:8083": the project file declares c',
        hint: 'a URL begins with http:// or https://: write  http://localhost:8083',
      },
    ]);
  });
});
