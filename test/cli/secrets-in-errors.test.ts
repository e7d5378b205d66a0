import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Canary, canary, findLeaks, plainCanary, quoted } from '../support/canaries.ts';
import { generation, placeNames, secretPlaces, secretWorld } from '../support/secret-world.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const good = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: orders\n';

/** Runs commands that must fail as told, each also as JSON, and gives what leaks. */
async function leaksOf(
  { run }: Pick<Tryout, 'run'>,
  commands: readonly (readonly string[])[],
  expected: { readonly canaries: readonly Canary[]; readonly exitCodes: readonly number[] },
): Promise<string[]> {
  const leaks: string[] = [];
  for (const command of commands) {
    const { exitCode, stdout, stderr } = await run(command);
    expect(expected.exitCodes, `${command.join(' ')}: ${stdout}${stderr}`).toContain(exitCode);
    const found = findLeaks(stdout + stderr, expected.canaries);
    leaks.push(...found.map((leak) => `${command.join(' ')}: ${leak}: ${lineWith(leak, stdout + stderr)}`));
  }
  return leaks;
}

/** The line where a leak is, as far as it helps to find it. */
function lineWith(leak: string, output: string): string {
  const form = leak.slice(leak.indexOf(': ') + 2);
  const line = output.split('\n').find((one) => one.includes(form)) ?? '';
  const start = Math.max(0, line.indexOf(form) - 100);
  return line.slice(start, start + 200);
}

const checking = [
  ['validate'],
  ['plan'],
  ['plan', '-f', 'json'],
  ['apply', '--yes'],
  ['apply', '--yes', '-f', 'json'],
  ['drift'],
  ['render'],
  ['render', '-f', 'json'],
  ['plan', '--strict'],
];

const looking = [
  ['show'],
  ['show', '-f', 'json'],
  ['list'],
  ['status'],
  ['status', '-f', 'json'],
  ['cluster'],
];

