import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const good = `config:
  connector.class: FileStreamSource
  tasks.max: 1
  topic: lines
  file: /tmp/lines.txt
`;

/** Expects a clear error, no stack trace and no write. */
async function expectRefusal(
  world: Tryout,
  args: readonly string[],
  expected: { readonly exitCode: number; readonly says: readonly (string | RegExp)[] },
): Promise<void> {
  for (const command of [['plan'], ['apply', '--yes']]) {
    const run = await world.run([...command, ...args]);
    const said = run.stdout + run.stderr;
    for (const part of expected.says) expect(said).toMatch(part);
    expect(run.exitCode, said).toBe(expected.exitCode);
    expect(said).not.toMatch(/^\s+at .*\(|internal error/m);
  }
  expect(world.writes()).toEqual([]);
}

describe('an error in the files is reported with its position, and nothing is written', () => {
  it.each([
    {
      mistake: 'one broken YAML file among fifty good ones',
      files: {
        ...Object.fromEntries(
          Array.from({ length: 50 }, (_, index) => [`connectors/good-${index}.yaml`, good]),
        ),
        'connectors/broken.yaml': 'config:\n  connector.class: [FileStreamSource\n  topic: x\n',
      },
      says: [/--> connectors\/broken\.yaml:\d+:\d+/, /1 error/],
    },
    {
      mistake: 'two files with one name',
      files: { 'connectors/a.yaml': `name: orders\n${good}`, 'connectors/b.yaml': `name: orders\n${good}` },
      says: ['error[duplicate-connector]', 'connectors/b.yaml:1:7', 'connectors/a.yaml:1:7'],
    },
    {
      mistake: 'an unset variable',
      files: { 'connectors/a.yaml': good.replace('lines.txt', '${env.NOT_SET_ANYWHERE}') },
      says: ['NOT_SET_ANYWHERE', /--> connectors\/a\.yaml:5:\d+/, '--dotenv'],
    },
    {
      mistake: 'an unknown top-level key',
      files: { 'connectors/a.yaml': `stat: running\n${good}` },
      says: ['"stat"', 'connectors/a.yaml:1:1', 'state'],
    },
    {
      mistake: 'a nested configuration',
      files: { 'connectors/a.yaml': `${good}  transforms:\n    unwrap:\n      type: x\n` },
      says: [/--> connectors\/a\.yaml:\d+:\d+/, 'transforms.unwrap.type'],
    },
    {
      mistake: 'a key that is there twice',
      files: { 'connectors/a.yaml': `${good}  topic: other\n` },
      says: ['connectors/a.yaml:6:3', 'connectors/a.yaml:4:3'],
    },
    {
      mistake: 'a key without a value',
      files: { 'connectors/a.yaml': `${good}  batch.size:\n` },
      says: [/connectors\/a\.yaml:6:\d+/, '""'],
    },
  ])('$mistake', async ({ files, says }) => {
    const world = await tryout({ files });
    await expectRefusal(world, [], { exitCode: 29, says: says.map(asPattern) });
    expect(world.sandbox.requests, 'no request is sent').toEqual([]);
  });
});

describe('a config that the worker rejects is reported on the line of its key, and nothing is written', () => {
  it.each([
    {
      name: 'a plugin that is not installed',
      files: { 'connectors/a.yaml': good.replace('FileStreamSource', 'FileStreamSauce') },
      says: ['connectors/a.yaml:2:3', 'FileStreamSauce', 'FileStreamSource'],
    },
    {
      name: 'a value that the plugin rejects',
      files: { 'connectors/a.yaml': good.replace('tasks.max: 1', 'tasks.max: many') },
      says: ['connectors/a.yaml:3:3', 'Not a number of type INT'],
    },
    {
      name: 'one invalid config beside valid ones',
      files: {
        'connectors/a.yaml': good,
        'connectors/b.yaml': good.replace('tasks.max: 1', 'tasks.max: many'),
        'connectors/c.yaml': good,
      },
      says: ['connectors/b.yaml:3:3'],
    },
  ])('$name', async ({ files, says }) => {
    const world = await tryout({ files });
    await expectRefusal(world, [], { exitCode: 29, says: says.map(asPattern) });
  });
});

describe('a folder without connectors is refused', () => {
  it.each([
    ['no folder at all', {}],
    ['an empty folder', { 'connectors/.gitkeep': '' }],
    [
      'globs that match nothing',
      { 'connect-sync.yaml': 'version: 1\nconnectors: declared/*.yaml\n', 'connectors/a.yaml': good },
    ],
  ])('%s', async (_, files) => {
    const world = await tryout({ files });
    await expectRefusal(world, [], { exitCode: 22, says: [/no connector file|directory not found/] });
  });

  it('unless --allow-empty is given', async () => {
    const world = await tryout({ files: {} });
    expect((await world.run(['plan', '--allow-empty'])).exitCode).toBe(0);
  });
});

describe('a cluster that cannot be read is reported, and nothing is written', () => {
  it('if nothing listens', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    await expectRefusal(world, ['--cluster', 'http://127.0.0.1:1'], {
      exitCode: 28,
      says: [/http:\/\/127\.0\.0\.1:1/, /refuses the connection/],
    });
  });

  it('if the host is unknown', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    await expectRefusal(world, ['--cluster', 'http://no-such-host.invalid:8083'], {
      exitCode: 28,
      says: [/no-such-host\.invalid/],
    });
  });

  it.each<[string, RequestListener, RegExp]>([
    ['answers HTML', (_, response) => void response.end('<html>Sign in</html>'), /HTML/],
    [
      'redirects to a login page',
      (_, response) => void response.writeHead(302, { location: 'https://login.example/sso' }).end(),
      /login\.example/,
    ],
    ['resets the connection', (request) => void request.socket.destroy(), /connection/i],
    [
      'answers another service',
      (_, response) => void response.end('{"hello":"world"}'),
      /not a Kafka Connect worker|Connect/,
    ],
    [
      'refuses the credentials',
      (_, response) => void response.writeHead(401).end('User cannot access the resource.'),
      /401/,
    ],
  ])('where the server %s', async (_, listener, says) => {
    const url = await serve(listener);
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    await expectRefusal(world, ['--cluster', url], { exitCode: 28, says: [says] });
  });

  it('if the server never answers', async () => {
    const url = await serve(() => undefined);
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    await expectRefusal(world, ['--cluster', url, '--timeout', '500ms'], {
      exitCode: 28,
      says: [/0\.5 s|answer/],
    });
  });

  it('if the worker is still starting at the timeout', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    world.sandbox.worker.boot(60_000);
    await expectRefusal(world, [], { exitCode: 28, says: [/start/] });
  });

  it('but a worker that starts in time is waited for', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    world.sandbox.worker.boot(200);
    const run = await world.run(['plan']);
    expect(run.stdout).toContain('Plan: 1 create');
    expect(run.exitCode).toBe(0);
  });
});

