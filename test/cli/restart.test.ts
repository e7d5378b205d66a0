import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/start-sandbox.ts';
import { eventually } from '../support/eventually.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '2', topics: 'lines' };
const trace =
  'org.apache.kafka.connect.errors.ConnectException: outer\nCaused by: java.io.IOException: disk gone';

const versions = ['2.8', '3.4', '3.9', '4.3'] as const satisfies readonly ConnectVersion[];

async function world(connectVersion?: ConnectVersion): Promise<Tryout> {
  const made = await tryout({ ...(connectVersion && { connectVersion }), files: {} });
  made.sandbox.worker.seed(['orders-a', 'orders-b', 'lines'].map((name) => ({ name, config })));
  await made.sandbox.worker.settled();
  return made;
}

describe.each(versions)('restart on Kafka Connect %s', (connectVersion) => {
  const isOld = connectVersion === '2.8';

  it('restarts the connector, and reports that its tasks are not restarted', async () => {
    const { run, writes } = await world(connectVersion);
    const restart = await run(['restart', 'orders-a']);
    expect(restart.stdout).toContain('its 2 tasks are not restarted: add --with-tasks for that');
    expect(restart.stdout).toMatch(/restart orders-a {3}applied; RUNNING, 2\/2 tasks/);
    expect(restart.exitCode).toBe(0);
    expect(writes()).toEqual(['POST /connectors/orders-a/restart']);
  });

  it('restarts tasks with --with-tasks, one by one if the worker cannot do it in one request', async () => {
    const { run, writes, sandbox } = await world(connectVersion);
    const before = sandbox.worker.counts('orders-a').taskStarts;
    const restart = await run(['restart', 'orders-a', '--with-tasks']);
    expect(restart.exitCode, restart.stderr).toBe(0);
    expect(sandbox.worker.counts('orders-a').taskStarts - before).toBe(2);
    expect(writes()).toEqual(
      isOld
        ? ['', '/tasks/0', '/tasks/1'].map((part) => `POST /connectors/orders-a${part}/restart`)
        : ['POST /connectors/orders-a/restart?includeTasks=true'],
    );
    expect(restart.stdout.includes('3.0 or later can')).toBe(isOld);
  });

  it('restarts only the failed task with --failed', async () => {
    const { run, writes, sandbox } = await world(connectVersion);
    sandbox.worker.failTask('orders-a', 1, trace);
    const restart = await run(['restart', 'orders-*', '--failed']);
    expect(restart.stdout).toContain('task 1 of 2 is FAILED');
    expect(restart.stdout).toContain('java.io.IOException: disk gone');
    expect(restart.stdout).toContain('orders-b   nothing to do');
    expect(restart.stdout).toMatch(/restart orders-a {3}applied; RUNNING, 2\/2 tasks/);
    expect(restart.exitCode).toBe(0);
    expect(writes()).toEqual([
      isOld
        ? 'POST /connectors/orders-a/tasks/1/restart'
        : 'POST /connectors/orders-a/restart?includeTasks=true&onlyFailed=true',
    ]);
  });

  it('restarts one task with --task, failed or not, and shows the resulting state', async () => {
    const { run, writes, sandbox } = await world(connectVersion);
    const restart = await run(['restart', 'orders-a', '--task', '0']);
    expect(restart.stdout).toMatch(/restart orders-a {3}applied; RUNNING, 2\/2 tasks/);
    expect(restart.exitCode).toBe(0);
    sandbox.worker.failTask('orders-a', 0, trace);
    expect((await run(['restart', 'orders-a', '--task', '0'])).exitCode).toBe(0);
    const call = 'POST /connectors/orders-a/tasks/0/restart';
    expect(writes()).toEqual([call, call]);
  });

  it('exits with 25 and the root cause if the task fails again', async () => {
    const { run, sandbox } = await world(connectVersion);
    sandbox.worker.failTasksAfter('orders-a', 0, trace);
    const restart = await run(['restart', 'orders-a', '--task', '0']);
    expect(restart.stdout).toContain('unhealthy: 1 of 2 tasks FAILED');
    expect(restart.stdout).toContain('java.io.IOException: disk gone');
    expect(restart.stdout).toContain('1 connector not healthy: connect-sync status orders-a');
    expect(restart.exitCode).toBe(25);
  });
});

