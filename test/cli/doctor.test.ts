import { execFileSync } from 'node:child_process';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckView, DoctorView } from '../../src/model/doctor-view.ts';
import { makeCertificateAuthority } from '../../src/record/certificate-authority.ts';
import { startProxy } from '../connect/proxy-server.ts';
import { realClock } from '../support/real-clock.ts';
import { serve } from '../support/serve.ts';
import { changesCluster, type Tryout, type TryoutOptions, tryout } from '../support/tryout.ts';

const orders = 'config:\n  connector.class: FileStreamSource\n  topic: orders\n  file: /tmp/orders\n';

/** A tryout whose worker is the only cluster of the project, `prod`. */
async function project(
  options: Partial<TryoutOptions> & { readonly settings?: string } = {},
): Promise<Tryout> {
  const world = await tryout({
    files: { 'connectors/orders.yaml': orders },
    ...options,
    environment: { CONNECT_SYNC_CLUSTER: '', ...options.environment },
  });
  world.folder.write('connect-sync.yaml', projectFile([world.sandbox.url], options.settings));
  return world;
}

function projectFile(urls: readonly string[], settings = ''): string {
  return `version: 1\nclusters:\n  prod:\n    url: [${urls.map((url) => `"${url}"`).join(', ')}]\n${settings}`;
}

/** The checks of a run in JSON, by name; each name has a list. */
async function checksOf(world: Tryout, ...args: string[]) {
  const { stdout, stderr, exitCode } = await world.run(['doctor', '-f', 'json', ...args]);
  const view = JSON.parse(stdout) as DoctorView;
  const checks = view.groups.flatMap((group) => group.checks);
  const named = (name: CheckView['check']) => checks.filter(({ check }) => check === name);
  return { view, checks, named, exitCode, stdout, stderr };
}

