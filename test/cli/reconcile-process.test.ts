import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BuiltProgram, startProgram } from '../support/built-program.ts';
import { eventually } from '../support/eventually.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const names = Array.from({ length: 12 }, (_, index) => `c${index}`);
const connector = (file: string) =>
  `config: { connector.class: FileStreamSource, tasks.max: 1, topic: lines, file: ${file} }\n`;
const filesOf = (file: string) =>
  Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, connector(file)]));

/** The real program on a sandbox; it ends with the test. */
function start({ folder, sandbox }: Tryout, options: readonly string[]): BuiltProgram {
  const args = ['reconcile', '--listen', 'none', '--settle', '0s', '--stable-for', '1s', ...options];
  const program = startProgram([...args, '--cluster', sandbox.url], { directory: folder.directory });
  onTestFinished(async () => {
    program.child.kill('SIGKILL');
    await program.ended;
  });
  return program;
}

const eventsOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** A write that the worker answers after a second, while the program gets a signal. */
async function duringWrite(world: Tryout, options: readonly string[], effect: 'delay' | 'stall') {
  const slow = world.sandbox.worker.inject({
    method: 'PUT',
    path: '/connectors/c0/config',
    effect: effect === 'delay' ? { kind: 'delay', milliseconds: 1_000 } : { kind: 'stall' },
  });
  const program = start(world, options);
  await eventually(async () => expect(slow.hits, program.written.stderr).toBe(1));
  return program;
}

describe('a signal to the running program', () => {
  it('SIGTERM in the middle of a write: the write is finished and reported, nothing new is started, exit 0', async () => {
    const world = await tryout({ files: filesOf('after.txt') });
    const options = ['--mode', 'heal', '--concurrency', '1', '-f', 'json'];
    const program = await duringWrite(world, options, 'delay');
    program.child.kill('SIGTERM');
    const { code, stdout, stderr } = await program.ended;
    expect(code, stderr).toBe(0);
    expect(world.writes()).toEqual(['PUT /connectors/c0/config']);
    expect(world.sandbox.worker.config('c0')).toMatchObject({ file: 'after.txt' });
    const events = eventsOf(stdout);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'finished',
        outcome: expect.objectContaining({ name: 'c0', kind: 'applied' }),
      }),
    );
    expect(events.at(-1)).toMatchObject({ kind: 'controller-stopped' });
  });

  it('a second one ends it at once', async () => {
    const world = await tryout({ files: filesOf('after.txt') });
    const program = await duringWrite(world, ['--mode', 'heal', '--concurrency', '1'], 'stall');
    program.child.kill('SIGTERM');
    await sleep(100);
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(143);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s between two runs ends it with 0', async (signal) => {
    const world = await tryout({ files: filesOf('after.txt') });
    const program = start(world, []);
    await eventually(async () => expect(program.written.stdout).toMatch(/: drift, in /));
    program.child.kill(signal);
    expect(await program.ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/controller-stopped: .*\n$/),
    });
  });

  it.skipIf(process.platform === 'win32')('SIGHUP starts a run at once', async () => {
    const world = await tryout({ files: filesOf('after.txt') });
    const program = start(world, ['--interval', '1h']);
    const runs = () => program.written.stdout.match(/: drift, in /g)?.length ?? 0;
    await eventually(async () => expect(runs()).toBe(1));
    program.child.kill('SIGHUP');
    await eventually(async () => expect(runs()).toBe(2));
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(0);
  });
});

describe('output that is no longer read', () => {
  it('ends the controller as a SIGTERM does', async () => {
    const world = await tryout({ files: filesOf('after.txt') });
    const program = start(world, ['--interval', '1s']);
    await eventually(async () => expect(program.written.stdout).toMatch(/: drift, in /));
    program.child.stdout?.destroy();
    const { code, stderr } = await program.ended;
    expect([code, stderr]).toEqual([0, 'nothing reads the output any more: the controller ends\n']);
  });
});

describe.skipIf(process.platform === 'win32')('SIGHUP before the program is loaded', () => {
  /** It arrives in the first turn of the event loop, when the entry point has run and the program is still read. */
  async function endOf(args: readonly string[]) {
    const { folder, sandbox } = await tryout({ files: filesOf('after.txt') });
    folder.write('hangup.cjs', "setImmediate(() => process.kill(process.pid, 'SIGHUP'));\n");
    const environment = { NODE_OPTIONS: '--require=./hangup.cjs' };
    const { directory } = folder;
    return startProgram([...args, '--cluster', sandbox.url], { directory, environment }).ended;
  }

  it('does not end the controller, whose first run follows', async () => {
    const args = ['reconcile', '--listen', 'none', '--settle', '0s', '--cycles', '1'];
    const stdout = expect.stringMatching(/: drift, in /);
    expect(await endOf(args)).toMatchObject({ code: 0, signal: null, stdout });
  });

  it('ends any other command, as a terminal that closes does', async () => {
    expect(await endOf(['plan'])).toMatchObject({ code: null, signal: 'SIGHUP' });
  });
});

describe('a program that is killed', () => {
  it.each([1, 4, 9])('after %i writes is continued by the next one', async (writes) => {
    const world = await tryout({ files: filesOf('before.txt') });
    expect((await world.run(['apply', '--yes', '--stable-for', '1s'])).exitCode).toBe(0);
    for (const name of names) world.folder.write(`connectors/${name}.yaml`, connector('after.txt'));
    world.sandbox.clearRequests();
    const first = start(world, ['--mode', 'heal']);
    await eventually(async () => expect(world.writes().length).toBeGreaterThanOrEqual(writes));
    first.child.kill('SIGKILL');
    await first.ended;
    const next = await start(world, ['--mode', 'apply', '--cycles', '1']).ended;
    expect(next.code, next.stderr).toBe(0);
    expect((await world.run(['plan', '--detailed-exitcode'])).exitCode).toBe(0);
    const sent = world.writes().filter((write) => write.startsWith('PUT'));
    expect([...new Set(sent)].length, 'no connector is left out, and none is written twice').toBe(
      sent.length,
    );
  });
});