describe('a problem in a file is shown without the secret', () => {
  const secret = canary('secret');
  const inQuotes = JSON.stringify(secret.secret);
  const escaped = encodeURIComponent(secret.secret);

  it.each<[string, string]>([
    ['an unclosed quote', `  database.password: ${inQuotes.slice(0, -1)}\n`],
    ['text after a closed quote', `  database.password: ${inQuotes} and more: ${inQuotes}\n`],
    ['a tab as indentation', `\tdatabase.password: ${inQuotes}\n`],
    ['an unclosed list', `  database.password: [${inQuotes}\n`],
    ['a colon too many', `  database.password: a: ${secret.word}\n`],
    ['an alias that is not there', `  database.password: *${secret.word}\n`],
    ['a tag that is unknown', `  database.password: !${secret.word} x\n`],
    ['a broken escape', `  database.password: "\\q${secret.word}"\n`],
    ['a block that is not indented', `  database.password: |\n${secret.word}\n`],
    ['a broken line behind it', `  database.password: ${inQuotes}\n  : : :\n`],
    [
      'a broken line within a block',
      `  ssl.key: |\n    -----BEGIN KEY-----\n    ${secret.word}\n   x\n  : y\n`,
    ],
    ['an unclosed quote in a URL', `  connection.url: "https://user:${escaped}@db/x\n`],
    ['an unclosed quote in a parameter', `  connection.url: "jdbc:pg://db/x?password=${escaped}\n`],
    [
      'an unclosed quote in a JAAS line',
      `  sasl.jaas.config: 'a.PlainLoginModule required password="${secret.word}";\n`,
    ],
    [
      'a JAAS line without quotes around it',
      `  some.login: a.PlainLoginModule required password: "${secret.word}"; x: y\n`,
    ],
    ['an unclosed private key', `  some.material: "-----BEGIN PRIVATE KEY-----\n${secret.word}\n`],
    ['a mapping as its value', `  database.password: { value: ${inQuotes} }\n`],
    ['a mapping below it', `  database.password:\n    value: ${inQuotes}\n`],
    ['a list of mappings as its value', `  database.password: [{ value: ${inQuotes} }]\n`],
    ['a nested configuration around it', `  database:\n    password: ${inQuotes}\n`],
    ['the same key again', `  database.password: ${inQuotes}\n  database.password: ${inQuotes}\n`],
    ['an unset variable behind it', `  database.password: ${secret.word}\${env.NOT_SET}\n`],
    ['an unset variable in its URL', `  connection.url: https://u:${escaped}@db/\${env.NOT_SET}\n`],
    ['an unset variable of the project', `  database.password: ${secret.word}\${var.NOT_SET}\n`],
    ['a reference that is not closed', `  database.password: ${secret.word}\${env.\n`],
    ['a placeholder of another tool', `  database.password: ${secret.word}\${OTHER}\n  : :\n`],
    ['an invisible character', `  database.password: "${secret.word}\\u200b"\n  : :\n`],
    ['a key without a value beside it', `  database.password: ${inQuotes} # the key\n  batch.size:\n`],
    ['a comment with it', `  batch.size: # password: ${secret.word}\n`],
  ])('%s', async (_, lines) => {
    const world = await tryout({ files: { 'connectors/a.yaml': good + lines } });
    const expected = { canaries: [secret], exitCodes: [29] };
    expect(await leaksOf(world, checking, expected)).toEqual([]);
    expect(world.sandbox.requests).toEqual([]);
  });

  it.each<[string, string]>([
    ['unclosed', `{"name": "a", "config": {"connector.class": "X", "database.password": ${inQuotes}`],
    ['a comma too many', `{"connector.class": "X", "database.password": ${inQuotes},}`],
    [
      'a key twice',
      `{"connector.class": "X", "database.password": ${inQuotes}, "database.password": ${inQuotes}}`,
    ],
    ['an object as a value', `{"connector.class": "X", "database.password": {"value": ${inQuotes}}}`],
    ['all in one broken line', `{"connector.class": "X" "database.password": ${inQuotes}}`],
  ])('JSON: %s', async (_, contents) => {
    const world = await tryout({ files: { 'connectors/a.json': contents } });
    const expected = { canaries: [secret], exitCodes: [29] };
    expect(await leaksOf(world, checking, expected)).toEqual([]);
  });

  it.each<[string, string]>([
    ['a list as a password', `auth: { basic: { username: me, password: [${inQuotes}] } }`],
    ['a mapping as a token', `auth: { bearer: { token: { is: ${inQuotes} } } }`],
    ['a token with line breaks', `auth: { bearer: { token: "${secret.word}\\n${secret.word}" } }`],
    ['a header with line breaks', `headers: { X-Api-Key: "${secret.word}\\n" }`],
    ['a list as a header', `headers: { X-Api-Key: [${inQuotes}] }`],
    [
      'credentials twice',
      `auth: { basic: { username: me, password: ${inQuotes} }, bearer: { token: ${inQuotes} } }`,
    ],
    ['an unknown key beside it', `auth: { basic: { username: me, password: ${inQuotes}, realm: x } }`],
    ['a misspelt key', `auth: { basic: { username: me, pasword: ${inQuotes} } }`],
    [
      'an unset variable beside it',
      `auth: { basic: { username: "\${env.NOT_SET}", password: ${inQuotes} } }`,
    ],
    ['a broken line', `auth: { basic: { username: me, password: "${secret.word} } }`],
    ['a TLS key in place of a file', `tls: { key: "-----BEGIN PRIVATE KEY----- ${secret.word}" }`],
  ])('in the project file: %s', async (_, line) => {
    const world = await tryout({
      files: {
        'connect-sync.yaml': `version: 1\nclusters:\n  main:\n    url: http://127.0.0.1:1\n    ${line}\n`,
        'connectors/a.yaml': good,
      },
      environment: { CONNECT_SYNC_CLUSTER: 'main' },
    });
    const expected = { canaries: [secret], exitCodes: [0, 29] };
    expect(await leaksOf(world, [...checking, ...looking], expected)).toEqual([]);
  });
});

