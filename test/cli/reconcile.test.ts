import { describe, expect, it } from 'vitest';
import { urlWithoutServer } from '../connect/misbehaving-server.ts';
import { tryout } from '../support/tryout.ts';

const files = {
  'connectors/orders.yaml':
    'config: { connector.class: FileStreamSource, tasks.max: 1, topic: lines, file: /tmp/in }\n',
};
const once = ['reconcile', '--listen', 'none', '--settle', '0s', '--cycles', '1'];

describe('options of reconcile that cannot work', () => {
  it.each([
    [
      ['--no-wait', '--canary', '1'],
      /a rollout waits for the health of each batch, and --no-wait does not wait/,
    ],
    [['--prune', '--only', 'orders'], /--prune covers everything that is owned/],
    [['--canary', '1', '--bake', '1h'], /a batch must stay healthy for 1h, and waiting ends after 5m/],
    [['--all-clusters', '--cluster', 'x'], /exclude each other/],
    [['--interval', '0s'], /Expected at least 1s/],
    [['--interval', '5'], /A duration needs a unit/],
    [['--interval', '999999h'], /Expected at most 8784h/],
    [['--settle', '999999h'], /Expected at most 8784h/],
    [['--listen', '9464'], /Expected host:port, such as 127\.0\.0\.1:9464/],
    [['--listen', 'localhost:99999'], /Expected host:port/],
    [['--webhook-format', 'discord'], /Expected one of: cloudevents, slack, teams/],
    [['--webhook', 'http://127.0.0.1:1', '--webhook-source', 'a b'], /expects a URI or a path/],
    [['--cycles', '0'], /Expected at least 1/],
    [['--mode', 'fix'], /Expected one of: observe, apply, heal/],
    [['--yes'], /unknown option '--yes'/],
    [['-f', 'markdown'], /Expected one of: text, json/],
    [['--leader-election', 'lease'], /needs a Kubernetes cluster/],
  ])('%j: a usage error, before anything is contacted', async (options, message) => {
    const { run, sandbox } = await tryout({ files });
    const { exitCode, stderr, stdout } = await run([...once, ...options]);
    expect([exitCode, stdout], stderr).toEqual([64, '']);
    expect(stderr).toMatch(message);
    expect(sandbox.requests).toEqual([]);
  });
});

const declared = {
  ...files,
  'connect-sync.yaml':
    'version: 1\nclusters: { prod: { url: "http://127.0.0.1:1" }, stage: { url: "http://127.0.0.1:1" } }\n',
};

describe('an option that contradicts the files', () => {
  it.each<[readonly string[], number, RegExp, RegExp]>([
    [['--cluster', 'prd'], 29, /unknown cluster "prd": the project file declares prod/, /mean "prod"/],
    [[], 64, /2 clusters and none is chosen/, /--all-clusters/],
    [['--cluster', 'prod', '--only', 'ordrs'], 1, /no connector is called "ordrs"/, /mean "orders"/],
    [['--cluster', 'prod', '--rewrite-masked', 'x*'], 1, /no connector matches "x\*"/, /connect-sync list/],
    [['--cluster', 'prod', '--policies', 'nope'], 64, /--policies nope: no such folder/, /name a folder/],
    [['--cluster', 'prod', '--adopt', 'orders'], 64, /the project declares none/, /declare ownership/],
  ])('%j ends the start as it ends apply', async (options, code, message, hint) => {
    const { run } = await tryout({ files: declared, environment: { CONNECT_SYNC_CLUSTER: '' } });
    for (const command of [once, ['apply', '--yes']]) {
      const { exitCode, stderr } = await run([...command, ...options]);
      expect(exitCode, stderr).toBe(code);
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(hint);
    }
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['the project file is missing', files, ['--cluster', 'prod']],
    [
      'the project file is in error',
      { ...declared, 'connect-sync.yaml': 'version: 1\nclusters: [' },
      ['--cluster', 'nope'],
    ],
    ['everything is missing', {}, ['--cluster', 'prod', '--policies', 'policies']],
    ['a file with variables is missing', declared, ['--cluster', 'prod', '--dotenv', 'secrets.env']],
    ['the file of --project is missing', declared, ['--cluster', 'prod', '--project', 'other.yaml']],
  ])('is a state of the source while %s', async (_, present, options) => {
    const { run, sandbox } = await tryout({ files: present });
    const { exitCode, stdout, stderr } = await run([...once, ...options]);
    expect(exitCode, stderr).toBe(29);
    expect(stdout).toContain('source-failed');
    expect(sandbox.requests).toEqual([]);
  });
});

