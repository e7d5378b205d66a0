import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeProjectFolder } from '../support/project-folder.ts';
import { type CliRun, type CliWorld, runCli } from '../support/run-cli.ts';

interface World {
  run(args: readonly string[], world?: Partial<CliWorld>): Promise<CliRun>;
  read(file: string): string;
  has(file: string): boolean;
}

function project(files: Readonly<Record<string, string>>): World {
  const folder = makeProjectFolder(files);
  onTestFinished(() => folder.remove());
  const inFolder = (file: string) => path.join(folder.directory, file);
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder.directory };
  return {
    run: (args, world) => runCli(args, { directory: folder.directory, environment, stdin: 'file', ...world }),
    read: (file) => readFileSync(inFolder(file), 'utf8'),
    has: (file) => existsSync(inFolder(file)),
  };
}

function isInstalled(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const hasCurl = isInstalled('curl', '--version') && isInstalled('bash', '--version');
const put = `put() { curl -sf -o /dev/null -X PUT -H 'Content-Type: application/json' -d "$2" "$1"; }\n`;
const config = (topics: string) =>
  `{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"${topics}\\",\\"tasks.max\\":1}`;

describe.runIf(hasCurl)('import --record with a script that calls curl', () => {
  it('imports what a loop behind a template sends, and passes the options of the command on', async () => {
    const world = project({
      'deploy.sh': [
        'set -eu',
        '[ "$1 $2 $3" = "--stage dev --dry-run" ]',
        'until curl -sf -o /dev/null http://connect:8083/; do sleep 1; done',
        'curl -sf http://connect:8083/connector-plugins | grep -q JdbcSinkConnector',
        'for name in orders payments; do',
        `  sed "s/NAME/$name/g" template.json | curl -sf -o /dev/null -X PUT -H 'Content-Type: application/json' -d @- \\`,
        '    "http://connect:8083/connectors/$name/config"',
        '  until curl -sf "http://connect:8083/connectors/$name/status" | grep -q RUNNING; do sleep 1; done',
        'done',
        'curl -sf -X PUT http://connect:8083/connectors/payments/pause',
      ].join('\n'),
      'template.json':
        '{"connector.class":"io.confluent.connect.jdbc.JdbcSinkConnector","tasks.max":2,"topics":"NAME","retries":1.0,' +
        '"connection.url":"jdbc:postgresql://db/NAME","connection.password":"s3cr3t-of-NAME"}',
    });
    const command = ['bash', 'deploy.sh', '--stage', 'dev', '--dry-run'];
    const run = await world.run(['import', '--record', '--secrets', '.env', '--', ...command]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain('Imported 2 connectors from http://connect:8083: 2 new.');
    expect(run.stderr).toContain('  PUT http://connect:8083/connectors/orders/config  -> 201\n');
    expect(run.stderr).toContain('bash succeeded.\n');
    expect(run.stderr).toContain('connect-sync plan --dotenv .env --cluster http://connect:8083\n');
    const payments = world.read('connectors/payments.yaml');
    expect(payments).toContain('state: paused');
    expect(payments).toContain('retries: "1.0"');
    expect(payments).toContain('connection.url: jdbc:postgresql://db/payments');
    expect(payments + run.stdout + run.stderr).not.toContain('s3cr3t');
    expect(world.read('.env')).toContain('s3cr3t-of-payments');
  });

  it('ends with 1 if the command fails, and imports what arrived until then', async () => {
    const world = project({
      'deploy.sh': `${put}put http://c:8083/connectors/orders/config "${config('a')}"\nexit 3\n`,
    });
    const run = await world.run(['import', '--record', '--', 'bash', 'deploy.sh']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('bash failed with exit code 3. What it sent until then is imported');
    expect(world.has('connectors/orders.yaml')).toBe(true);
  });

  it('takes names before -- and the command behind it', async () => {
    const script = `${put}for n in orders-a orders-b other; do put "http://c:8083/connectors/$n/config" "${config('a')}"; done`;
    const world = project({});
    const run = await world.run(['import', 'orders-*', '--record', '-f', 'json', '--', 'bash', '-c', script]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      from: 'http://c:8083',
      connectors: [{ name: 'orders-a' }, { name: 'orders-b' }],
    });
  });

  it('adds several clusters to a project without any, and imports each into its own', async () => {
    const script = [
      put,
      `put http://connect-dev.internal:8083/connectors/orders/config "${config('a')}"`,
      `put http://connect-prod.internal:8083/connectors/orders/config "${config('b')}"`,
      `put http://connect-prod.internal:8083/connectors/extra/config "${config('c')}"`,
    ].join('\n');
    const world = project({});
    const run = await world.run(['import', '--record', '--', 'bash', '-c', script]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain('connect-sync plan --all-clusters');
    expect(world.read('connect-sync.yaml')).toBe(
      'version: 1\nclusters:\n  connect-dev:\n    url: http://connect-dev.internal:8083\n' +
        '  connect-prod:\n    url: http://connect-prod.internal:8083\n',
    );
    const topics = async (cluster: string) => {
      const { stdout } = await world.run(['render', '--cluster', cluster, '-f', 'json']);
      return [...stdout.matchAll(/"topics": "(.)"/g)].map(([, topic]) => topic);
    };
    expect(await topics('connect-dev')).toEqual(['a']);
    expect((await topics('connect-prod')).sort()).toEqual(['b', 'c']);
  });

  it('imports into the declared cluster with the same URL, and skips what went to another', async () => {
    const world = project({
      'connect-sync.yaml':
        'version: 1\nclusters:\n  dev: { url: "http://127.0.0.1:8083/" }\n  prod: { url: "http://prod:8083" }\n',
    });
    const script = [
      put,
      `put http://localhost:8083/connectors/here/config "${config('a')}"`,
      `put http://test:8083/connectors/there/config "${config('a')}"`,
    ].join('\n');
    const run = await world.run(['import', '--record', '-f', 'json', '--', 'bash', '-c', script]);
    expect(run.exitCode, run.stderr).toBe(20);
    expect(JSON.parse(run.stdout)).toMatchObject({
      from: 'http://localhost:8083, http://test:8083',
      result: 'partly-imported',
      counts: { new: 1, skipped: 1 },
    });
    expect(world.read('connectors/here.yaml')).toContain('clusters: [dev]');
    expect(run.stderr).toContain(
      'skipped "there": it was sent to http://test:8083, which the project file does not declare',
    );
    expect(world.has('connectors/there.yaml')).toBe(false);
  });

  it('names rejected requests, other services and HTTPS', async () => {
    const script = [
      `curl -s -o /dev/null -d '{"name":"form","config":{"connector.class":"X","password":"s3cr3t"}}' http://c:8083/connectors`,
      'curl -s -o /dev/null http://registry:8081/subjects',
      'curl -s -o /dev/null https://connect.example.com/connectors',
      `${put}put http://c:8083/connectors/orders/config "${config('a')}"`,
    ].join('\n');
    const run = await project({}).run(['import', '--record', '--', 'bash', '-c', script]);
    expect(run.exitCode, run.stderr).toBe(20);
    expect(run.stdout).toContain('its Content-Type is not application/json');
    expect(run.stderr).toContain('Refused, because it is not Kafka Connect: http://registry:8081/subjects\n');
    expect(run.stderr).toContain('HTTPS was not seen: connect.example.com:443. Record it with --record-tls.');
    expect(run.stdout + run.stderr).not.toContain('s3cr3t');
  });

  it('records HTTPS with --record-tls', async () => {
    const script = `${put}put https://user:s3cr3t@connect.example.com/connectors/orders/config "${config('a')}"`;
    const run = await project({}).run(['import', '--record-tls', '--dry-run', '--', 'bash', '-c', script]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain('Would import 1 connector from https://connect.example.com: 1 new.');
    expect(run.stderr).not.toContain('s3cr3t');
  });

  it('names the targets of programs that do not trust its certificates', async () => {
    const script = 'env -u CURL_CA_BUNDLE -u SSL_CERT_FILE curl -s https://connect.example.com/connectors';
    const run = await project({}).run(['import', '--record-tls', '--', 'bash', '-c', script]);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('does not trust the certificate of the recorder: connect.example.com:443');
  });

  it('waits for requests that the command leaves in the background', async () => {
    const script = `${put}for n in 1 2 3; do put "http://c:8083/connectors/c$n/config" "${config('a')}" & done`;
    const run = await project({}).run(['import', '--record', '--dry-run', '--', 'bash', '-c', script]);
    expect(run.stdout, run.stderr).toContain('Would import 3 connectors');
  });

  it('imports what arrived when it is interrupted, and ends with 130', async () => {
    const world = project({});
    const interruption = new AbortController();
    const script = `${put}put http://c:8083/connectors/orders/config "${config('a')}"; touch sent; sleep 60`;
    const running = world.run(['import', '--record', '--', 'bash', '-c', script], {
      interrupt: interruption.signal,
    });
    await expect.poll(() => world.has('sent'), { timeout: 5000 }).toBe(true);
    interruption.abort('SIGINT');
    const run = await running;
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toContain('bash was interrupted. What it sent until then is imported');
    expect(world.has('connectors/orders.yaml')).toBe(true);
  });

  it('records other processes until the interrupt if there is no command', async () => {
    const world = project({});
    const interruption = new AbortController();
    let output = '';
    const terminal = { write: (text: string) => (output += text), columns: 80, rows: 24 };
    const running = world.run(['import', '--record'], { interrupt: interruption.signal, terminal });
    await expect.poll(() => output).toContain('export http_proxy=');
    const proxy = /http_proxy=(\S+)/.exec(output)?.[1] ?? '';
    const script = `${put}put http://c:8083/connectors/orders/config "${config('a')}"`;
    await promisify(execFile)('bash', ['-c', script], {
      env: { PATH: process.env['PATH'], http_proxy: proxy },
    });
    interruption.abort('SIGINT');
    expect((await running).exitCode).toBe(0);
    expect(world.has('connectors/orders.yaml')).toBe(true);
  });
});

const programs = [
  {
    program: 'make',
    isThere: hasCurl && isInstalled('make', '--version'),
    files: {
      Makefile: `deploy:\n\t@curl -sf -o /dev/null -X PUT -H 'Content-Type: application/json' -d '{"connector.class":"X"}' http://connect:8083/connectors/one/config\n`,
    },
    command: ['make', '--no-print-directory', 'deploy'],
  },
  {
    program: 'wget',
    isThere: isInstalled('wget', '--version'),
    files: {},
    command: [
      ...['wget', '-q', '-O', '/dev/null', '--method=PUT', '--header=Content-Type: application/json'],
      ...['--body-data={"connector.class":"X"}', 'http://connect:8083/connectors/one/config'],
    ],
  },
  {
    program: 'Python with urllib',
    isThere: isInstalled('python3', '--version'),
    files: {
      'deploy.py': [
        'import urllib.request as u',
        `r = u.Request('http://localhost:8083/connectors/one/config', data=b'{"connector.class":"X"}', method='PUT')`,
        `r.add_header('Content-Type', 'application/json')`,
        'u.urlopen(r)',
      ].join('\n'),
    },
    command: ['python3', 'deploy.py'],
  },
  {
    program: 'Python with requests',
    isThere: isInstalled('python3', '-c', 'import requests'),
    files: {
      'deploy.py': `import requests\nrequests.put('http://localhost:8083/connectors/one/config', json={'connector.class': 'X'}).raise_for_status()\n`,
    },
    command: ['python3', 'deploy.py'],
  },
  {
    program: 'ansible-playbook',
    isThere: isInstalled('ansible-playbook', '--version'),
    files: {
      'deploy.yaml': [
        '- hosts: localhost',
        '  connection: local',
        '  gather_facts: false',
        '  tasks:',
        '    - ansible.builtin.uri:',
        '        url: http://localhost:8083/connectors/one/config',
        '        method: PUT',
        '        body_format: json',
        '        body: { connector.class: X }',
        '        status_code: 201',
      ].join('\n'),
    },
    command: ['ansible-playbook', '-i', 'localhost,', 'deploy.yaml'],
  },
];

describe('import --record with other programs', () => {
  for (const { program, isThere, files, command } of programs) {
    it.runIf(isThere)(program, async () => {
      const run = await project(files).run(['import', '--record', '--dry-run', '--', ...command]);
      expect(run.exitCode, run.stderr).toBe(0);
      expect(run.stdout).toContain('+ one');
    });
  }

  it('listens on the port of the worker for programs that ignore proxies', async () => {
    // fetch of Node.js 20 does, and so do programs in Go for localhost.
    const world = project({
      'deploy.mjs': [
        'const headers = { "content-type": "application/json" };',
        'const [, , ...urls] = process.argv;',
        `for (const url of urls) await fetch(url + '/connectors/one/config', { method: 'PUT', headers, body: '{"connector.class":"X"}' });`,
      ].join('\n'),
    });
    const port = 20_000 + (process.pid % 20_000);
    const urls = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
    const run = await world.run([
      ...['import', '--record', '--dry-run', '--port', String(port), '--'],
      ...[process.execPath, 'deploy.mjs', ...urls],
    ]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain(`Would import 1 connector from ${urls[0]}`);
  });

  it('explains why nothing may have arrived, and ends with 1', async () => {
    const run = await project({}).run(['import', '--record', '-f', 'json', '--', process.execPath, '-e', '']);
    expect(run.exitCode).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({ result: 'nothing-imported', connectors: [] });
    expect(run.stderr).toContain('No request to Kafka Connect arrived.');
    expect(run.stderr).toContain('record with --port');
  });
});

describe('the words of import --record', () => {
  it.each([
    [['--port', '8083'], '--port needs --record'],
    [['--', 'make'], 'a command behind  --  needs --record'],
    [['--record', '--from', 'a.sh', '--', 'make'], '--record and --from exclude each other'],
    [['--record', '--'], 'no command is given behind  --'],
    [['--record', './deploy.sh'], 'connect-sync import --record -- ./deploy.sh'],
    [['--record', '--port', '0', '--', 'make'], 'Expected a port from 1 to 65535'],
    [['--record', '--', './nothing-here'], 'cannot run "./nothing-here": it was not found'],
    [['--record', '--', './'], 'cannot run "./": it is not executable'],
  ])('%j is a usage error', async (args, message) => {
    const run = await project({}).run(['import', ...args]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain(message);
  });
});