/** Starts a server that is no worker; returns its URL. */
async function closingPort(): Promise<string> {
  const server = createTcpServer((socket) =>
    socket.on('data', () => socket.destroy()).on('error', () => undefined),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('doctor', () => {
  it('shows one line for each check, and exits with 0 if nothing failed', async () => {
    const world = await project();
    execFileSync('git', ['init', '-q'], { cwd: world.folder.directory });
    const { stdout, stderr, exitCode } = await world.run(['doctor'], { speed: 1 });
    expect(stdout).toMatch(/^project\n {2}ok {7}project-file {5}connect-sync.yaml declares 1 cluster\n/);
    for (const check of [
      'url',
      'proxy',
      'credentials',
      'version',
      'clock',
      'plugins',
      'validate',
      'write',
      'secrets',
      'git',
    ])
      expect(stdout).toMatch(new RegExp(`^ {2}ok {7}${check} `, 'm'));
    expect(stdout).not.toMatch(/warning|failed|next:/);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it.each(['2.8', '3.4', '3.9', '4.3', '4.4'] as const)(
    'changes nothing on a worker of %s',
    async (connectVersion) => {
      const world = await project({ connectVersion });
      world.sandbox.worker.seed([
        { name: 'a', config: { 'connector.class': 'FileStreamSource', topic: 't' } },
      ]);
      const { named, exitCode } = await checksOf(world);
      expect(named('write')).toMatchObject([{ result: 'ok' }]);
      expect(named('validate')).toMatchObject([{ result: 'ok' }]);
      const sent = world.sandbox.requests.filter(({ method }) => method !== 'GET');
      expect(sent.filter(changesCluster).map(({ method, path }) => `${method} ${path}`)).toEqual([
        'PUT /connectors/connect-sync-doctor/config',
      ]);
      const names = await (await fetch(`${world.sandbox.url}/connectors`)).json();
      expect(names).toEqual(['a']);
      expect(exitCode).toBe(0);
    },
  );

  it('runs every check although one has failed, and says what to do next', async () => {
    const world = await project({
      files: {
        'connectors/orders.yaml': orders
          .replace('FileStreamSource', 'FileStreamSourc')
          .replace('orders\n  file', '$' + '{env.TOPIC}\n  file'),
        'connectors/broken.yaml': 'config:\n\tx: 1\n',
      },
    });
    world.folder.write(
      'connect-sync.yaml',
      projectFile([world.sandbox.url, 'http://127.0.0.1:1'], '    kafkaClusterId: another\n'),
    );
    const { stdout, exitCode } = await world.run(['doctor']);
    expect(stdout).toMatch(/failed {3}connector-files {2}connectors\/broken.yaml:2:1: /);
    expect(stdout).toMatch(/failed {3}secrets .*TOPIC is not set\n +next: set it/);
    expect(stdout).toMatch(/failed {3}url .*127\.0\.0\.1:1 refuses the connection\n +next: /);
    expect(stdout).toMatch(
      /failed {3}kafka-cluster .*, but the project file declares kafkaClusterId another\n +next: /,
    );
    expect(stdout).toMatch(
      /failed {3}plugins +FileStreamSourc is not installed \(used by orders\)\n +next: did you mean \S+FileStreamSourceConnector\?/,
    );
    expect(stdout).toMatch(/ok {7}write /);
    expect(stdout).toMatch(/\n\d+ checks ok, 1 warning, 5 failed, \d+ not checked\n$/);
    expect(exitCode).toBe(28);
  });

  it('exits with 29 if only files, secrets or plugins are wrong', async () => {
    const world = await project({
      files: { 'connectors/a.yaml': orders.replace('FileStreamSource', 'no.such.Thing') },
    });
    const { named, exitCode } = await checksOf(world);
    expect(named('plugins')).toMatchObject([
      { result: 'failed', next: expect.stringContaining('install it in plugin.path of every worker') },
    ]);
    expect(exitCode).toBe(29);
  });

  it('checks a cluster that is only a URL, without a project file', async () => {
    const world = await tryout({ files: {} });
    const { named, exitCode } = await checksOf(world);
    expect(named('project-file')).toMatchObject([{ result: 'ok' }]);
    expect(named('connector-files')).toMatchObject([
      { result: 'warning', next: expect.stringContaining('connect-sync import') },
    ]);
    expect(named('write')).toMatchObject([{ result: 'ok' }]);
    expect(exitCode).toBe(0);
  });

  it('says where to start if there is neither a project file nor a cluster', async () => {
    const world = await tryout({ files: {} });
    const { stdout, exitCode } = await world.run(['doctor'], { environment: { CONNECT_SYNC_CLUSTER: '' } });
    expect(stdout).toMatch(/warning {2}project-file .*\n +next: connect-sync init creates one/);
    expect(exitCode).toBe(0);
  });

  it('counts warnings as failures with --strict', async () => {
    const world = await tryout({ files: {} });
    expect((await checksOf(world, '--strict')).exitCode).toBe(29);
  });

  it('checks the other clusters if the settings of one have errors', async () => {
    const world = await project();
    world.folder.write(
      'connect-sync.yaml',
      `${projectFile([world.sandbox.url])}  other:\n    url: http://127.0.0.1:1\n    auth: { bearer: { token: "$` +
        `{env.TOKEN}" } }\n`,
    );
    const { view, exitCode } = await checksOf(world);
    const [, prod, other] = view.groups;
    expect(prod?.checks).toContainEqual(expect.objectContaining({ check: 'write', result: 'ok' }));
    expect(other).toMatchObject({
      name: 'other',
      checks: [
        { check: 'secrets', result: 'failed', finding: expect.stringContaining('TOKEN is not set') },
        { check: 'url', result: 'skipped' },
      ],
    });
    expect(exitCode).toBe(29);
  });
});

describe('doctor and a cluster that does not exist', () => {
  it('names the nearest one, and claims nothing about its secrets', async () => {
    const world = await project();
    const { view, exitCode } = await checksOf(world, '--cluster', 'prd');
    expect(view.groups[1]).toMatchObject({
      name: 'prd',
      checks: [
        { check: 'settings', result: 'failed', next: 'did you mean "prod"?' },
        { check: 'url', result: 'skipped' },
      ],
    });
    expect(exitCode).toBe(29);
  });

  it('does not repeat the password of an address without a scheme', async () => {
    const world = await project();
    const { stdout, stderr } = await world.run(['doctor', '--cluster', 'user:canary@host']);
    expect(stdout + stderr).not.toContain('canary');
  });
});

describe('doctor at a URL that is no worker', () => {
  const answer = (status: number, type: string, body: string) =>
    serve((_request, response) => void response.writeHead(status, { 'content-type': type }).end(body));

  it.each([
    ['a login page', () => answer(200, 'text/html', '<title>Sign in</title>'), /login page/],
    [
      'a Schema Registry',
      () =>
        serve(({ url }, response) => {
          response.writeHead(200, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
          response.end(url === '/subjects' ? '["orders-value"]' : '{}');
        }),
      /is a Schema Registry, not a Kafka Connect worker/,
    ],
    ['a port that closes, as that of a Kafka broker', closingPort, /closed the connection/],
    [
      'another service',
      () => answer(200, 'application/json', '{"ok":true}'),
      /not Kafka Connect's|no text|is not/i,
    ],
    ['a port that refuses', async () => 'http://127.0.0.1:1', /refuses the connection/],
    ['an unknown host', async () => 'http://no-such-host.invalid:8083', /host name that is not known/],
  ])('names %s', async (_what, start, expected) => {
    const world = await tryout({ files: {}, environment: { CONNECT_SYNC_CLUSTER: await start() } });
    const { named, exitCode, stderr } = await checksOf(world);
    expect(named('url')).toMatchObject([{ result: 'failed', finding: expect.stringMatching(expected) }]);
    expect(named('url')[0]?.next).toMatch(/URL|port/i);
    expect(named('write')).toMatchObject([{ result: 'skipped' }]);
    expect(stderr).toBe('exit 28: a cluster could not be read or identified\n');
    expect(exitCode).toBe(28);
  });

  it('reports a worker that was killed', async () => {
    const world = await project();
    await world.sandbox.close();
    const { named, exitCode } = await checksOf(world);
    expect(named('url')).toMatchObject([
      { result: 'failed', finding: expect.stringContaining('refuses the connection') },
    ]);
    expect(exitCode).toBe(28);
  });
});

describe('doctor and credentials', () => {
  const guarded = (
    allows: (request: { method: string; url: string; authorization: string }) => number,
    upstream: string,
  ) =>
    serve(async (request, response) => {
      const { method = '', url = '', headers } = request;
      const status = allows({ method, url, authorization: headers.authorization ?? '' });
      if (status !== 200) return void response.writeHead(status).end('no');
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = await fetch(upstream + url, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'application/json',
      });
      response.end(await answer.text());
    });

  it('reports credentials that are missing or refused, and never shows them', async () => {
    const world = await project();
    const url = await guarded(
      ({ authorization }) => (authorization === 'Bearer right' ? 200 : 401),
      world.sandbox.url,
    );
    world.folder.write('connect-sync.yaml', projectFile([url]));
    const missing = await checksOf(world);
    expect(missing.named('url')).toMatchObject([{ result: 'ok' }]);
    expect(missing.named('credentials')).toMatchObject([
      {
        result: 'failed',
        finding: expect.stringContaining('asks for credentials'),
        next: expect.stringContaining('auth'),
      },
    ]);
    expect(missing.exitCode).toBe(28);
    world.folder.write(
      'connect-sync.yaml',
      projectFile([url], '    auth: { bearer: { token: "$' + '{env.TOKEN}" } }\n'),
    );
    const refused = await world.run(['doctor', '-v'], { environment: { TOKEN: 'canary-of-doctor' } });
    expect(refused.stdout).toMatch(/failed {3}credentials .*refuses the credentials/);
    expect(refused.stdout + refused.stderr).not.toContain('canary');
    const right = await world.run(['doctor'], { environment: { TOKEN: 'right' } });
    expect(right.stdout).toMatch(/ok {7}credentials +accepted \(bearer token\)/);
  });

  it('warns if the credentials may read only', async () => {
    const world = await project();
    const url = await guarded(({ method }) => (method === 'GET' ? 200 : 403), world.sandbox.url);
    world.folder.write('connect-sync.yaml', projectFile([url]));
    const { named, exitCode } = await checksOf(world);
    expect(named('validate')).toMatchObject([{ result: 'warning', finding: expect.stringContaining('403') }]);
    expect(named('write')).toMatchObject([
      { result: 'warning', next: expect.stringContaining('apply needs') },
    ]);
    expect(exitCode).toBe(0);
  });

  it('does not take an answer that no worker gives for a permission', async () => {
    const world = await project();
    const url = await guarded(({ method }) => (method === 'GET' ? 200 : 201), world.sandbox.url);
    world.folder.write('connect-sync.yaml', projectFile([url]));
    expect((await checksOf(world)).named('write')).toMatchObject([
      { result: 'warning', finding: expect.stringContaining('could not be checked') },
    ]);
  });
});

describe('doctor and the surroundings of a worker', () => {
  it('reports URLs of two clusters', async () => {
    const [world, other] = [await project(), await project()];
    world.sandbox.worker.seed([{ name: 'a', config: { 'connector.class': 'FileStreamSource', topic: 't' } }]);
    world.folder.write('connect-sync.yaml', projectFile([world.sandbox.url, other.sandbox.url]));
    const { named, exitCode } = await checksOf(world);
    expect(named('one-cluster')).toMatchObject([
      { result: 'failed', finding: expect.stringContaining('different') },
    ]);
    expect(exitCode).toBe(28);
  });

  it('reports a clock that is wrong', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, {
        date: new Date(Date.now() + 600_000).toUTCString(),
        'content-type': 'application/json',
      });
      response.end('{"version":"3.9.1","commit":"abc","kafka_cluster_id":"k"}');
    });
    const world = await tryout({ files: {}, environment: { CONNECT_SYNC_CLUSTER: url } });
    const { stdout } = await world.run(['doctor'], { speed: 1 });
    expect(stdout).toMatch(
      /warning {2}clock +the clock there is (?:10 min 0 s|9 min 5\d s) ahead of the clock here\n +next: /,
    );
  });

  it('names the proxy, without its user', async () => {
    const proxy = await startProxy();
    const world = await project();
    const { stdout } = await world.run(['doctor'], {
      environment: { http_proxy: proxy.url.replace('//', '//user:canary-proxy@') },
    });
    expect(stdout).toContain(`reached through ${new URL(proxy.url).host}`);
    expect(stdout).not.toContain('canary');
    const direct = await world.run(['doctor'], {
      environment: { http_proxy: proxy.url, no_proxy: '127.0.0.1' },
    });
    expect(direct.stdout).toMatch(/proxy +none is used/);
  });

  it('warns of files with secrets that Git has or would take', async () => {
    const world = await project({
      files: {
        '.env': 'A=b\n',
        '.env.prod': 'A=b\n',
        '.env.example': 'A=\n',
        '.connect-sync/schemas/connector.schema.json': '{}\n',
        '.connect-sync/backups/run/orders.json': '{}\n',
        'connectors/orders.yaml': orders,
      },
    });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: world.folder.directory });
    git('init', '-q');
    git('add', '.env');
    const { named, exitCode } = await checksOf(world);
    expect(named('git')).toMatchObject([
      {
        result: 'failed',
        finding: '.env is in Git, and may hold secrets',
        next: expect.stringContaining('git rm --cached .env'),
      },
      {
        result: 'warning',
        finding: '.connect-sync/backups/run/orders.json is not ignored by Git, and may hold secrets',
      },
      { result: 'warning', finding: '.env.prod is not ignored by Git, and may hold secrets' },
    ]);
    expect(exitCode).toBe(29);
  });
});