describe('a worker that quotes secrets is not repeated', () => {
  const clusterPassword = canary('cluster');

  async function quotingWorld(connectVersion: '2.8' | '4.3' = '4.3') {
    const secrets = generation('new');
    const world = await secretWorld(clusterPassword, { connectVersion });
    const canaries = [...secrets.values(), clusterPassword];
    const everything = canaries.map((one) => `${one.of}: ${quoted(one)}`).join('; ');
    world.wish(secrets);
    return { world, secrets, canaries, everything };
  }

  const all = [...checking, ['validate', '--cluster', 'main'], ['plan', '-f', 'diff'], ...looking];
  const writing = ['apply', '--yes', '--stable-for', '1s'];

  it.each(['2.8', '4.3'] as const)('refusing each configuration, on Kafka Connect %s', async (version) => {
    const { world, secrets, everything } = await quotingWorld(version);
    // On an old worker only a validation tells the types, and here every one is refused.
    const known = version === '2.8' ? [...secrets].filter(([name]) => name !== 'typed') : [...secrets];
    const canaries = [...known.map(([, secret]) => secret), clusterPassword];
    world.sandbox.worker.inject({
      method: 'PUT',
      path: /validate$/,
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'answer',
        answer: {
          status: 400,
          body: JSON.stringify({
            error_code: 400,
            message: `Invalid value ${everything} for configuration x`,
          }),
          contentType: 'application/json',
        },
      },
    });
    const expected = { canaries, exitCodes: [0, 2, 29] };
    expect(await leaksOf(world, all, expected)).toEqual([]);
  });

  it('objecting to single values', async () => {
    const { world, canaries, everything } = await quotingWorld();
    const errors = placeNames.flatMap((name) => {
      const keys = Object.keys(secretPlaces[name]?.('').config ?? {});
      return keys.map((key) => ({
        definition: { name: key, type: name === 'typed' ? 'PASSWORD' : 'STRING', required: false },
        value: { name: key, value: everything, errors: [`Invalid value ${everything}`] },
      }));
    });
    world.sandbox.worker.inject({
      method: 'PUT',
      path: /validate$/,
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'answer',
        answer: {
          status: 200,
          body: JSON.stringify({ name: 'x', error_count: errors.length, groups: [], configs: errors }),
          contentType: 'application/json',
        },
      },
    });
    const expected = { canaries, exitCodes: [0, 2, 29] };
    expect(await leaksOf(world, all, expected)).toEqual([]);
  });

  it.each(['2.8', '4.3'] as const)('failing writes, on Kafka Connect %s', async (version) => {
    const { world, canaries, everything } = await quotingWorld(version);
    for (const status of [500, 400, 409]) {
      world.sandbox.worker.inject({
        method: 'PUT',
        path: /^\/connectors\/.*\/config$/,
        times: 5,
        effect: {
          kind: 'answer',
          answer: {
            status,
            body: JSON.stringify({ error_code: status, message: `It failed: ${everything}` }),
            contentType: 'application/json',
          },
        },
      });
    }
    const expected = { canaries, exitCodes: [0, 1, 20, 25] };
    expect(await leaksOf(world, [writing, [...writing, '-f', 'json']], expected)).toEqual([]);
  });

  it.each(['2.8', '4.3'] as const)('in the traces of failing tasks, on Kafka Connect %s', async (version) => {
    const { world, canaries, everything } = await quotingWorld(version);
    const trace = `org.apache.kafka.connect.errors.ConnectException: ${everything}\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: ${everything}\n\tat a.B.c(B.java:1)\n`;
    for (const name of placeNames) world.sandbox.worker.failTasksAfter(name, 0, trace);
    const expected = { canaries, exitCodes: [0, 2, 20, 25] };
    const commands = [
      writing,
      ...looking,
      ['plan'],
      ['plan', '-f', 'json'],
      ['plan', '--restart', 'none'],
      ['drift'],
      [...writing, '-f', 'json'],
      [...writing, '--on-failure', 'rollback'],
    ];
    expect(await leaksOf(world, commands, expected)).toEqual([]);
  });

  it('in the traces of connectors whose files are broken or gone', async () => {
    const { world, canaries, everything } = await quotingWorld();
    expect((await world.run(writing)).exitCode).toBe(0);
    for (const name of placeNames) world.sandbox.worker.failConnector(name, `a.B: ${everything}`);
    const expected = { canaries, exitCodes: [0, 2, 25, 29] };
    world.folder.write('connectors/zz-broken.yaml', 'config: [\n');
    expect(await leaksOf(world, [...looking, ['plan']], expected)).toEqual([]);
  });
});