describe('a variable of the environment that is set and empty', () => {
  it.each([
    ['CONNECT_SYNC_RECONCILE_TOKEN', ['--listen', '127.0.0.1:0']],
    ['CONNECT_SYNC_WEBHOOK_URL', []],
    ['CONNECT_SYNC_WEBHOOK_SECRET', ['--webhook', 'http://127.0.0.1:1']],
  ])('is a secret that is missing: %s', async (name, options) => {
    const { run, sandbox } = await tryout({ files, environment: { [name]: '' } });
    const { exitCode, stderr } = await run([...once, ...options]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain(name);
    expect(sandbox.requests).toEqual([]);
  });
});

describe('the end of a number of cycles', () => {
  const plain = 'connector.class: FileStreamSource, tasks.max: 1, topic: lines, file: /tmp/in';

  it('is a success where a cluster was read, in sync or not', async () => {
    const { run } = await tryout({ files });
    for (const options of [[], ['--mode', 'apply'], []])
      expect((await run([...once, ...options])).exitCode).toBe(0);
  });

  it('is that of drift where one of several clusters cannot be read', async () => {
    const { run, folder, sandbox } = await tryout({ files });
    const clusters = { good: { url: sandbox.url }, gone: { url: await urlWithoutServer() } };
    folder.write('connect-sync.yaml', JSON.stringify({ version: 1, clusters }));
    for (const command of [once, ['drift']]) {
      const { exitCode, stderr } = await run([...command, '--all-clusters'], {
        environment: { CONNECT_SYNC_CLUSTER: '' },
      });
      expect(exitCode).toBe(28);
      expect(stderr).toMatch(/^exit 28: a cluster could not be read/m);
    }
  });

  it('is a failure where a change was refused, although the reading after it is none', async () => {
    const { run, sandbox } = await tryout({
      files: { ...files, 'connectors/other.yaml': `config: { ${plain} }\n` },
    });
    sandbox.worker.inject({
      method: 'PUT',
      path: '/connectors/other/config',
      effect: { kind: 'answer', answer: { status: 400, body: '{"error_code":400,"message":"no"}' } },
    });
    const { exitCode, stdout, stderr } = await run([...once, '--mode', 'apply']);
    expect(exitCode, stdout + stderr).toBe(1);
    expect(stderr).toContain('blocked, incomplete or in error');
  });

  it('is a failure where the worker refuses the plan', async () => {
    const { run } = await tryout({
      files: { 'connectors/orders.yaml': `config: { ${plain.replace('topic: lines, ', '')} }\n` },
    });
    const { exitCode, stdout } = await run([...once, '--mode', 'apply']);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining(': blocked')]);
  });
});

describe('the output of reconcile', () => {
  it('is a line for each run and each event', async () => {
    const { run } = await tryout({ files });
    const { exitCode, stdout, stderr } = await run([...once, '--mode', 'apply']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.trim().split('\n');
    expect(lines.every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z \S/.test(line))).toBe(true);
    expect(stdout).toMatch(/: applied, 1 applied, in /);
    expect(lines.at(-1)).toMatch(/controller-stopped/);
  });

  it('is in the order of its times, and names the cluster of a failed run once', async () => {
    const { run, folder, sandbox } = await tryout({ files });
    const clusters = { good: { url: sandbox.url }, gone: { url: await urlWithoutServer() } };
    folder.write('connect-sync.yaml', JSON.stringify({ version: 1, clusters }));
    const options = ['--mode', 'apply', '--stable-for', '1s', '--all-clusters'];
    const { stdout } = await run([...once, ...options], { environment: { CONNECT_SYNC_CLUSTER: '' } });
    const lines = stdout.trim().split('\n');
    const times = lines.map((line) => line.split(' ')[0]);
    expect(times).toEqual([...times].sort());
    const failed = lines.find((line) => line.includes(' gone: unread'));
    expect(failed?.match(/gone:/g)).toHaveLength(1);
  });

  it('is one JSON document a line with -f json, of the engine and of the controller', async () => {
    const { run } = await tryout({ files });
    const { exitCode, stdout } = await run([...once, '--mode', 'apply', '-f', 'json']);
    expect(exitCode).toBe(0);
    const kinds = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toContain('controller-started');
    expect(kinds).toContain('finished');
    expect(kinds.at(-1)).toBe('controller-stopped');
  });

  it('has no secret in it', async () => {
    const secret = 'hunter2-9fQz-topsecret';
    const { run } = await tryout({
      files: {
        'connectors/orders.yaml':
          'config: { connector.class: FileStreamSource, tasks.max: 1, topic: lines, file: "${env.PLACE}" }\n',
      },
      environment: { PLACE: secret },
    });
    for (const options of [[], ['--mode', 'heal'], ['-f', 'json']]) {
      const { stdout, stderr } = await run([...once, ...options]);
      expect(stdout + stderr).not.toContain(secret);
    }
  });
});
