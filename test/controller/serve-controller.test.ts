import { renameSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ControllerView } from '../../src/model/controller-view.ts';
import { eventually } from '../support/eventually.ts';
import type { CliRun, CliWorld } from '../support/run-cli.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const orders = ['connector.class: org.apache.kafka.connect.file.FileStreamSourceConnector', 'file: /tmp/in']
  .concat('topic: orders', 'tasks.max: "1"')
  .map((line) => `  ${line}`)
  .join('\n');
const files = {
  'connect-sync.yaml': 'version: 1\nownership: { names: [orders] }\n',
  'connectors/orders.yaml': `name: orders\nconfig:\n${orders}\n`,
};

/** A controller that serves its state on a free port; the test ends it. */
async function startController(
  options: readonly string[] = [],
  world: Partial<CliWorld> & { readonly prepare?: (world: Tryout) => Promise<unknown> } = {},
) {
  const { prepare, ...cliWorld } = world;
  const tried = await tryout({ files });
  await prepare?.(tried);
  tried.sandbox.clearRequests();
  const interruption = new AbortController();
  let output = '';
  const terminal = {
    write: (text: string) => {
      output += text;
    },
    columns: 80,
    rows: 24,
  };
  const args = ['reconcile', '--listen', '127.0.0.1:0', '--interval', '5s', '--settle', '0s', ...options];
  const running = tried.run(args, { ...cliWorld, interrupt: interruption.signal, terminal });
  let url = '';
  await eventually(async () => {
    url = /^listening on (\S+)$/m.exec(output)?.[1] ?? '';
    expect(url).not.toBe('');
  });
  return {
    ...tried,
    url,
    get: (route: string) => fetch(`${url}${route}`),
    state: async (): Promise<ControllerView> =>
      (await (await fetch(`${url}/api/status`)).json()) as ControllerView,
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    end: async (): Promise<CliRun> => {
      interruption.abort('SIGTERM');
      return running;
    },
  };
}

const applyFirst = async (world: Tryout) => expect((await world.run(['apply', '--yes'])).exitCode).toBe(0);