describe('the credentials of a cluster show nowhere', () => {
  const [secret, token] = [canary('password'), plainCanary('token')];
  const files = { 'connectors/a.yaml': good };
  const all = [...checking.filter(([name]) => name !== 'render'), ...looking].map((command) => [
    ...command,
    '--cluster',
    'main',
    '--verbose',
  ]);

  /** A server that tells whoever asks what it was sent. */
  const echo =
    (status: number): RequestListener =>
    (request, response) => {
      const sent = JSON.stringify(request.headers);
      const password = Buffer.from(request.headers.authorization?.split(' ')[1] ?? '', 'base64').toString();
      const body = { error_code: status, message: `${sent} ${password} ${quoted(secret)} ${quoted(token)}` };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };

  const userinfo = (url: string) => url.replace('://', `://me:${encodeURIComponent(secret.secret)}@`);
  const inQuotes = JSON.stringify(secret.secret);

  it.each<[string, Canary, (url: string) => string]>([
    [
      'a password',
      secret,
      (url) => `url: ${url}\n    auth: { basic: { username: me, password: ${inQuotes} } }`,
    ],
    [
      'a password of the environment',
      secret,
      (url) => `url: ${url}\n    auth: { basic: { username: me, password: "\${env.PASSWORD}" } }`,
    ],
    ['a token', token, (url) => `url: ${url}\n    auth: { bearer: { token: ${token.secret} } }`],
    [
      'a token of the environment',
      token,
      (url) => `url: ${url}\n    auth: { bearer: { token: "\${env.TOKEN}" } }`,
    ],
    ['a header', token, (url) => `url: ${url}\n    headers: { X-Api-Key: ${token.secret} }`],
    [
      'a header of two words',
      token,
      (url) => `url: ${url}\n    headers: { Authorization: Key ${token.secret} }`,
    ],
    [
      'a header of the environment',
      token,
      (url) => `url: ${url}\n    headers: { Authorization: "Key \${env.TOKEN}" }`,
    ],
    ['its URL', secret, (url) => `url: ${userinfo(url)}`],
    ['a URL of the environment', secret, () => 'url: ${env.CLUSTER_URL}'],
  ])('%s', async (_, used, declare) => {
    for (const status of [401, 403, 400, 500]) {
      const url = await serve(echo(status));
      const world = await tryout({
        files: {
          ...files,
          'connect-sync.yaml': `version: 1\nclusters:\n  main:\n    ${declare(url)}\n`,
        },
        environment: {
          CONNECT_SYNC_CLUSTER: '',
          PASSWORD: secret.secret,
          TOKEN: token.secret,
          CLUSTER_URL: userinfo(url),
        },
      });
      const expected = { canaries: [used], exitCodes: [28] };
      expect(await leaksOf(world, status === 401 ? all : all.slice(0, 3), expected)).toEqual([]);
    }
  });

  it('nor those in --cluster and CONNECT_SYNC_CLUSTER', async () => {
    const url = await serve(echo(401));
    const world = await tryout({ files });
    const leaks: string[] = [];
    for (const cluster of [userinfo(url), userinfo('http://127.0.0.1:1'), userinfo(world.sandbox.url)]) {
      for (const command of [
        ['plan'],
        ['status'],
        ['apply', '--yes', '-f', 'json'],
        ['validate'],
        ['cluster'],
      ]) {
        const expected = { canaries: [secret], exitCodes: [0, 25, 28] };
        const verbose = [...command, '--verbose'];
        leaks.push(...(await leaksOf(world, [[...verbose, '--cluster', cluster]], expected)));
        const run = await world.run(verbose, { environment: { CONNECT_SYNC_CLUSTER: cluster } });
        leaks.push(...findLeaks(run.stdout + run.stderr, [secret]));
      }
    }
    expect(leaks).toEqual([]);
  });

  it.each([
    ['a query', (url: string) => `${url}?a=b`],
    ['a fragment', (url: string) => `${url}#a`],
    ['a port that is none', (url: string) => `${url}:port`],
    ['another scheme', (url: string) => url.replace('http:', 'kafka:')],
    ['no scheme', (url: string) => url.replace('http://', '')],
    ['a scheme with one slash', (url: string) => url.replace('http://', 'http:/')],
    ['a scheme without a colon', (url: string) => url.replace('http://', 'http//')],
    ['blanks', (url: string) => url.replace('://', ':// ')],
  ])('nor those in a URL with a mistake: %s', async (_, spoil) => {
    const url = spoil(`http://me:${token.secret}@127.0.0.1`);
    const world = await tryout({ files });
    const commands = [['plan'], ['apply', '--yes', '-f', 'json'], ['status'], ['cluster'], ['render']];
    const named = commands.map((command) => [...command, '--cluster', url]);
    const expected = { canaries: [token], exitCodes: [0, 28, 29, 64] };
    expect(await leaksOf(world, named, expected)).toEqual([]);
  });

  it('nor those of a proxy', async () => {
    const proxy = `http://me:${encodeURIComponent(secret.secret)}@127.0.0.1:1`;
    const world = await tryout({ files, environment: { http_proxy: proxy, HTTPS_PROXY: proxy } });
    const named = [['plan'], ['status']].map((command) => [
      ...command,
      '--verbose',
      '--cluster',
      'http://connect.example',
    ]);
    const expected = { canaries: [secret], exitCodes: [28] };
    expect(await leaksOf(world, named, expected)).toEqual([]);
  });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
