import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reading } from '../support/every-command.ts';
import { onlyCluster } from '../support/json-output.ts';
import { connectorFile } from '../support/secret-world.ts';
import { serve } from '../support/serve.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const secretPath = 'canary-path-7f3a9';
const secretHost = 'canary-host-4d21.invalid';

/** What must not be shown; `canary-${…}` shows nothing. */
const leaked = /canary(?!-\$)|7f3a9|4d21|127\.0\.0\.77/;

/** A gateway that leads to the sandbox below a path that nobody may know. */
function gateway(sandboxUrl: string): Promise<string> {
  return serve((request, response) => {
    const target = new URL((request.url ?? '').replace(`/${secretPath}`, ''), sandboxUrl);
    const { method = 'GET', headers } = request;
    const { host: _, ...others } = headers;
    const forwarded = httpRequest(target, { method, headers: others }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.writeHead(502).end(`${target} of ${request.url}`));
    request.pipe(forwarded);
  });
}

interface AddressWorld extends Tryout {
  readonly url: string;
}

async function world(clusterUrl: string): Promise<AddressWorld> {
  const made = await tryout({
    files: {
      'connectors/failing.yaml': connectorFile({ config: { topics: 'a' } }),
      'connectors/source.yaml': connectorFile({ config: { topics: 'b' } }),
    },
  });
  const url = await gateway(made.sandbox.url);
  made.folder.write(
    'connect-sync.yaml',
    `version: 1\nclusters:\n  dev:\n    url: ${clusterUrl.replace('GATEWAY', url)}\n    headers: { X-Gateway: "\${env.GATEWAY_KEY}" }\n`,
  );
  return { ...made, url };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile());
}

const ways: readonly (readonly [string, string, (url: string) => Readonly<Record<string, string>>])[] = [
  ['a path', 'GATEWAY/${env.SECRET_PART}', () => ({ SECRET_PART: secretPath })],
  ['a part of a path', '"GATEWAY/canary-${env.SECRET_PART}/"', () => ({ SECRET_PART: 'path-7f3a9' })],
  ['a whole URL', '"${env.CONNECT_ADDRESS}"', (url) => ({ CONNECT_ADDRESS: `${url}/${secretPath}` })],
  [
    'a URL with a user',
    '["${env.CONNECT_ADDRESS}"]',
    (url) => ({ CONNECT_ADDRESS: `${url}/${secretPath}`.replace('//', '//me:canary-user-1@') }),
  ],
];

describe('what stands in a cluster URL by a variable of the environment is not shown', () => {
  it.each(ways)('%s, by any command in any format or file', async (_, clusterUrl, environmentFor) => {
    const one = await world(clusterUrl);
    const environment = {
      CONNECT_SYNC_CLUSTER: 'dev',
      GATEWAY_KEY: 'canary-key-88',
      ...environmentFor(one.url),
    };
    const commands = [
      ...reading.filter(
        ([name = '', format]) => !['comment', 'upgrade'].includes(name) && format !== '--against',
      ),
      ['apply', '--yes', '-v', '--stable-for', '1ms'],
      ['restart', 'source', '-v'],
      ['loggers', 'root', 'DEBUG'],
      ['delete', 'source', '--yes', '-f', 'json'],
    ];
    for (const command of commands) {
      const run = await one.run(command[0] === '__complete' ? command : [...command, '-v'], { environment });
      expect(run.stdout + run.stderr, command.join(' ')).not.toMatch(leaked);
      if (command[0] === 'apply' || command[0] === 'cluster') expect(run.exitCode, run.stderr).toBe(0);
    }
    const files = filesBelow(one.folder.directory);
    expect(files.some((file) => file.includes('backups'))).toBe(true);
    for (const file of files) expect(readFileSync(file, 'utf8'), file).not.toMatch(leaked);
  });

  it('but the name of the variable is, and a saved plan made there can be applied', async () => {
    const one = await world('GATEWAY/${env.SECRET_PART}/');
    const environment = { CONNECT_SYNC_CLUSTER: '', SECRET_PART: secretPath, GATEWAY_KEY: 'k' };
    const plan = await one.run(['plan', '--out', 'plan.json', '-f', 'json', '-v'], { environment });
    const { cluster } = onlyCluster<{ cluster: { url: string } }>(plan.stdout);
    expect(cluster.url).toBe(`${one.url}/\${env.SECRET_PART}`);
    expect(plan.stderr).toContain('GET /${env.SECRET_PART}/connectors');
    const apply = await one.run(['apply', 'plan.json', '--yes', '--stable-for', '1ms'], { environment });
    expect(apply.exitCode, apply.stdout + apply.stderr).toBe(0);
  });

  it.each([
    ['an unknown host', 'http://${env.HOST}:8083', { HOST: secretHost }],
    ['a part of a host', 'http://canary-${env.HOST}:8083', { HOST: 'host-4d21.invalid' }],
    ['a host without a worker', '${env.URL}', { URL: 'http://127.0.0.77:1/canary-path' }],
    ['an address that is no URL', '${env.URL}', { URL: 'canary host' }],
    ['a query', '${env.URL}', { URL: 'http://127.0.0.1:1/?token=canary' }],
    ['another protocol', '${env.URL}', { URL: 'ftp://canary:canary@127.0.0.1:1/' }],
    [
      'two hosts',
      '["http://${env.HOST}:1", "http://${env.OTHER}:2"]',
      { HOST: secretHost, OTHER: `b.${secretHost}` },
    ],
  ])('%s, in an error', async (_, clusterUrl, environment) => {
    const one = await world(clusterUrl);
    for (const command of ['plan', 'status', 'cluster', 'loggers', 'list', 'apply', 'import']) {
      for (const format of ['text', 'json']) {
        const run = await one.run([command, '-v', '-f', format, '--timeout', '300ms'], {
          environment: { CONNECT_SYNC_CLUSTER: 'dev', GATEWAY_KEY: 'canary-key-88', ...environment },
        });
        expect(run.exitCode).not.toBe(0);
        expect(run.stdout + run.stderr, command).not.toMatch(leaked);
      }
    }
  });

  it('where a gateway redirects to the same host, or quotes it', async () => {
    for (const answer of ['redirect', 'quote']) {
      const url = await serve((request, response) => {
        if (answer === 'redirect') {
          response.writeHead(302, { location: `http://${request.headers.host}/canary-login` }).end();
          return;
        }
        const body = { error_code: 500, message: `no route to ${request.headers.host}${request.url}` };
        response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
      const one = await world('"${env.CONNECT_ADDRESS}"');
      const run = await one.run(['plan', '--timeout', '300ms'], {
        environment: { CONNECT_SYNC_CLUSTER: 'dev', GATEWAY_KEY: 'k', CONNECT_ADDRESS: `${url}/canary-path` },
      });
      expect(run.stdout + run.stderr).not.toMatch(leaked);
      expect(run.stdout + run.stderr).not.toContain(new URL(url).host);
    }
  });
});
