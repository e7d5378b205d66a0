import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Canary, canary, findLeaks, plainCanary, quoted } from '../support/canaries.ts';
import { leaksOf, readingCommands as reading, validatingCommands as validating } from '../support/leaks.ts';
import { serve } from '../support/serve.ts';
import { tryout } from '../support/tryout.ts';

const good = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: orders\n';

describe('the credentials of a cluster are never shown', () => {
  const [secret, token] = [canary('password'), plainCanary('token')];
  const files = { 'connectors/a.yaml': good };
  const all = [...validating.filter(([name]) => name !== 'render'), ...reading].map((command) => [
    ...command,
    '--cluster',
    'main',
    '--verbose',
  ]);

  /** A server that echoes the request. */
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

  it('including those in --cluster and CONNECT_SYNC_CLUSTER', async () => {
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
  ])('including those in an invalid URL: %s', async (_, spoil) => {
    const url = spoil(`http://me:${token.secret}@127.0.0.1`);
    const world = await tryout({ files });
    const commands = [['plan'], ['apply', '--yes', '-f', 'json'], ['status'], ['cluster'], ['render']];
    const named = commands.map((command) => [...command, '--cluster', url]);
    const expected = { canaries: [token], exitCodes: [0, 28, 29, 64] };
    expect(await leaksOf(world, named, expected)).toEqual([]);
  });

  it('including those of a proxy', async () => {
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