describe('a controller that listens', () => {
  it('serves what it observes, and writes nothing', async () => {
    const controller = await startController();
    await eventually(async () => expect((await controller.get('/readyz')).status).toBe(200));
    const metrics = await controller.metrics();
    expect(metrics).toContain(
      'connect_sync_connectors_drifted{cluster="' + controller.sandbox.url + '",change="create"} 1',
    );
    expect(metrics).toMatch(/^connect_sync_runs_total\{cluster="\S+",outcome="drift"\} [1-9]/m);
    expect(metrics).toMatch(
      /^connect_sync_worker_requests_total\{cluster="\S+",method="GET",status="2xx"\} [1-9]/m,
    );
    expect(await controller.state()).toMatchObject({ format: 'connect-sync/controller', mode: 'observe' });
    expect((await controller.get('/')).headers.get('content-type')).toContain('text/html');
    const { exitCode } = await controller.end();
    expect(exitCode).toBe(0);
    expect(controller.writes()).toEqual([]);
    await expect(controller.get('/healthz')).rejects.toThrow();
  });

  it('shows a task that fails within an interval', async () => {
    const controller = await startController([], { prepare: applyFirst });
    await eventually(async () =>
      expect(await controller.metrics()).toMatch(/tasks\{.*state="running"\} 1$/m),
    );
    controller.sandbox.worker.failTask('orders', 0, 'java.lang.OutOfMemoryError: heap');
    await eventually(async () => {
      const metrics = await controller.metrics();
      expect(metrics).toMatch(/^connect_sync_connector_tasks\{.*connector="orders",state="failed"\} 1$/m);
      expect(metrics).toMatch(/^connect_sync_connector_failure\{.*connector="orders",cause="outside"\} 1$/m);
      expect(metrics).not.toContain('heap');
    });
    await controller.end();
    expect(controller.writes()).toEqual([]);
  });

  it('runs at once when it is asked to', async () => {
    const controller = await startController(['--interval', '1h']);
    await eventually(async () => expect((await controller.get('/readyz')).status).toBe(200));
    const answer = await fetch(`${controller.url}/-/reconcile`, { method: 'POST' });
    expect(answer.status).toBe(202);
    await eventually(async () =>
      expect((await controller.state()).clusters[0]?.runs.map(({ trigger }) => trigger)).toEqual([
        'request',
        'start',
      ]),
    );
    await controller.end();
  });

  it('counts what it writes', async () => {
    const controller = await startController(['--mode', 'apply']);
    await eventually(async () =>
      expect(await controller.metrics()).toMatch(
        /^connect_sync_changes_total\{cluster="\S+",change="create",outcome="applied"\} 1$/m,
      ),
    );
    await controller.end();
  });

  it('is not ready while its files are missing, and deletes nothing', async () => {
    const controller = await startController(['--mode', 'heal', '--prune'], { prepare: applyFirst });
    await eventually(async () => expect((await controller.get('/readyz')).status).toBe(200));
    const folder = path.join(controller.folder.directory, 'connectors');
    renameSync(folder, `${folder}-away`);
    await eventually(async () => {
      const answer = await controller.get('/readyz');
      expect([answer.status, await answer.text()]).toEqual([
        503,
        expect.stringContaining('nothing is written'),
      ]);
    });
    expect(await controller.metrics()).toContain('connect_sync_source_state{state="current"} 0');
    expect((await controller.get('/healthz')).status).toBe(200);
    renameSync(`${folder}-away`, folder);
    await eventually(async () => expect((await controller.get('/readyz')).status).toBe(200));
    await controller.end();
    expect(controller.writes()).toEqual([]);
  });

  it('requires the token of the environment', async () => {
    const token = '0123456789abcdef';
    const controller = await startController([], { environment: { CONNECT_SYNC_RECONCILE_TOKEN: token } });
    const post = (headers: Record<string, string>) =>
      fetch(`${controller.url}/-/reconcile`, { method: 'POST', headers });
    expect((await post({})).status).toBe(401);
    expect((await post({ authorization: `Bearer ${token}` })).status).toBe(202);
    const { stdout, stderr } = await controller.end();
    expect(stdout + stderr).not.toContain(token);
  });
});

describe('a controller that cannot listen', () => {
  it.each([
    [['--listen', '9464'], {}, /Expected host:port/],
    [['--listen', 'localhost:99999'], {}, /Expected host:port/],
    [
      ['--listen', '192.0.2.1:9464'],
      {},
      /cannot listen on 192\.0\.2\.1:9464: this machine has no such address/,
    ],
    [
      ['--listen', '127.0.0.1:0'],
      { CONNECT_SYNC_RECONCILE_TOKEN: '' },
      /CONNECT_SYNC_RECONCILE_TOKEN is empty/,
    ],
    [['--listen', '127.0.0.1:0'], { CONNECT_SYNC_RECONCILE_TOKEN: 'short' }, /shorter than 16 characters/],
  ] as const)('says why for %j', async (options, environment, message) => {
    const { run, sandbox } = await tryout({ files });
    const { exitCode, stderr } = await run(['reconcile', ...options], { environment });
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(sandbox.requests).toEqual([]);
  });

  it('names the port in use', async () => {
    const controller = await startController();
    const { exitCode, stdout, stderr } = await controller.run([
      'reconcile',
      '--listen',
      new URL(controller.url).host,
    ]);
    expect([exitCode, stdout, stderr]).toEqual([
      1,
      // It has not started, so it does not stop either.
      '',
      expect.stringMatching(/something listens there already[\s\S]*--listen/),
    ]);
    await controller.end();
  });

  it('does not listen with --listen none', async () => {
    const { run } = await tryout({ files });
    const { exitCode, stderr } = await run(['reconcile', '--listen', 'none', '--cycles', '1']);
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});
