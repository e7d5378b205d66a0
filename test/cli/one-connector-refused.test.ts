import { describe, expect, it, onTestFinished } from 'vitest';
import type { WireAnswer } from '../support/fault-proxy.ts';
import { answering, failing, type Gateway, startGateway } from '../support/gateway.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = (topic: string) => ({ 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic });
const connector = (topic: string, more = '') =>
  `${more}config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: ${topic}\n`;
const applying = ['apply', '--yes', '--stable-for', '1s'];
const names = ['a', 'b', 'c'];

/** Connectors `a`, `b` and `c`, files that change their topic, and a gateway in front of the worker. */
async function world(
  files: Readonly<Record<string, string>> = Object.fromEntries(
    names.map((name) => [`connectors/${name}.yaml`, connector('new')]),
  ),
): Promise<Tryout & { readonly gateway: Gateway; topics(): readonly unknown[] }> {
  const made = await tryout({ files });
  made.sandbox.worker.seed(names.map((name) => ({ name, config: config('old') })));
  const gateway = await startGateway(made.sandbox.url);
  onTestFinished(() => gateway.close());
  const environment = { CONNECT_SYNC_CLUSTER: gateway.url };
  return {
    ...made,
    gateway,
    run: (args, more) => made.run(args, { ...more, environment }),
    topics: () => names.map((name) => made.sandbox.worker.config(name)?.['topic']),
  };
}

const json = (status: number): WireAnswer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ error_code: status, message: 'not allowed on this connector' }),
});
const html = (status: number): WireAnswer => ({
  status,
  contentType: 'text/html',
  body: '<html><head><title>Forbidden</title></head></html>',
});

describe('a write that is refused for one connector', () => {
  it.each<[string, WireAnswer]>([
    ['403 of a worker', json(403)],
    ['403 of a gateway', html(403)],
    ['403 with plain text', { status: 403, body: 'Access denied' }],
    ['403 without a body', { status: 403 }],
    ['404 of a gateway', { status: 404, body: 'no route' }],
    ['405', json(405)],
    ['406', html(406)],
    ['410', { status: 410 }],
    ['451', html(451)],
    ['302 to a login', html(302)],
  ])('%s fails it alone: the others are written, awaited and healthy', async (_, answer) => {
    const { run, gateway, topics } = await world();
    gateway.follow(answering({ methods: ['PUT'], path: /^\/connectors\/b\/config$/ }, answer));
    const apply = await run(applying);
    expect(apply.stdout).toContain('3 planned: 2 applied, 1 failed.');
    expect(apply.stdout).toMatch(/b\s+failed/);
    expect(apply.stdout.match(/RUNNING|healthy/g)?.length ?? 0, apply.stdout).toBeGreaterThanOrEqual(2);
    expect([apply.exitCode, topics()]).toEqual([20, ['new', 'old', 'new']]);
  });

  it('does not stop later waves with --on-failure continue, and no deletion follows', async () => {
    const { run, gateway, topics, writes } = await world({
      'connectors/a.yaml': connector('new', 'dependsOn: [c]\n'),
      'connectors/b.yaml': connector('new'),
      'connectors/c.yaml': connector('new'),
      'connectors/d.yaml': 'state: absent\n',
    });
    gateway.follow(failing({ methods: ['PUT'], connector: /^b$/ }, 403, 'no'));
    const halted = await run(applying);
    expect(halted.stdout).toMatch(/a\s+skipped: b, before it, failed/);
    const apply = await run([...applying, '--on-failure', 'continue']);
    expect([apply.exitCode, topics()]).toEqual([20, ['new', 'old', 'new']]);
    expect(writes().filter((write) => write.startsWith('DELETE'))).toEqual([]);
  });

  it('is rolled back with the others, and the rollback is verified', async () => {
    const { run, gateway, topics } = await world();
    gateway.follow(failing({ methods: ['PUT'], connector: /^b$/ }, 403, 'no'));
    const apply = await run([...applying, '--on-failure', 'rollback']);
    expect([apply.exitCode, topics()]).toEqual([26, ['old', 'old', 'old']]);
  });

  it('is not sent again', async () => {
    const { run, gateway } = await world();
    gateway.follow(failing({ methods: ['PUT'], connector: /^b$/ }, 403, 'no'));
    await run(applying);
    const sent = gateway.requests().filter(({ path }) => path === '/connectors/b/config');
    expect(sent.map(({ status }) => status)).toEqual([403]);
  });

  it.each(['restart', 'pause', 'resume', 'stop', 'delete'])(
    '%s by glob goes on with the others and names it',
    async (command) => {
      const { run, gateway, sandbox } = await world();
      // So many that three deletions are within the limit.
      sandbox.worker.seed(
        Array.from({ length: 12 }, (_, index) => ({ name: `other-${index}`, config: config('x') })),
      );
      if (command === 'resume') await run(['pause', '?']);
      gateway.forget();
      gateway.follow(failing({ methods: ['PUT', 'POST', 'DELETE'], connector: /^b$/ }, 403, 'no'));
      const result = await run([command, '?', ...(command === 'delete' ? ['--yes'] : [])]);
      expect(result.stdout + result.stderr).toMatch(
        /b\s+failed after \S+ s: cannot .*b.*forbids this \(403\)/,
      );
      expect(result.exitCode, result.stdout + result.stderr).toBe(20);
      const sent = gateway.requests().filter(({ method }) => method !== 'GET');
      expect(sent.map(({ path }) => /^\/connectors\/(\w)/.exec(path)?.[1]).sort()).toEqual(names);
    },
  );

  it('topics --reset goes on with the others and names it', async () => {
    const { run, gateway } = await world();
    gateway.follow(failing({ methods: ['PUT'], connector: /^b$/ }, 403, 'no'));
    const reset = await run(['topics', '*', '--reset', '--yes']);
    expect(reset.stdout).toMatch(/b\s+.*forbids this \(403\)/);
    const sent = gateway.requests().filter(({ method }) => method === 'PUT');
    expect(sent.map(({ path }) => path)).toEqual(names.map((name) => `/connectors/${name}/topics/reset`));
    expect(reset.exitCode).toBe(28);
  });
});

