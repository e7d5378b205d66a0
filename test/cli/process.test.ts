import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { projectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';

const root = path.resolve(import.meta.dirname, '../..');
const program = path.join(root, 'dist', 'bin.cjs');

describe('the built program', () => {
  it('exists: npm test builds it first', () => {
    expect(existsSync(program)).toBe(true);
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    const run = await ended(start(['--version']));
    expect(run).toEqual({ code: 0, signal: null, stdout: `${version}\n`, stderr: '' });
  });

  it('ignores a closed pipe, as head leaves it', async () => {
    const child = start(['--help']);
    child.stdout?.destroy();
    const run = await ended(child);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
  });

  it('runs a sandbox until it is interrupted, and frees its port', async () => {
    const child = start(['sandbox', '--port', '0']);
    const url = await firstLine(child);
    expect(await (await fetch(`${url}/connectors`)).json()).toEqual([]);
    child.kill('SIGINT');
    expect((await ended(child)).code).toBe(130);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('runs a sandbox that answers to a host name given with --allow-host, and to no other', async () => {
    const child = start(['sandbox', '--port', '0', '--allow-host', 'host.docker.internal']);
    const { port } = new URL(await firstLine(child));
    const statusFor = (host: string) =>
      new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', port, headers: { host: `${host}:${port}` } };
        get(options, ({ statusCode }) => resolve(statusCode)).on('error', reject);
      });
    expect(await statusFor('host.docker.internal')).toBe(200);
    expect(await statusFor('rebound.example')).toBe(403);
    child.kill('SIGINT');
  });

  it('refuses what is no host name for the sandbox', async () => {
    const run = await ended(start(['sandbox', '--port', '0', '--allow-host', 'http://connect:8083']));
    expect(run.stderr).toContain('Expected a host name');
    expect(run.code).toBe(64);
  });

  it('reports in one line that the port of the sandbox is in use', async () => {
    const sandbox = await openSandbox();
    const run = await ended(start(['sandbox', '--port', new URL(sandbox.url).port]));
    expect(run.stderr).toMatch(/port/);
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.code).toBe(1);
  });

  it('completes requests in flight and reports every outcome when an apply is interrupted', async () => {
    const sandbox = await openSandbox();
    const folder = projectFolder(
      Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`connectors/c${index}.yaml`, connector])),
    );
    sandbox.worker.inject({
      method: 'PUT',
      path: /^\/connectors\//,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'delay', milliseconds: 500 },
    });
    const child = start(['apply', '--yes', '--cluster', sandbox.url, '--stable-for', '1s'], folder.directory);
    await untilTold(child, () =>
      sandbox.requests.some(({ path: asked }) => /^\/connectors\/c\d+\/config/.test(asked)),
    );
    child.kill('SIGINT');
    const run = await ended(child);
    expect(run.code).toBe(130);
    expect(run.stdout).toMatch(/12 planned: .*not started/);
    const written = sandbox.requests.filter(
      ({ method, path: asked }) => method === 'PUT' && !asked.endsWith('validate'),
    );
    expect(written.length).toBeLessThan(12);
    expect(
      written.every(({ status }) => status === 201),
      'no request in flight was aborted',
    ).toBe(true);
  });
});

const connector = `config:
  connector.class: FileStreamSource
  tasks.max: 1
  topic: lines
  file: /tmp/lines.txt
`;

async function openSandbox() {
  const sandbox = await startSandbox({ port: 0, connectVersion: '4.3', anyClass: false, clock: realClock() });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

function start(args: readonly string[], cwd = root): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function ended(child: ChildProcess) {
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    written.stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    written.stderr += String(chunk);
  });
  return new Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>(
    (resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal, ...written }));
    },
  );
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('it ended without a word');
}

async function untilTold(child: ChildProcess, isSo: () => boolean): Promise<void> {
  while (!isSo() && child.exitCode === null) await realClock().sleep(10);
}
