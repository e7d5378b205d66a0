import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { startProgram } from '../support/built-program.ts';
import { poll } from '../support/poll.ts';
import { projectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { changesCluster } from '../support/tryout.ts';

const six = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'];
const file = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';

async function slowWorker() {
  const sandbox = await startSandbox({ port: 0, connectVersion: '4.3', anyClass: false, clock: realClock() });
  onTestFinished(() => sandbox.close());
  sandbox.worker.inject({
    method: 'PUT',
    path: /^\/connectors\//,
    times: Number.POSITIVE_INFINITY,
    effect: { kind: 'delay', milliseconds: 200 },
  });
  return sandbox;
}

describe.each(['text', 'json'])('an apply -f %s whose output is no longer read', (format) => {
  it('is applied to its end, and its exit code is true', async () => {
    const sandbox = await slowWorker();
    sandbox.worker.failTasksAfter('c5', 0);
    const folder = projectFolder(Object.fromEntries(six.map((name) => [`connectors/${name}.yaml`, file])));
    const apply = ['apply', '--yes', '--stable-for', '100ms', '-f', format, '--cluster', sandbox.url];
    const program = startProgram(apply, folder);
    onTestFinished(() => void program.child.kill('SIGKILL'));
    await poll(async () => sandbox.requests.find(changesCluster), { what: 'the first write' });
    program.child.stdout?.destroy();
    const { code, stderr } = await program.ended;
    expect(six.filter((name) => sandbox.worker.config(name) === undefined)).toEqual([]);
    expect(stderr).toContain('exit 25');
    expect(code).toBe(25);
  });
});

describe('output that cannot be written', () => {
  it('is reported once, and is no success', () => {
    const full = openSync('/dev/full', 'w');
    const run = spawnSync(process.execPath, ['dist/bin.cjs', '--help'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(run.stderr).toBe(
      'error: the output could not be written: ENOSPC: no space left on device, write\n',
    );
    expect(run.status).toBe(1);
  });
});