describe('a read that is refused for one connector', () => {
  it.each(['tasks', 'topics', 'offsets', 'describe'])('%s shows the others and names it', async (command) => {
    const { run, gateway } = await world();
    gateway.follow(failing({ methods: ['GET'], connector: /^b$/ }, 403, 'no'));
    const result = await run([command, '*']);
    for (const name of names) expect(result.stdout).toMatch(new RegExp(`\\b${name}\\b`));
    expect(result.stdout).toMatch(/forbids this \(403\)/);
    expect(result.exitCode).toBe(command === 'describe' ? 0 : 28);
  });

  it.each(['status', 'list', 'show'])('%s reads the lists only', async (command) => {
    const { run, gateway } = await world();
    gateway.follow(failing({ methods: ['GET'], connector: /./ }, 403, 'no'));
    expect((await run([command])).exitCode).toBe(0);
  });

  it('apply needs none of them: backups, precondition, reading back and health use the lists', async () => {
    const { run, gateway, topics } = await world();
    gateway.follow(failing({ methods: ['GET'], connector: /./ }, 403, 'no'));
    expect((await run(applying)).exitCode).toBe(0);
    expect(topics()).toEqual(['new', 'new', 'new']);
  });
});

describe('a validation that is refused', () => {
  const files = {
    'connectors/a.yaml': connector('new'),
    'connectors/b.yaml': connector('new')
      .replace('FileStreamSource', 'FileStreamSink')
      .replace('topic:', 'topics:'),
    'connectors/c.yaml': connector('new'),
  };

  it('for one class fails its connectors; nothing of them is sent, and the others are written', async () => {
    const { run, gateway, topics } = await world(files);
    gateway.follow(failing({ path: /FileStreamSink\/config\/validate$/ }, 403, 'no'));
    const plan = await run(['plan']);
    expect([plan.exitCode, plan.stderr]).toEqual([
      0,
      expect.stringContaining('1 config was not validated (b): the credentials do not permit it'),
    ]);
    const apply = await run(applying);
    expect(apply.stdout).toMatch(/b\s+failed after \S+ s: the credentials are not allowed to validate its/);
    expect([apply.exitCode, topics()]).toEqual([20, ['new', 'old', 'new']]);
    const sent = gateway
      .requests()
      .filter(({ method, path }) => method !== 'GET' && path.startsWith('/connectors/b'));
    expect(sent).toEqual([]);
    const unvalidated = await run([...applying, '--no-validate']);
    expect(unvalidated.exitCode, 'without validation it is written').toBe(0);
  });

  it('for every class stops before the first write', async () => {
    const { run, gateway, topics } = await world(files);
    gateway.follow(failing({ path: /\/config\/validate$/ }, 403, 'no'));
    const apply = await run(applying);
    expect([apply.exitCode, topics()]).toEqual([28, ['old', 'old', 'old']]);
  });
});

describe('refused credentials', () => {
  it('401 for one connector stops: nothing else is started', async () => {
    const { run, gateway } = await world();
    gateway.follow(
      answering({ methods: ['PUT'], path: /^\/connectors\/a\/config$/ }, { status: 401, body: 'no' }),
    );
    const apply = await run([...applying, '--concurrency', '1', '--on-failure', 'continue']);
    expect(apply.stdout).toContain('3 planned: 1 failed, 2 not started.');
    expect(apply.stdout).toContain('the cluster refused the credentials');
  });

  it('403 on the lists during the run stops', async () => {
    const { run, gateway } = await world();
    const rule = failing({ methods: ['GET'], path: /^\/connectors(\?|$)/ }, 403, 'no');
    let isDenied = false;
    gateway.follow((request) => {
      if (request.method === 'PUT' && !request.path.endsWith('/validate')) isDenied = true;
      return isDenied ? rule(request) : undefined;
    });
    const apply = await run([...applying, '--concurrency', '1', '--on-failure', 'continue']);
    expect(apply.stdout).toContain('the cluster refused the credentials');
    expect(apply.exitCode).toBe(20);
    expect(apply.stdout).toMatch(/c\s+not started/);
  });

  it.each([401, 403])('%d on the lists is an unread cluster', async (status) => {
    const { run, gateway } = await world();
    gateway.follow(failing({ methods: ['GET'], path: /^\/connectors\?/ }, status, 'no'));
    for (const command of ['plan', 'status', 'list'])
      expect((await run([command])).exitCode, command).toBe(28);
  });
});
