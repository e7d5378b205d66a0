import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { makeProjectFolder, type ProjectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { runCli } from '../support/run-cli.ts';

const count = 1_150;
const trace = [
  'org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error handler',
  ...Array.from(
    { length: 800 },
    (_, index) =>
      `\tat org.apache.kafka.connect.runtime.WorkerSinkTask.step${index}(WorkerSinkTask.java:${index})`,
  ),
  'Caused by: java.net.ConnectException: Connection refused: db-1:5432',
  ...Array.from(
    { length: 30 },
    (_, index) => `\tat org.postgresql.Driver.step${index}(Driver.java:${index})`,
  ),
].join('\n');

describe('a cluster in which 1,150 tasks are FAILED, with 64 MB of traces', { timeout: 120_000 }, () => {
  let sandbox: Sandbox;
  let folder: ProjectFolder & { remove(): void };

  beforeAll(async () => {
    sandbox = await startSandbox({
      port: 0,
      connectVersion: '4.3',
      anyClass: false,
      pace: 0,
      clock: realClock(),
    });
    const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: 'x', file: '/dev/null' };
    const names = Array.from({ length: count }, (_, index) => `c${String(index).padStart(4, '0')}`);
    sandbox.worker.seed(names.map((name) => ({ name, config })));
    for (const name of names) sandbox.worker.failTask(name, 0, trace);
    folder = makeProjectFolder({
      'connectors/all.yaml': names
        .map(
          (name) =>
            `name: ${name}\nconfig: { connector.class: FileStreamSource, tasks.max: 1, topic: x, file: /dev/null }\n`,
        )
        .join('---\n'),
    });
    return async () => {
      folder.remove();
      await sandbox.close();
    };
  });

  const run = (args: readonly string[]) =>
    runCli(args, {
      directory: folder.directory,
      speed: 1,
      environment: { CONNECT_SYNC_CLUSTER: sandbox.url },
    });

  it('plans, compares and shows it, with the root cause of each', async () => {
    const list = await fetch(`${sandbox.url}/connectors?expand=status`);
    expect((await list.arrayBuffer()).byteLength, 'more than is read of any answer').toBeGreaterThan(
      64 * 2 ** 20,
    );
    const plan = await run(['plan']);
    expect([plan.exitCode, plan.stdout]).toEqual([0, expect.stringContaining('Plan: 10 restart;')]);
    expect(plan.stdout).toContain('java.net.ConnectException: Connection refused: db-1:5432');
    const drift = await run(['drift']);
    expect([drift.exitCode, drift.stdout]).toEqual([0, expect.stringContaining('No differences: 1,150 ')]);
    const status = await run(['status']);
    expect(status.exitCode).toBe(25);
    expect(status.stdout.match(/ConnectException: Connection refused: db-1:5432/g)).toHaveLength(count);
    const described = await run(['describe', 'c0000']);
    expect(described.stdout).toContain('left out by connect-sync');
  });

  it('applies', async () => {
    folder.write(
      'connectors/new.yaml',
      'config: { connector.class: FileStreamSource, tasks.max: 1, topic: y }\n',
    );
    const apply = await run(['apply', '--yes', '--stable-for', '1s', '--max-restarts', '3']);
    expect(apply.stdout).toContain('4 planned: 4 applied');
    expect(sandbox.worker.config('new')).toMatchObject({ topic: 'y' });
  });

  it('takes little memory', async () => {
    const program = path.resolve(import.meta.dirname, '../../dist/bin.cjs');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--max-old-space-size=96', program, 'drift', '--cluster', sandbox.url],
      { cwd: folder.directory, maxBuffer: 2 ** 26 },
    ).catch((error: { stdout: string }) => error);
    expect(stdout).toMatch(/No differences: 1,\d+ connectors/);
  });
});