describe('doctor over TLS', () => {
  async function secure(host: string, daysAgo = 0) {
    const clock = { ...realClock(), wallTime: () => Date.now() - daysAgo * 86_400_000 };
    const authority = await makeCertificateAuthority(clock);
    const server = createSecureServer(authority.issue(host), (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{"version":"3.9.1","commit":"abc","kafka_cluster_id":"k"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: authority.certificate };
  }

  async function certificateOf(url: string, ca?: string, serverName?: string) {
    const world = await project({ files: { ...(ca && { 'ca.pem': ca }) } });
    const settings = [
      ...(ca ? ['      ca: ca.pem'] : []),
      ...(serverName ? [`      serverName: ${serverName}`] : []),
    ];
    world.folder.write(
      'connect-sync.yaml',
      projectFile([url], settings.length > 0 ? `    tls:\n${settings.join('\n')}\n` : ''),
    );
    const checks = await checksOf(world);
    return { ...checks, certificate: checks.named('certificate')[0] };
  }

  it('describes a trusted certificate', async () => {
    const { url, ca } = await secure('worker.test');
    const { certificate } = await certificateOf(url, ca, 'worker.test');
    expect(certificate?.result).toMatch(/ok|warning/);
    expect(certificate?.finding).toMatch(
      /^worker\.test, issued by connect-sync .*, valid until \d{4}-\d\d-\d\d/,
    );
  });

  it.each([
    ['of an unknown authority', 'worker.test', 0, 'none', /is not trusted here \(\w+\)/, /tls\.ca/],
    ['for another host', 'worker.test', 0, 'ca', /is for another host: worker\.test/, /tls\.serverName/],
    ['that has expired', '127.0.0.1', 400, 'ca', /expired on \d{4}-\d\d-\d\d/, /renew/],
  ])('reports a certificate %s', async (_what, host, daysAgo, given, expected, next) => {
    const { url, ca } = await secure(host, daysAgo);
    const { certificate, named, exitCode } = await certificateOf(url, given === 'ca' ? ca : undefined);
    expect(certificate).toMatchObject({
      result: 'failed',
      finding: expect.stringMatching(expected),
      next: expect.stringMatching(next),
    });
    expect(named('url')).toMatchObject([
      { result: 'ok', finding: expect.stringContaining('accepts connections') },
    ]);
    expect(exitCode).toBe(28);
  });
});

describe('doctor and the token of a forge', () => {
  const api = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    serve(
      (_request, response) =>
        void response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(JSON.stringify(body)),
    );
  const onGitHub = (url: string, token = 'canary-token') => ({
    environment: {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'acme/connectors',
      GITHUB_API_URL: url,
      GITHUB_TOKEN: token,
    },
  });
  const onGitLab = (url: string) => ({
    environment: {
      GITLAB_CI: 'true',
      CI_PROJECT_ID: '3',
      CI_API_V4_URL: `${url}/api/v4`,
      GITLAB_TOKEN: 'canary-token',
    },
  });

  it.each([
    [
      'a classic token',
      async () => onGitHub(await api(200, { private: true }, { 'x-oauth-scopes': 'repo, workflow' })),
      /ok {7}token .*GITHUB_TOKEN is accepted, scopes: repo, workflow/,
      0,
    ],
    [
      'a token without the scope',
      async () => onGitHub(await api(200, { private: true }, { 'x-oauth-scopes': 'gist' })),
      /warning {2}token .*cannot comment/,
      0,
    ],
    [
      'the token of a job',
      async () => onGitHub(await api(200, { private: true })),
      /ok {7}token .*cannot be checked without writing/,
      0,
    ],
    [
      'a token that is refused',
      async () => onGitHub(await api(401, { message: 'Bad credentials canary-token' })),
      /failed {3}token .*GitHub refuses the token \(401.*\n +next: set GITHUB_TOKEN/,
      1,
    ],
    ['no token', async () => onGitHub('http://127.0.0.1:1', ''), /warning {2}token +none is set/, 0],
    [
      'a token of GitLab',
      async () => onGitLab(await api(200, { scopes: ['api'], expires_at: '2199-12-31' })),
      /ok {7}token .*scopes: api, expires on 2199-12-31/,
      0,
    ],
    [
      'a token of GitLab that only reads',
      async () => onGitLab(await api(200, { scopes: ['read_api'], expires_at: null })),
      /warning {2}token .*it cannot comment/,
      0,
    ],
  ])('describes %s', async (_what, world, expected, code) => {
    const { run } = await project();
    const { stdout, stderr, exitCode } = await run(['doctor'], await world());
    expect(stdout).toMatch(expected);
    expect(stdout + stderr).not.toContain('canary');
    expect(exitCode).toBe(code);
  });
});
