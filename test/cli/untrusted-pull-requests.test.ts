import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { onlyCluster } from '../support/json-output.ts';
import { projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';
import { serve } from '../support/serve.ts';
import { tryout } from '../support/tryout.ts';

/** A connector file in which one value is this. */
const connector = (value: string) =>
  `config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: orders\n  file: "${value}"\n`;

/** The environment of a job with a secret that no connector should get. */
const job = { DB_PASSWORD: 'db-password', OTHER_SECRET: 'other-secret', AWS_SECRET_ACCESS_KEY: 'aws-secret' };

/** A server that records what reaches it, and answers as this function says. */
async function recorder(
  answer: (request: IncomingMessage) => { status: number; type: string; body: string },
) {
  const requests: IncomingMessage[] = [];
  const url = await serve((request, response) => {
    requests.push(request);
    const { status, type, body } = answer(request);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  return { url, requests };
}

const worker = () =>
  recorder(() => ({ status: 200, type: 'application/json', body: '{"version":"3.9.0","commit":"x"}' }));

function run(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = job,
): Promise<CliRun> {
  return runCli(args, { directory: projectFolder(files).directory, environment });
}

describe('a connector file that refers to a variable of the job', () => {
  const names = [
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'CI_JOB_TOKEN',
    'CONNECT_SYNC_PLAN_KEY',
    'INPUT_TOKEN',
  ];

  it.each(names)('is refused before anything is contacted if the variable is %s', async (name) => {
    const { url, requests } = await worker();
    const files = { 'connectors/a.yaml': connector(`\${env.${name}}`) };
    const { exitCode, stdout, stderr } = await run(['plan', '-c', url], files, { [name]: 'hush-hush' });
    expect(exitCode).toBe(29);
    expect(stderr).toContain(`error[environment-name-reserved]: \${env.${name}} is refused`);
    expect(stderr).toContain('connectors/a.yaml:5:10');
    expect(stdout + stderr).not.toContain('hush-hush');
    expect(requests).toEqual([]);
  });

  it.each([
    ['a connector file', { 'connectors/a.yaml': connector('${env.OTHER_SECRET}') }],
    [
      'a default',
      {
        'connect-sync.yaml': 'version: 1\ndefaults:\n  - config: {file: "x${env.OTHER_SECRET}"}\n',
        'connectors/a.yaml': 'config: {connector.class: FileStreamSource, topic: orders}\n',
      },
    ],
    [
      'a profile',
      {
        'connect-sync.yaml': 'version: 1\nprofiles: {p: {config: {file: "${env.OTHER_SECRET}"}}}\n',
        'connectors/a.yaml': 'extends: [p]\nconfig: {connector.class: FileStreamSource, topic: orders}\n',
      },
    ],
    ['a list', { 'connectors/a.yaml': 'config: {connector.class: X, topics: [a, "${env.OTHER_SECRET}"]}\n' }],
  ])('is refused in %s if the job lists names without it', async (_, files: Record<string, string>) => {
    const { url, requests } = await worker();
    const environment = { ...job, CONNECT_SYNC_ENV_NAMES: 'DB_*' };
    const { exitCode, stderr } = await run(['plan', '-c', url], files, environment);
    expect(exitCode, stderr).toBe(29);
    expect(stderr).toContain('error[environment-name-not-allowed]: ${env.OTHER_SECRET} is not allowed');
    expect(stderr).toContain('CONNECT_SYNC_ENV_NAMES="DB_*,OTHER_SECRET"');
    expect(requests).toEqual([]);
  });

  it.each([
    'url: "http://${env.OTHER_SECRET}"',
    'url: http://x\n    auth: {bearer: {token: "${env.OTHER_SECRET}"}}',
    'url: http://x\n    headers: {X: "${env.OTHER_SECRET}"}',
    'url: http://x\n    tls: {ca: "${env.OTHER_SECRET}"}',
  ])('is refused in a cluster with %s', async (cluster) => {
    const files = {
      'connect-sync.yaml': `version: 1\nclusters:\n  dev:\n    ${cluster}\n`,
      'connectors/a.yaml': connector('x'),
    };
    const { exitCode, stderr } = await run(['status'], files, { ...job, CONNECT_SYNC_ENV_NAMES: 'DB_*' });
    expect(exitCode, stderr).toBe(29);
    expect(stderr).toContain('error[environment-name-not-allowed]: ${env.OTHER_SECRET} is not allowed');
  });

  it('cannot allow itself: an environment file of the repository sets no limits', async () => {
    const { url, requests } = await worker();
    const files = {
      '.env':
        'CONNECT_SYNC_ENV_NAMES=*,AWS_SECRET_ACCESS_KEY\nAWS_SECRET_ACCESS_KEY=mine\nCONNECT_SYNC_ALLOWED_URLS=*\n',
      'connectors/a.yaml': connector('${env.AWS_SECRET_ACCESS_KEY}'),
    };
    const { exitCode, stderr } = await run(['plan', '-c', url, '--dotenv', '.env'], files);
    expect(exitCode, stderr).toBe(29);
    expect(requests).toEqual([]);
  });
});

describe('TAB completion in the folder of a project', () => {
  const complete = ['__complete', '--', 'status', ''];

  /** A project whose cluster gets a header of the environment, and a home directory. */
  async function world() {
    const server = await recorder(({ url }) => ({
      status: 200,
      type: 'application/json',
      body: url === '/' ? '{"version":"3.9.0","commit":"x","kafka_cluster_id":"k"}' : '["orders"]',
    }));
    const project = (url: string) =>
      `version: 1\nclusters:\n  dev:\n    url: ${url}\n    headers: {X-Key: "\${env.OTHER_SECRET}"}\n`;
    const folder = projectFolder({
      'connect-sync.yaml': project(server.url),
      'connectors/a.yaml': connector('x'),
    });
    const environment = { ...job, HOME: projectFolder({}).directory };
    const command = (args: readonly string[]) => runCli(args, { directory: folder.directory, environment });
    return { ...server, command, move: (url: string) => folder.write('connect-sync.yaml', project(url)) };
  }

  it('sends nothing if no command has contacted the cluster from there', async () => {
    const { command, requests } = await world();
    expect(await command(complete)).toMatchObject({ exitCode: 0, stdout: '' });
    expect(requests).toEqual([]);
  });

  it('asks a cluster that a command has contacted, and sends nothing once its URL has changed', async () => {
    const { command, requests, move } = await world();
    expect(await command(['topics', 'orders'])).toMatchObject({ exitCode: 28 });
    expect((await command(complete)).stdout, 'a failure is no contact').toBe('');
    await command(['cluster']);
    expect((await command(complete)).stdout).toBe('orders\t\n');
    const other = await worker();
    move(other.url);
    const before = requests.length;
    expect((await command(complete)).stdout).toBe('');
    expect([other.requests, requests.length]).toEqual([[], before]);
  });

  it('asks a cluster that the user names by its URL, without what the project declares', async () => {
    const { command, url, requests } = await world();
    expect((await command(['__complete', '--', 'status', '-c', url, ''])).stdout).toBe('orders\t\n');
    expect(requests.map(({ headers }) => headers['x-key'])).toEqual([undefined]);
  });
});

describe('a cluster whose URL is changed', () => {
  const project = (url: string) => ({
    'connect-sync.yaml': `version: 1\nclusters:\n  prod:\n    url: ${url}\n    auth: {basic: {username: me, password: "\${env.DB_PASSWORD}"}}\n`,
    'connectors/a.yaml': connector('x'),
  });

  it.each(['plan', 'apply', 'drift', 'status', 'list', 'show', 'cluster', 'plugins'])(
    'gets no request from %s if the job does not list it',
    async (command) => {
      const { url, requests } = await worker();
      const environment = { ...job, CONNECT_SYNC_ALLOWED_URLS: 'https://connect.example.com' };
      const { exitCode, stdout, stderr } = await run([command], project(`[${url}/x]`), environment);
      expect(exitCode, stdout + stderr).toBe(29);
      expect(stderr).toContain(`${url}/x is not allowed: CONNECT_SYNC_ALLOWED_URLS of this job allows`);
      expect(requests).toEqual([]);
    },
  );

  it('gets no request either if it is the second URL, or comes from --cluster or a variable', async () => {
    const { url, requests } = await worker();
    const environment = { ...job, CONNECT_SYNC_ALLOWED_URLS: 'http://127.0.0.1:1' };
    const second = await run(['plan'], project(`[http://127.0.0.1:1, ${url}]`), environment);
    const named = await run(['plan', '--cluster', url], project('http://127.0.0.1:1'), environment);
    const variable = await run(['plan', '--var', `host=${url}`], project('"${var.host}"'), environment);
    expect([second.exitCode, named.exitCode, variable.exitCode]).toEqual([29, 29, 29]);
    expect(requests).toEqual([]);
  });

  it('is not in force, and gets no request, if the project file of the base branch is trusted', async () => {
    const [good, evil] = [await worker(), await worker()];
    const files = {
      ...project(evil.url),
      'base/connect-sync.yaml': project(good.url)['connect-sync.yaml'],
    };
    await run(['plan', '--trusted-project', 'base/connect-sync.yaml'], files);
    const { stderr } = await run(['validate', '--trusted-project', 'base/connect-sync.yaml'], files);
    expect(stderr).toContain(
      'warning[trusted-project-differs]: "clusters" differs from the trusted project file (prod): the trusted clusters are in force',
    );
    expect(evil.requests).toEqual([]);
    expect(good.requests[0]?.headers.authorization).toMatch(/^Basic /);
  });

  it.each([
    ['a variable of the project', (url: string) => `version: 1\nvars: {host: "${url}"}\n`],
    [
      'a variable of the cluster',
      (url: string) => `version: 1\nclusters: {prod: {url: "\${var.host}", vars: {host: "${url}"}}}\n`,
    ],
  ])('is not in force through %s either', async (_, reviewed) => {
    const [good, evil] = [await worker(), await worker()];
    const files = {
      'connect-sync.yaml': reviewed(evil.url),
      'base/connect-sync.yaml': `version: 1\nvars: {host: "${good.url}"}\nclusters: {prod: {url: "\${var.host}"}}\n`,
      'connectors/a.yaml': connector('x'),
    };
    await run(['plan', '--trusted-project', 'base/connect-sync.yaml'], files);
    expect([evil.requests.length, good.requests.length > 0]).toEqual([0, true]);
  });

  it.each(['base/none.yaml', 'base/broken.yaml'])(
    'gets no request if the trusted project file is %s',
    async (file) => {
      const evil = await worker();
      const files = { ...project(evil.url), 'base/broken.yaml': 'version: 1\nclusters: {prod: {url: [' };
      for (const command of ['plan', 'status', 'list']) {
        const { exitCode, stderr } = await run([command, '-c', 'prod', '--trusted-project', file], files);
        expect(exitCode, stderr).toBe(29);
      }
      expect(evil.requests).toEqual([]);
    },
  );

  it('gets no credentials by a redirect', async () => {
    const { url: other, requests } = await worker();
    const redirecting = await serve((_, response) => void response.writeHead(307, { location: other }).end());
    const { exitCode, stderr } = await run(['plan'], project(redirecting), {
      ...job,
      CONNECT_SYNC_ALLOWED_URLS: redirecting,
    });
    expect(exitCode, stderr).toBe(28);
    expect(requests).toEqual([]);
  });
});

describe('a variable that takes its value from the environment', () => {
  const environment = { ...job, DB_LOGIN: 'login-4711-x', DB_URL: 'jdbc:x://a:hush-4711@db', PROFILE: '/x' };
  const named = { 'connectors/a.yaml': `name: a-\${var.x}\n${connector('${var.x}')}` };

  it.each([
    ['by its name', 'DB_PASSWORD', {}],
    ['a credential of the job', 'AWS_SECRET_ACCESS_KEY', {}],
    ['by its value', 'DB_URL', {}],
    ['that another file uses', 'DB_LOGIN', { 'connectors/b.yaml': connector('${env.DB_LOGIN}') }],
  ])('is refused if it would show a secret: %s', async (_, variable, others) => {
    const { url, requests } = await worker();
    const project = {
      'connect-sync.yaml': `version: 1\nvars: {x: {env: ${variable}}}\n`,
      ...named,
      ...others,
    };
    for (const args of [
      ['validate'],
      ['render'],
      ['plan', '-c', url],
      ['plan', '-c', url, '-f', 'markdown'],
    ]) {
      const { exitCode, stdout, stderr } = await run(args, project, environment);
      expect(exitCode, stderr).toBe(29);
      expect(stdout + stderr).not.toMatch(/db-password|aws-secret|hush-4711|login-4711/);
    }
    expect(requests).toEqual([]);
  });

  it('has no value if the trusted project file does not take it', async () => {
    const project = {
      'connect-sync.yaml': 'version: 1\nvars: {x: {env: DB_LOGIN}}\n',
      'base/connect-sync.yaml': 'version: 1\nvars: {x: {env: PROFILE}}\n',
      ...named,
    };
    const args = ['validate', '--trusted-project', 'base/connect-sync.yaml'];
    const { exitCode, stdout, stderr } = await run(args, project, environment);
    expect(exitCode).toBe(29);
    expect(stdout + stderr).toContain('warning[untrusted-variable]');
    expect(stdout + stderr).not.toContain('login-4711');
  });
});

describe('what a pull request may delete', () => {
  it('is limited by the ownership of the trusted project file', async () => {
    const made = await tryout({
      files: {
        'connect-sync.yaml': 'version: 1\nownership: {names: ["*"], maxDeletes: 100}\n',
        'base/connect-sync.yaml': 'version: 1\nownership: {names: ["orders-*"], protect: [orders-b]}\n',
        'connectors/orders-a.yaml': connector('x'),
      },
    });
    const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', topics: 'lines' };
    made.sandbox.worker.seed(['orders-b', 'orders-c', 'billing'].map((name) => ({ name, config })));
    const { stdout } = await made.run([
      'plan',
      '--prune',
      '--trusted-project',
      'base/connect-sync.yaml',
      '-f',
      'json',
    ]);
    const plan = onlyCluster(stdout);
    const deleted = plan.changes.flatMap((one: { kind: string; name: string }) =>
      one.kind === 'delete' ? [one.name] : [],
    );
    expect(deleted).toEqual(['orders-c']);
    expect(plan.diagnostics.map(({ code }: { code: string }) => code)).toContain('trusted-project-differs');
  });
});

describe('a file outside of the project', () => {
  /** A file in a folder of its own. */
  const fileOutside = (text: string) =>
    path.join(projectFolder({ 'secret.yaml': text }).directory, 'secret.yaml');
  const secret = () => fileOutside('token: s3cret-s3cret\n: [');
  const savedPlan = () => fileOutside('{"format":"connect-sync/saved-plan","s3cret-s3cret":1}');

  /** Runs a command in a project with a link. */
  async function runWithLink(
    link: string,
    target: string,
    args: readonly string[],
    files: Record<string, string> = {},
  ) {
    const { url, requests } = await worker();
    const folder = projectFolder({ 'connectors/a.yaml': connector('x'), ...files });
    rmSync(path.join(folder.directory, link), { force: true });
    mkdirSync(path.dirname(path.join(folder.directory, link)), { recursive: true });
    symlinkSync(target, path.join(folder.directory, link));
    const result = await runCli([...args, '-c', url], { directory: folder.directory, environment: job });
    expect(requests).toEqual([]);
    return result;
  }

  it.each<[string, string, () => string, readonly string[]]>([
    ['a connector file that is a link', 'connectors/b.yaml', secret, ['plan']],
    ['a folder that is a link', 'connectors/team', () => path.dirname(secret()), ['plan']],
    ['a link to the environment of the process', 'connectors/b.json', () => '/proc/self/environ', ['plan']],
    ['a project file that is a link', 'connect-sync.yaml', secret, ['status']],
    ['an environment file that is a link', '.env', secret, ['plan', '--dotenv', '.env']],
    ['a saved plan that is a link', 'plan.json', savedPlan, ['apply', 'plan.json', '--yes']],
    ['a backup that is a link', 'b.json', secret, ['restore', 'b.json']],
  ])('is not read through %s', async (_, link, target, args) => {
    const { exitCode, stdout, stderr } = await runWithLink(link, target(), args);
    expect([29, 21, 64], stdout + stderr).toContain(exitCode);
    expect(stderr).toMatch(/outside-project\]|leads out of|link out of/);
    expect(stdout + stderr).not.toContain('s3cret');
  });

  it('is not read by a pattern or a path of the project file', async () => {
    const outside = secret();
    const folder = projectFolder({ 'connectors/a.yaml': connector('x') });
    const relative = path.relative(folder.directory, outside);
    const patterns = [`connectors: [connectors, "${relative}"]`, `connectors: [connectors, "${outside}"]`];
    const tls = ['ca', 'certificate', 'key'].map(
      (key) => `clusters: {d: {url: "http://127.0.0.1:1", tls: {${key}: "${relative}"}}}`,
    );
    for (const declaration of [...patterns, ...tls]) {
      folder.write('connect-sync.yaml', `version: 1\n${declaration}\n`);
      const args = declaration.startsWith('clusters') ? ['plan'] : ['plan', '-c', 'http://127.0.0.1:1'];
      const { exitCode, stderr, stdout } = await runCli(args, {
        directory: folder.directory,
        environment: job,
      });
      expect(exitCode, declaration + stderr).toBe(29);
      expect(stderr).toContain('error[outside-project]');
      expect(stdout + stderr).not.toContain('s3cret');
    }
  });

  it('is not read in the folder of Git, where the token of the checkout is', async () => {
    const { exitCode, stdout, stderr } = await runWithLink('connectors/b.yaml', '../.git/config', ['plan'], {
      '.git/config': 'extraheader: s3cret-s3cret\n: [',
    });
    expect(exitCode, stderr).toBe(29);
    expect(stdout + stderr).not.toContain('s3cret');
  });

  it('is not read either if it is hidden in the project, as files with secrets of the job are', async () => {
    const { exitCode, stdout, stderr } = await runWithLink('connectors/b.yaml', '../.env', ['plan'], {
      '.env': 'TOKEN=s3cret-s3cret\n',
    });
    expect(exitCode, stderr).toBe(29);
    expect(stderr).toContain('cannot read connectors/b.yaml: its link leads to a hidden file or folder');
    expect(stdout + stderr).not.toContain('s3cret');
  });

  it('is read if the job allows its folder', async () => {
    const outside = projectFolder({ 'shared.yaml': connector('x') });
    const folder = projectFolder({ 'connectors/a.yaml': connector('x') });
    symlinkSync(
      path.join(outside.directory, 'shared.yaml'),
      path.join(folder.directory, 'connectors/b.yaml'),
    );
    const environment = {
      ...job,
      CONNECT_SYNC_ALLOWED_PATHS: `/nowhere${path.delimiter}${outside.directory}`,
    };
    const { exitCode, stderr } = await runCli(['validate'], { directory: folder.directory, environment });
    expect(exitCode, stderr).toBe(0);
  });
});

describe('an answer of a service that is no worker', () => {
  const bodies: readonly (readonly [string, string, string])[] = [
    ['the credentials of a metadata service', 'text/plain', 'AccessKeyId s3cret-s3cret'],
    [
      'JSON of a metadata service',
      'application/json',
      '{"Code":"Success","SecretAccessKey":"s3cret-s3cret","message":"s3cret-s3cret"}',
    ],
    ['an HTML page', 'text/html', '<html><head><title>s3cret-s3cret</title></head>s3cret-s3cret'],
    ['XML', 'application/xml', '<Error><Message>s3cret-s3cret</Message></Error>'],
    ['JSON that breaks off', 'application/json', '{"token":"s3cret-s3cret'],
    ['a JSON text', 'application/json', '"s3cret-s3cret"'],
    ['an odd content type', 's3cret-s3cret', 'x'],
  ];
  const commands = [
    ...['text', 'json', 'markdown', 'github', 'diff', 'json-patch'].map((format) => [
      'plan',
      '-f',
      format,
      '--verbose',
    ]),
    ['apply', '--yes', '--verbose'],
    ['drift', '-f', 'markdown'],
    ['validate', '--verbose'],
    ['status'],
    ['list'],
    ['show'],
    ['cluster', '--verbose'],
    ['plugins'],
    ['describe', 'a'],
    ['offsets', 'a'],
    ['loggers'],
    ['import'],
  ];

  it.each(bodies)(
    'is described and never quoted: %s',
    async (_, type, body) => {
      for (const status of [200, 400, 403, 404, 500]) {
        const { url } = await recorder(() => ({ status, type, body }));
        for (const command of status === 200 ? commands : commands.slice(0, 3)) {
          const args = [...command, '-c', url, '--timeout', '300ms'];
          const { exitCode, stdout, stderr } = await run(args, { 'connectors/a.yaml': connector('x') });
          expect(exitCode, `${args.join(' ')}: ${stdout}${stderr}`).not.toBe(0);
          expect(stdout + stderr, args.join(' ')).not.toContain('s3cret');
        }
      }
    },
    120_000,
  );

  it('is described by status, type and size', async () => {
    const { url } = await recorder(() => ({
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: 's3cret-s3cret',
    }));
    const { stderr } = await run(['plan', '-c', url], { 'connectors/a.yaml': connector('x') });
    expect(stderr).toContain('answers 200 with plain text (text/plain, 13 bytes)');
  });
});

describe('a masked value of a plan', () => {
  it.each(['text', 'json', 'markdown'])(
    'shows the variable that it comes from in the format %s',
    async (format) => {
      const made = await tryout({ files: { 'connectors/a.yaml': connector('/x/${env.DB_PASSWORD}') } });
      const { stdout, stderr } = await made.run(['plan', '-f', format], { environment: job });
      expect(stdout, stderr).toContain('(sensitive #1)');
      expect(stdout).toContain('${env.DB_PASSWORD}');
      expect(stdout + stderr).not.toContain('db-password');
    },
  );

  it('keeps the mask of a patch as it is', async () => {
    const made = await tryout({ files: { 'connectors/a.yaml': connector('/x/${env.DB_PASSWORD}') } });
    const { stdout } = await made.run(['plan', '-f', 'json-patch'], { environment: job });
    expect(stdout).toContain('"(sensitive #1)"');
    expect(stdout).not.toContain('env.');
  });
});
