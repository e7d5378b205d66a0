import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startProgram } from '../support/built-program.ts';
import { eventually } from '../support/eventually.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { tryout } from '../support/tryout.ts';

const names = ['c0', 'c1', 'c2', 'c3'];
const connector = 'config: { connector.class: FileStreamSource, tasks.max: 1, topic: lines, file: in.txt }\n';
const files = Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, connector]));

/** A process in the middle of its first write, and another one that waits for the same lock file. */
async function pair() {
  const world = await tryout({ files });
  const shared = makeProjectFolder({});
  onTestFinished(() => shared.remove());
  const lock = path.join(shared.directory, 'lock');
  const slow = world.sandbox.worker.inject({
    method: 'PUT',
    path: '/connectors/c0/config',
    effect: { kind: 'delay', milliseconds: 2_500 },
  });
  const start = () => {
    const options = [
      '--mode',
      'heal',
      '--concurrency',
      '1',
      '--no-wait',
      '--settle',
      '0s',
      '--listen',
      'none',
    ];
    const args = ['reconcile', ...options, '--leader-election', lock, '--cluster', world.sandbox.url];
    const program = startProgram(args, { directory: world.folder.directory });
    onTestFinished(async () => {
      program.child.kill('SIGKILL');
      await program.ended;
    });
    return program;
  };
  const active = start();
  await eventually(async () => expect(existsSync(lock), active.written.stderr).toBe(true));
  const waiting = start();
  await eventually(async () => expect(slow.hits, active.written.stderr).toBe(1));
  const holder = () => (JSON.parse(readFileSync(lock, 'utf8')) as { holder: string }).holder;
  return { world, active, waiting, holder };
}

async function afterSigterm(): Promise<void> {
  const { world, active, waiting, holder } = await pair();
  const first = holder();
  active.child.kill('SIGTERM');
  await sleep(1_000);
  expect(holder(), 'the lock is kept while the write is in flight').toBe(first);
  const { code, stderr } = await active.ended;
  expect(code, stderr).toBe(0);
  expect(world.writes(), 'what was written when it had ended').toEqual(['PUT /connectors/c0/config']);
  await eventually(async () => expect(world.writes()).toHaveLength(names.length));
  waiting.child.kill('SIGTERM');
  expect((await waiting.ended).code).toBe(0);
  expect(new Set(world.writes()).size, 'none is written twice').toBe(names.length);
  expect(holder()).toBe('');
}

async function afterSigkill(): Promise<void> {
  const { world, active, waiting } = await pair();
  active.child.kill('SIGKILL');
  await active.ended;
  // Less than a lease and a confirmation, from its last renewal on.
  await sleep(20_000);
  expect(world.writes()).toEqual(['PUT /connectors/c0/config']);
  await eventually(async () => expect(world.writes().length).toBeGreaterThanOrEqual(names.length), 40_000);
  waiting.child.kill('SIGTERM');
  expect((await waiting.ended).code).toBe(0);
}

// The only test of the real times: both wait side by side.
it('of two processes that share a lock file, the other one writes when the first has ended, or its lease and the confirmation are over', async () => {
  await Promise.all([afterSigterm(), afterSigkill()]);
});
