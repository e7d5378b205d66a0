import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, isFree } from './free-port.ts';
import { missingForWorkers } from './real-workers.ts';

const version = '3.9.1';
const missing = await missingForWorkers([version]);
if (missing) console.warn(`the tests of \`npm run worker\` are skipped: ${missing}`);

describe.skipIf(missing)('npm run worker', () => {
  let folder = '';
  let port = 0;

  /** Runs the command as npm does, with a ledger of its own: workers that a person runs are none of ours. */
  const run = (...args: readonly string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const root = path.resolve(import.meta.dirname, '../..');
      const command = ['--import', 'tsx', 'test/worker/cli.ts', ...args];
      const env = { ...process.env, CONNECT_SYNC_WORKER_STATE: path.join(folder, 'state') };
      execFile(process.execPath, command, { cwd: root, env }, (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      });
    });
  const start = (...args: readonly string[]) =>
    run('start', '--connect-version', version, '--port', String(port), ...args);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-command-'));
    port = await freePort();
  });

  afterAll(async () => {
    await run('stop');
    await rm(folder, { recursive: true, force: true });
  });

  it('start waits until the worker answers and prints its URL', async () => {
    const { code, out, err } = await start();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      new RegExp(`^Kafka Connect ${version} at http://127\\.0\\.0\\.1:${port} answers; its log: `),
    );
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.json()).toMatchObject({ version });
  });

  it('start reports that it is running already, and starts nothing', async () => {
    expect(await start()).toEqual({
      code: 0,
      out: `Kafka Connect ${version} at http://127.0.0.1:${port} is running already\n`,
      err: '',
    });
  });

  it('start reports a port in use, and starts nothing', async () => {
    const blocker = net.createServer();
    const taken = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => {
        const address = blocker.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    expect(await run('start', '--connect-version', '4.3.0', '--port', String(taken))).toEqual({
      code: 1,
      out: '',
      err: `worker: port ${taken} is in use: choose another with --port\n`,
    });
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('status lists the broker and the worker', async () => {
    const { out } = await run('status');
    expect(out.trim().split('\n')).toEqual([
      expect.stringMatching(/^Kafka broker 4\.3\.0 at 127\.0\.0\.1:\d+ \(process \d+; log .*\)$/),
      expect.stringMatching(
        new RegExp(`^Kafka Connect ${version} at http://127\\.0\\.0\\.1:${port} \\(process`),
      ),
    ]);
  });

  it('stop ends both and leaves the ports free; a second time there is nothing to stop', async () => {
    const { code, out } = await run('stop');
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(2);
    expect(await isFree(port)).toBe(true);
    expect((await run('stop')).out).toBe('nothing is running\n');
  });

  for (const args of [
    [],
    ['restart'],
    ['start', '--workers', 'two'],
    ['start', '--connect-version', 'newest'],
  ]) {
    it(`prints its usage: ${args.join(' ') || 'nothing'}`, async () => {
      const { code, err } = await run(...args);
      expect(code).toBe(64);
      expect(err).toContain('npm run worker -- start');
    });
  }
});