describe('restart', () => {
  it.each([
    [['nobody'], /no connector is called "nobody"/],
    [['order-a'], /did you mean "orders-a"\?/],
    [['payments-*'], /no connector matches "payments-\*"/],
    [['orders-a', '--task', '7'], /"orders-a" has no task 7[\s\S]*it has: 0, 1/],
  ])('exits with 1 for unknown names (%j) and restarts nothing', async (args, words) => {
    const { run, writes } = await world();
    const restart = await run(['restart', ...args]);
    expect(restart.stderr).toMatch(words);
    expect(restart.exitCode).toBe(1);
    expect(writes()).toEqual([]);
  });

  it.each([
    [['restart']],
    [['restart', 'orders-a', '--task', '0', '--failed']],
    [['restart', 'orders-a', '--task', 'zero']],
  ])('rejects %j as a usage error: 64', async (args) => {
    const { run, writes } = await world();
    expect((await run(args)).exitCode).toBe(64);
    expect(writes()).toEqual([]);
  });

  it('sends nothing for a stopped connector and suggests resume', async () => {
    const { run, writes, sandbox } = await world();
    sandbox.worker.setState('orders-a', 'stopped');
    await sandbox.worker.settled();
    const restart = await run(['restart', 'orders-a', '--with-tasks']);
    expect(restart.stderr).toContain('connect-sync resume orders-a');
    expect(writes()).toEqual([]);
  });

  it('keeps a paused connector paused', async () => {
    const { run, sandbox } = await world();
    sandbox.worker.setState('orders-a', 'paused');
    await sandbox.worker.settled();
    const restart = await run(['restart', 'orders-a', '--with-tasks']);
    expect(restart.stdout).toMatch(/restart orders-a {3}applied; PAUSED/);
    expect(restart.exitCode).toBe(0);
  });

  it('retries while the worker is busy', async () => {
    const { run, writes, sandbox } = await world();
    const busy = JSON.stringify({
      error_code: 409,
      message:
        'Cannot complete request momentarily due to stale configuration (typically caused by a concurrent config change)',
    });
    sandbox.worker.inject({
      method: 'POST',
      times: 2,
      effect: { kind: 'answer', answer: { status: 409, body: busy, contentType: 'application/json' } },
    });
    const restart = await run(['restart', 'orders-a']);
    expect(restart.exitCode, restart.stderr).toBe(0);
    expect(writes()).toHaveLength(3);
  });

  it('resolves an unknown outcome by the state of the failed task, without sending again', async () => {
    const { run, writes, sandbox } = await world();
    sandbox.worker.failTask('orders-a', 1, trace);
    sandbox.worker.inject({ method: 'POST', effect: { kind: 'reset-after' } });
    const restart = await run(['restart', 'orders-a', '--failed']);
    expect(restart.stdout).toMatch(/restart orders-a {3}applied; RUNNING/);
    expect(restart.exitCode).toBe(0);
    expect(writes()).toHaveLength(1);
  });

  it('reports an unknown outcome for a running connector, without sending again', async () => {
    const { run, writes, sandbox } = await world();
    sandbox.worker.inject({ method: 'POST', effect: { kind: 'reset-after' } });
    const restart = await run(['restart', 'orders-a']);
    expect(restart.stdout).toContain('outcome unknown');
    expect(restart.exitCode).toBe(1);
    expect(writes()).toHaveLength(1);
  });

  it('prints plan, events and report with -f json, one document per line', async () => {
    const { run } = await world();
    const restart = await run(['restart', 'orders-a', '--with-tasks', '-f', 'json']);
    const lines = restart.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      kind: 'plan',
      plan: {
        changes: [{ name: 'orders-a', kind: 'restart', actions: ['restart connector and all tasks'] }],
      },
    });
    expect(lines.at(-1)).toMatchObject({
      kind: 'report',
      report: { planned: 1, outcomes: [{ name: 'orders-a', kind: 'applied', health: { kind: 'healthy' } }] },
    });
  });

  it('masks secrets in traces', async () => {
    const { run, sandbox } = await world();
    const secret = 'hunter2-hunter2';
    sandbox.worker.seed([{ name: 'secretive', config: { ...config, 'connection.password': secret } }]);
    await sandbox.worker.settled();
    sandbox.worker.failTask('secretive', 0, `java.lang.Exception: login with ${secret}`);
    const restart = await run(['restart', 'secretive', '--failed', '-v']);
    expect(restart.stdout).toContain('java.lang.Exception: login with');
    expect(restart.stdout + restart.stderr).not.toContain(secret);
  });

  it('keeps at most four requests in flight; interrupted, it reports unknown outcomes: 130', async () => {
    const { run, writes, sandbox } = await world();
    const names = Array.from({ length: 12 }, (_, index) => `many-${index}`);
    sandbox.worker.seed(names.map((name) => ({ name, config })));
    await sandbox.worker.settled();
    sandbox.worker.inject({ method: 'POST', times: Number.POSITIVE_INFINITY, effect: { kind: 'stall' } });
    const interrupt = new AbortController();
    const running = run(['restart', 'many-*', '-f', 'json'], { interrupt: interrupt.signal });
    await eventually(async () => expect(writes()).toHaveLength(4));
    interrupt.abort('SIGINT');
    const restart = await running;
    const { report } = JSON.parse(restart.stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(report.counts).toMatchObject({ unknown: 4, 'not-started': 8 });
    expect(report.milliseconds).toBeLessThan(7_000);
    expect(writes()).toHaveLength(4);
    expect(restart.exitCode).toBe(130);
  });
});

