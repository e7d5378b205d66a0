import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/start-sandbox.ts';
import { type Tryout, type TryoutOptions, tryout } from '../support/tryout.ts';

const config = { 'connector.class': 'FileStreamSink', 'tasks.max': '2', topics: 'lines' };
const trace = 'java.io.IOException: disk gone';

async function world(options: Partial<TryoutOptions> = {}): Promise<Tryout> {
  const made = await tryout({ files: {}, ...options });
  made.sandbox.worker.seed(['orders-a', 'orders-b', 'lines'].map((name) => ({ name, config })));
  await made.sandbox.worker.settled();
  return made;
}

async function states({ sandbox }: Tryout, name: string): Promise<string[]> {
  await sandbox.worker.settled();
  const answer = await fetch(`${sandbox.url}/connectors/${name}/status`);
  const { connector, tasks } = (await answer.json()) as {
    connector: { state: string };
    tasks: { state: string }[];
  };
  return [connector.state, ...tasks.map(({ state }) => state)];
}

describe.each(['2.8', '3.4', '3.9', '4.3'] as const satisfies readonly ConnectVersion[])(
  'on Kafka Connect %s',
  (connectVersion) => {
    it('pauses and resumes connectors, and waits for every task', async () => {
      const made = await world({ connectVersion });
      const pause = await made.run(['pause', 'orders-*']);
      expect(pause.stdout).toContain('each: suspends the connector and its 2 tasks; offsets are kept');
      expect(pause.stdout).toMatch(/orders-b {3}applied; PAUSED, after/);
      expect(pause.exitCode).toBe(0);
      expect(await states(made, 'orders-b')).toEqual(['PAUSED', 'PAUSED', 'PAUSED']);
      expect(await states(made, 'lines')).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
      const resume = await made.run(['resume', 'orders-a', 'orders-b']);
      expect(resume.stdout).toMatch(/orders-a {3}applied; RUNNING, 2\/2 tasks, after/);
      expect(resume.exitCode).toBe(0);
      expect(await states(made, 'orders-a')).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
      expect([...made.writes()].sort()).toEqual([
        'PUT /connectors/orders-a/pause',
        'PUT /connectors/orders-a/resume',
        'PUT /connectors/orders-b/pause',
        'PUT /connectors/orders-b/resume',
      ]);
    });

    it('reports that pause keeps a failed task failed, with the command that fixes it: 25', async () => {
      const made = await world({ connectVersion });
      made.sandbox.worker.failTask('orders-a', 1, trace);
      const pause = await made.run(['pause', 'orders-a']);
      expect(pause.stdout).toContain('task 1 of 2 is FAILED, and stays so');
      expect(pause.stderr).toContain('connect-sync restart orders-a --failed');
      expect(await states(made, 'orders-a')).toEqual(['PAUSED', 'PAUSED', 'FAILED']);
      expect(pause.exitCode).toBe(25);
      const again = await made.run(['pause', 'orders-a']);
      expect(again.exitCode).toBe(25);
      expect(made.writes()).toEqual(['PUT /connectors/orders-a/pause']);
    });
  },
);

describe.each(['2.8', '3.4'] as const)('stop on Kafka Connect %s', (connectVersion) => {
  it('is rejected with the required version, and nothing is sent', async () => {
    const { run, writes } = await world({ connectVersion });
    const stop = await run(['stop', 'orders-a']);
    expect(stop.stderr).toMatch(/Kafka Connect (2\.8|3\.4)\S* cannot stop a connector: this requires 3\.5/);
    expect(stop.exitCode).toBe(1);
    expect(writes()).toEqual([]);
  });
});

describe.each(['3.9', '4.3'] as const)('stop on Kafka Connect %s', (connectVersion) => {
  it('waits until the tasks are gone, and is not sent to a stopped connector', async () => {
    const made = await world({ connectVersion });
    const stop = await made.run(['stop', 'orders-a']);
    expect(stop.stdout).toMatch(/orders-a {3}applied; STOPPED, after/);
    expect(await states(made, 'orders-a')).toEqual(['STOPPED']);
    const again = await made.run(['stop', 'orders-a']);
    expect(again.stdout).toContain('orders-a   nothing to do');
    expect(again.exitCode).toBe(0);
    expect(made.writes()).toEqual(['PUT /connectors/orders-a/stop']);
    expect((await made.run(['resume', 'orders-a'])).exitCode).toBe(0);
    expect(await states(made, 'orders-a')).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
  });

  it('stops failed tasks too', async () => {
    const made = await world({ connectVersion });
    made.sandbox.worker.failTask('orders-a', 1, trace);
    const stop = await made.run(['stop', 'orders-a']);
    expect(stop.exitCode).toBe(0);
    expect(await states(made, 'orders-a')).toEqual(['STOPPED']);
  });
});