describe('a usage error exits with 64', () => {
  it.each([
    [['plan', '--no-such-option'], /unknown option/],
    [['plan', '--restart', 'all'], /failed, none/],
    [['apply', '--stable-for', 'soon'], /duration/],
    [['plan', '--prune', '--only', 'x'], /--prune/],
    [['plan', '--prune'], /ownership\.names/],
    [['plam'], /plan/],
    [['apply'], /--yes/],
    [['show', '--reveal'], /terminal/],
  ])('%j', async (args, says) => {
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    const run = await world.run(args);
    expect(run.stderr).toMatch(says);
    expect(run.exitCode).toBe(64);
    expect(world.writes()).toEqual([]);
  });

  it('if no cluster is named', async () => {
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    const run = await world.run(['plan'], { environment: { CONNECT_SYNC_CLUSTER: '' } });
    expect(run.stderr).toContain('--cluster http://localhost:8083');
    expect(run.exitCode).toBe(64);
  });

  it('if several clusters are declared and none is chosen', async () => {
    const world = await tryout({
      files: {
        'connect-sync.yaml':
          'version: 1\nclusters:\n  dev: { url: http://a:1 }\n  prod: { url: http://b:1 }\n',
        'connectors/a.yaml': good,
      },
    });
    const run = await world.run(['plan'], { environment: { CONNECT_SYNC_CLUSTER: '' } });
    expect(run.stderr).toContain('dev, prod');
    expect(run.exitCode).toBe(64);
  });
});