describe('restart --failed without a name', () => {
  const failing = async (connectVersion?: ConnectVersion) => {
    const made = await world(connectVersion);
    made.sandbox.worker.failTask('orders-a', 1, trace);
    made.sandbox.worker.failTask('lines', 0, trace);
    return made;
  };

  it.each(versions)(
    'restarts everything that FAILED, after confirmation, on Kafka Connect %s',
    async (version) => {
      const { run, writes } = await failing(version);
      const declined = await run(['restart', '--failed'], { answers: ['n'] });
      expect(declined.stdout).toMatch(/^\* lines .*\n(?:.*\n)*\* orders-a /m);
      expect(declined.stdout).not.toContain('orders-b');
      expect(declined.stderr).toContain('Restart what FAILED of these 2 connectors on ');
      expect(writes()).toEqual([]);
      const restart = await run(['restart', '--failed'], { answers: ['y'] });
      expect(restart.stdout).toMatch(/restart orders-a {3}applied; RUNNING, 2\/2 tasks/);
      expect(restart.stdout).toMatch(/restart lines {6}applied; RUNNING, 2\/2 tasks/);
      expect(restart.exitCode).toBe(0);
      expect(writes()).toHaveLength(2);
    },
  );

  it('needs --yes where nobody can be asked', async () => {
    const { run, writes } = await failing();
    expect((await run(['restart', '--failed'])).exitCode).toBe(64);
    expect(writes()).toEqual([]);
    expect((await run(['restart', '--failed', '--yes'])).exitCode).toBe(0);
    expect(writes()).toHaveLength(2);
  });

  it('says that nothing has failed, without a question', async () => {
    const { run, writes } = await world();
    const restart = await run(['restart', '--failed']);
    expect(restart.stdout).toContain('Nothing to restart: no connector and no task has FAILED.');
    expect(restart.exitCode).toBe(0);
    expect(writes()).toEqual([]);
  });

  it('leaves alone what has the marker of another repository, and takes what no file declares', async () => {
    const { run, sandbox, folder, writes } = await failing();
    sandbox.worker.seed([{ name: 'orders-x', config: { ...config, 'managed.by': 'another-repository' } }]);
    sandbox.worker.failTask('orders-x', 0, trace);
    folder.write(
      'connect-sync.yaml',
      'version: 1\nownership: { names: [orders-*], marker: managed.by, repository: ours }\n',
    );
    const restart = await run(['restart', '--failed', '--yes']);
    expect(restart.stdout).toMatch(/Left alone\n {2}orders-x/);
    expect(restart.exitCode).toBe(0);
    expect([...writes()].sort()).toEqual(
      ['lines', 'orders-a'].map(
        (name) => `POST /connectors/${name}/restart?includeTasks=true&onlyFailed=true`,
      ),
    );
  });

  it('is what no name at all means only with --failed', async () => {
    const { run } = await failing();
    const restart = await run(['restart', '--yes']);
    expect(restart.exitCode).toBe(64);
    expect(restart.stderr).toContain('add --failed to restart everything that FAILED');
  });
});