describe('pause, resume and stop', () => {
  it.each(['pause', 'resume', 'stop'])('%s without a name is a usage error: 64', async (command) => {
    const { run } = await world();
    expect((await run([command])).exitCode).toBe(64);
  });

  it('exit with 1 for an unknown name, and send nothing to the others', async () => {
    const { run, writes } = await world();
    const pause = await run(['pause', 'orders-a', 'orders-c']);
    expect(pause.stderr).toContain('no connector is called "orders-c"');
    expect(pause.stderr).toContain('did you mean "orders-a"?');
    expect(pause.exitCode).toBe(1);
    expect(writes()).toEqual([]);
  });

  it('warn at the line of a file that the next apply will undo it', async () => {
    const { run } = await world({
      files: {
        'connectors/orders-a.yaml':
          'state: running\nconfig:\n  connector.class: FileStreamSink\n  tasks.max: 2\n  topics: lines\n',
        'connectors/broken.yaml': 'config: [',
      },
    });
    const pause = await run(['pause', 'orders-*']);
    expect(pause.stderr).toContain(
      'the next apply will revert the pause of "orders-a": its file declares it running',
    );
    expect(pause.stderr).toContain('--> connectors/orders-a.yaml:1:8');
    expect(pause.stderr).not.toContain('"orders-b"');
    expect(pause.exitCode).toBe(0);
    const resume = await run(['resume', 'orders-*']);
    expect(resume.stderr).not.toContain('undo');
  });

  it('work on a connector that is not owned, and report that', async () => {
    const { run } = await world({
      files: { 'connect-sync.yaml': 'version: 1\nownership:\n  names: ["orders-*"]\n' },
    });
    const pause = await run(['pause', 'lines', 'orders-a']);
    expect(pause.stdout).toMatch(/lines {6}pause\n.*not declared in any file/);
    expect(pause.stdout).toContain('2 planned: 2 applied.');
    expect(pause.exitCode).toBe(0);
  });

  it('do not wait with --no-wait', async () => {
    const { run, writes } = await world();
    const pause = await run(['pause', 'orders-a', '--no-wait']);
    expect(pause.stdout).toContain('health not checked');
    expect(pause.exitCode).toBe(0);
    expect(writes()).toEqual(['PUT /connectors/orders-a/pause']);
  });

  it('resolve an unknown outcome by reading, without sending again', async () => {
    const { run, writes, sandbox } = await world();
    sandbox.worker.inject({ method: 'PUT', effect: { kind: 'reset-after' } });
    const pause = await run(['pause', 'orders-a']);
    expect(pause.stdout).toMatch(/orders-a {3}applied; PAUSED/);
    expect(pause.exitCode).toBe(0);
    expect(writes()).toEqual(['PUT /connectors/orders-a/pause']);
  });

  it('exit with 20 if one of several connectors fails', async () => {
    const { run, sandbox } = await world();
    const body = JSON.stringify({ error_code: 400, message: 'no' });
    sandbox.worker.inject({
      method: 'PUT',
      path: '/connectors/orders-a/pause',
      times: Infinity,
      effect: { kind: 'answer', answer: { status: 400, body, contentType: 'application/json' } },
    });
    const pause = await run(['pause', 'orders-*']);
    expect(pause.stdout).toMatch(/orders-a {3}failed/);
    expect(pause.stdout).toMatch(/orders-b {3}applied; PAUSED/);
    expect(pause.stdout).toContain('To review (1 failed): connect-sync status');
    expect(pause.exitCode).toBe(20);
  });

  it('exit with 28 if the cluster is down', async () => {
    const made = await world();
    await made.sandbox.close();
    const pause = await made.run(['pause', 'orders-a', '--timeout', '1s']);
    expect(pause.exitCode).toBe(28);
  });

  it('exit with 1 for a connector whose name cannot be used in a URL', async () => {
    const { run, sandbox, writes } = await world();
    sandbox.worker.seed([{ name: 'orders \u001b[31m/x', config }]);
    const pause = await run(['pause', 'orders*']);
    expect(pause.stdout).toContain('has a name that is unsafe in URLs');
    expect(pause.stdout + pause.stderr).not.toContain('\u001b');
    expect(pause.exitCode).toBe(1);
    expect(writes()).toHaveLength(2);
  });

  it('start nothing more when interrupted, and report the outcomes: 130', async () => {
    const { run, sandbox, writes } = await world();
    const names = Array.from({ length: 12 }, (_, index) => `many-${index}`);
    sandbox.worker.seed(names.map((name) => ({ name, config })));
    await sandbox.worker.settled();
    const interrupt = new AbortController();
    sandbox.worker.inject({ method: 'PUT', times: Infinity, effect: { kind: 'delay', milliseconds: 50 } });
    const running = run(['pause', 'many-*', '-f', 'json'], { interrupt: interrupt.signal });
    while (writes().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    interrupt.abort('SIGINT');
    const pause = await running;
    const report = JSON.parse(pause.stdout.trimEnd().split('\n').at(-1) ?? '').report;
    expect(report.interrupted).toBe('SIGINT');
    expect(report.counts['not-started']).toBe(12 - writes().length);
    expect(report.counts['not-started']).toBeGreaterThanOrEqual(4);
    expect(pause.exitCode).toBe(130);
  });
});