function asPattern(part: string | RegExp): RegExp {
  return typeof part === 'string' ? new RegExp(part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : part;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('an error in the files, on a pull request', () => {
  const broken = { 'connectors/a.yaml': good, 'connectors/b.yaml': `stat: running\n${good}` };

  it('is an annotation on its line', async () => {
    const world = await tryout({ files: broken });
    for (const command of ['plan', 'drift']) {
      const { exitCode, stdout } = await world.run([command, '-f', 'github']);
      expect(exitCode).toBe(29);
      expect(stdout).toMatch(/^::error file=connectors\/b\.yaml,line=1,col=1,title=[^:]*::.*"stat".*\n$/);
    }
  });

  it('is in the comment instead of a plan', async () => {
    const world = await tryout({ files: broken });
    const { exitCode, stdout } = await world.run(['plan', '-f', 'markdown']);
    expect(exitCode).toBe(29);
    expect(stdout).toMatch(
      /^## Stopped by errors\n\n- \*\*error\*\* `[a-z-]+` at `connectors\/b\.yaml:1:1`: /,
    );
  });

  it('leaves stdout empty if a patch was requested', async () => {
    const world = await tryout({ files: broken });
    for (const format of ['diff', 'json-patch']) {
      expect((await world.run(['plan', '-f', format])).stdout).toBe('');
    }
  });
});

describe('one mistake is one message, the useful one', () => {
  it.each([
    {
      mistake: 'keys below config: that are not indented',
      file: 'state: running\nconfig:\nconnector.class: FileStreamSource\ntasks.max: 1\ntopic: lines\nfile: /x\n',
      says: ['lines 3 to 6 are not indented', 'connectors/a.yaml:3:1', 'indent these lines'],
    },
    {
      mistake: 'one key below config: that is not indented',
      file: 'config:\nconnector.class: FileStreamSource\n',
      says: ['line 2 is not indented', 'connectors/a.yaml:2:1'],
    },
    {
      mistake: 'a resource of Strimzi',
      file: 'apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaConnector\nmetadata: {name: a}\nspec:\n  class: X\n  config: {topic: x}\n',
      says: ['the kind KafkaConnector', 'connect-sync import --from a.yaml'],
    },
    {
      mistake: 'a resource of Kubernetes whose kind is no word',
      file: 'apiVersion: v1\nkind: "x y"\ndata: {}\n',
      says: ['a Kubernetes resource'],
    },
    ...[
      ['Helm', '{{ .Values.topic }}'],
      ['Jinja, with text behind it', '{{ a }}-{{ b }}'],
      ['Ansible, with quotes within', '{{ lookup("env", "X") }}'],
      ['a statement of Jinja', '{% if a %}b{% endif %}'],
    ].map(([name = '', value = '']) => ({
      mistake: `a template of ${name}`,
      file: good.replace('lines\n', `${value}\n`),
      says: ['this file is a template', 'connectors/a.yaml:4:10', '${var.NAME}'],
    })),
    {
      mistake: 'a statement of Helm on a line of its own',
      file: `{{- if .Values.x }}\n${good}{{- end }}\n`,
      says: ['this file is a template', 'connectors/a.yaml:1:1'],
    },
  ])('$mistake', async ({ file, says }) => {
    const world = await tryout({ files: { 'connectors/a.yaml': file } });
    await expectRefusal(world, [], { exitCode: 29, says: says.map(asPattern) });
    expect((await world.run(['validate'])).stderr).toContain('\n1 error in 1 file\n');
  });

  it.each([
    ['that connect-sync does not know', (index: number) => `k${index}: v`, '50,000 errors in 1 file'],
    ['of a config', (index: number) => `  k${index}: ${'v'.repeat(20)}`, '1 error in 1 file'],
    ['without a value', (index: number) => `  k${index}:`, '50,000 errors in 1 file'],
    ['with a mapping', (index: number) => `  k${index}: {a: b}`, '50,000 errors in 1 file'],
  ])('50,000 keys %s', async (_, line, says) => {
    const lines = Array.from({ length: 50_000 }, (__, index) => `${line(index)}\n`);
    const file = `config:\n  connector.class: FileStreamSource\n${lines.join('')}`;
    const world = await tryout({ files: { 'connectors/a.yaml': file } });
    const run = await world.run(['plan']);
    expect(run.stderr).toContain(`\n${says}\n`);
    expect(run.stderr.length).toBeLessThan(20_000);
    expect(run.exitCode).toBe(29);
  });

  it('a template in JSON', async () => {
    const file = '{"name": "a", "config": {"connector.class": "X", "tasks.max": {{ tasks }}}}';
    const world = await tryout({ files: { 'connectors/a.json': file } });
    await expectRefusal(world, [], { exitCode: 29, says: [/this file is a template/, /a\.json:1:63/] });
  });

  it('an error of YAML above or beside a quoted template is the error of YAML', async () => {
    const file = `${good}  x: "{{ a }}"\n  y: "open\n`;
    const world = await tryout({ files: { 'connectors/a.yaml': file } });
    await expectRefusal(world, [], { exitCode: 29, says: [/unterminated quote/] });
  });

  it('the port of a Kafka broker', async () => {
    // A broker closes the connection: it reads the first four letters of HTTP as the size of a request.
    const broker = createTcpServer((socket) => socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void broker.close());
    const { port } = broker.address() as AddressInfo;
    const world = await tryout({ files: { 'connectors/a.yaml': good } });
    const run = await world.run(['plan', '--timeout', '3s', '-c', `http://127.0.0.1:${port}`]);
    expect(run.exitCode).toBe(28);
    const lines = run.stderr.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/closed the connection before its answer was complete; retrying$/);
    expect(lines[1]).toContain('is this its port and not that of a Kafka broker');
  });
});
