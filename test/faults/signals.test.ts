import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type BuiltProgram, type BuiltProgramEnd, startProgram } from '../support/built-program.ts';
import { startFaultProxy, type WireFault } from '../support/fault-proxy.ts';
import { poll } from '../support/poll.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';
import { isWrite } from './fault-kinds.ts';

const file = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';

/** Applies two connectors, one after the other, with a fault on each write; `act` gets the program at the first. */
async function applyTwo(
  fault: WireFault | undefined,
  act: (program: BuiltProgram) => Promise<void>,
): Promise<BuiltProgramEnd> {
  const folder = makeProjectFolder({ 'connectors/a.yaml': file, 'connectors/b.yaml': file });
  const sandbox = await startSandbox({ port: 0, connectVersion: '4.3', anyClass: false, clock: realClock() });
  const proxy = await startFaultProxy(sandbox.url);
  const [url = ''] = proxy.urls;
  proxy.disturb((request) => (isWrite(request) ? fault : undefined));
  const program = startProgram(['apply', '--yes', '--concurrency', '1', '--cluster', url], folder);
  try {
    await poll(async () => proxy.requests.find(isWrite), { what: 'the first write' });
    await act(program);
    return await program.ended;
  } finally {
    program.child.kill('SIGKILL');
    folder.remove();
    await proxy.close();
    await sandbox.close();
  }
}

/** How long a program goes on after a signal, in milliseconds. */
async function untilEnd(program: BuiltProgram, signal: NodeJS.Signals): Promise<number> {
  const sent = performance.now();
  program.child.kill(signal);
  await program.ended;
  return performance.now() - sent;
}

describe.concurrent('a signal', () => {
  it('resolves a call without an answer by reading', async () => {
    const run = await applyTwo({ kind: 'hang-after' }, async (program) => {
      expect(await untilEnd(program, 'SIGINT')).toBeLessThan(7_000);
    });
    expect(run.stdout).toMatch(/^ {2}create {2}a {3}applied/m);
    expect(run.stdout).toMatch(/^ {2}create {2}b {3}not started: the run was interrupted \(SIGINT\)/m);
    expect(run.stdout).toContain('2 planned: 1 applied, 1 not started.');
    expect(run.code).toBe(130);
  });

  it('leaves what no reading shows unknown, in time', async () => {
    const run = await applyTwo({ kind: 'hang' }, async (program) => {
      expect(await untilEnd(program, 'SIGTERM')).toBeLessThan(7_000);
    });
    expect(run.stdout).toContain('2 planned: 1 unknown, 1 not started.');
    expect(run.code).toBe(143);
  });

  it('does not delay the exit after the report', async () => {
    const run = await applyTwo(undefined, async (program) => {
      // Both are written at once; then their health is waited for, for ten seconds.
      await sleep(1_500);
      expect(await untilEnd(program, 'SIGINT')).toBeLessThan(3_000);
    });
    expect(run.stdout).toContain('2 planned: 2 applied.');
    expect(run.code).toBe(130);
  });

  it('that comes again ends the program at once', async () => {
    const run = await applyTwo({ kind: 'hang' }, async (program) => {
      program.child.kill('SIGINT');
      await poll(async () => program.written.stderr.includes('SIGINT') || undefined, { what: 'its answer' });
      expect(await untilEnd(program, 'SIGINT')).toBeLessThan(2_000);
    });
    expect(run.code).toBe(130);
    expect(run.stdout).not.toContain('planned:');
  });
});
