import { describe, expect, it } from 'vitest';
import { canary, findLeaks, quoted } from '../support/canaries.ts';
import { onlyCluster } from '../support/json-output.ts';
import { tryout } from '../support/tryout.ts';

const elastic = {
  'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  'tasks.max': '3',
  topics: 'orders,lines',
  'connection.url': 'http://es:9200',
};

async function sink(config: Readonly<Record<string, string>> = {}) {
  const world = await tryout({ files: {} });
  world.sandbox.worker.seed([{ name: 'orders', config: { ...elastic, ...config } }]);
  return world;
}

/** The answer of a worker with the configs of the tasks. */
function answer(configs: readonly Readonly<Record<string, string>>[]) {
  const body = configs.map((config, task) => ({ id: { connector: 'orders', task }, config }));
  return {
    path: '/connectors/orders/tasks',
    times: Number.POSITIVE_INFINITY,
    effect: {
      kind: 'answer',
      answer: { status: 200, contentType: 'application/json', body: JSON.stringify(body) },
    },
  } as const;
}

describe('tasks NAME', () => {
  it('shows the state, the worker and the root cause of each task', async () => {
    const { run, sandbox } = await sink();
    sandbox.worker.failTask('orders', 1, 'a.B: outer\n\tat x.y\nCaused by: c.D: no route\n\tat x.z');
    const { stdout, exitCode } = await run(['tasks', 'orders']);
    const host = new URL(sandbox.url).host;
    expect(stdout).toContain(
      `orders  sink  failed: 1 of 3 tasks FAILED  3 tasks\n  connector RUNNING\n  TASK  STATE    WORKER${' '.repeat(host.length - 4)}VERSION\n  0     RUNNING  ${host}  14.1.0\n`,
    );
    expect(stdout).toContain(`  1     FAILED   ${host}  14.1.0\n    c.D: no route\n`);
    expect(stdout).toContain('Their configurations are the same.');
    expect(exitCode).toBe(0);
  });

  it('shows how task configs differ, and hides values that may be secret', async () => {
    const { run, sandbox } = await sink({
      'connection.password': 'known-password',
      'connection.username': 'u',
    });
    sandbox.worker.inject(
      answer([
        { 'task.id': '0', topics: 'orders', login: 'Sesame7431', same: 'x', 'db.password': '1' },
        { 'task.id': '1', topics: 'orders,lines', login: 'Sesame7431', same: 'x', 'db.password': '2' },
        { 'task.id': '2', login: 'known-password', same: 'x', 'db.password': '3' },
      ]),
    );
    const { stdout } = await run(['tasks', 'orders']);
    expect(stdout).toContain('    task.id\n      task 0  0\n      task 1  1\n      task 2  2\n');
    expect(stdout).toContain(
      '    topics\n      task 0  orders\n      task 1  orders,lines\n      task 2  (not set)\n',
    );
    expect(stdout).toContain(
      '    login\n      task 0  (hidden #1)\n      task 1  (hidden #1)\n      task 2  (hidden #2)\n',
    );
    expect(stdout).toContain('    db.password\n      task 0  (hidden #1)\n');
    expect(stdout).not.toContain('    same');
    const json = (await run(['tasks', 'orders', '-f', 'json'])).stdout;
    expect(stdout + json).not.toMatch(/Sesame|known-password/);
    expect(JSON.parse(json)).toMatchObject({ format: 'connect-sync/tasks', version: 1, complete: true });
  });

  it('names what cannot be read, shows the rest, and exits with 28', async () => {
    const { run, sandbox } = await sink();
    sandbox.worker.inject({
      path: '/connectors/orders/tasks',
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: { status: 403, body: 'no' } },
    });
    const { stdout, exitCode } = await run(['tasks', 'orders']);
    expect(stdout).toMatch(/0 +RUNNING/);
    expect(stdout).toMatch(/their configurations: cannot read the tasks of "orders": .*forbids this/);
    expect(exitCode).toBe(28);
  });

  it('accepts globs and suggests the nearest name', async () => {
    const { run } = await sink();
    expect((await run(['tasks', 'ord*'])).stdout).toContain('orders  sink');
    const { stderr, exitCode } = await run(['tasks', 'order']);
    expect(stderr).toContain('did you mean "orders"?');
    expect(exitCode).toBe(1);
  });
});

describe('tasks NAME TASK', () => {
  const hidden = canary('hidden');

  it('shows the root cause, then the complete trace, with secrets masked', async () => {
    const { run, sandbox } = await sink({ 'connection.password': hidden.secret, 'connection.username': 'u' });
    const trace =
      `org.example.Outer: cannot open ${quoted(hidden)}\n\tat org.example.A.b(A.java:1)\r\n` +
      '::error::not a command\n\tat org.example.C.d(C.java:2)\n' +
      'Caused by: java.sql.SQLException: jdbc:mysql://db/x?user=u&password=Resolved7431&ssl=true\u001b[31m\n\t... 3 more\n';
    sandbox.worker.failTask('orders', 2, trace);
    const { stdout, exitCode } = await run(['tasks', 'orders', '2']);
    const [headline, cause, blank, ...rest] = stdout.split('\n');
    expect(headline).toMatch(/^orders, task 2 {2}FAILED/);
    expect(cause).toMatch(/^ {2}java\.sql\.SQLException: jdbc:mysql/);
    expect(blank).toBe('');
    expect(rest[0]).toContain('org.example.Outer: cannot open');
    expect(stdout).toContain('at org.example.C.d(C.java:2)');
    expect(stdout).toContain('... 3 more');
    const json = await run(['tasks', 'orders', '2', '-f', 'json']);
    for (const text of [stdout, json.stdout]) {
      expect(findLeaks(text, [hidden])).toEqual([]);
      expect(text).not.toMatch(/Resolved7431|\u001b|\r/);
      expect(text).not.toMatch(/^::error/m);
    }
    expect(onlyCluster(json.stdout).tasks[0].trace).toContain('Caused by: java.sql.SQLException');
    expect(exitCode).toBe(0);
  });

  it('reports that a running task has no trace', async () => {
    const { run } = await sink();
    expect((await run(['tasks', 'orders', '0'])).stdout).toMatch(
      /^orders, task 0 {2}RUNNING .*\n {2}no trace\n$/,
    );
  });

  it.each([
    ['7', 1, 'orders has 0, 1, 2'],
    ['first', 64, 'Expected a whole number'],
  ])('exits for task %s with %i', async (task, exitCode, says) => {
    const run = await (await sink()).run(['tasks', 'orders', task]);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(says);
  });
});
