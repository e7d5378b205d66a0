import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished } from 'vitest';
import { Elector } from '../../src/leader/elector.ts';
import { leaseMilliseconds } from '../../src/leader/lease-times.ts';
import { LockFileStore } from '../../src/leader/lock-file-store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

function lockFile(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'connect-sync-lock-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return path.join(made, 'lock');
}

/** Replicas that share a file, in virtual time. */
function replicasOf(file: string) {
  const clock = new VirtualClock({ quietTurns: 12 });
  const problems: string[] = [];
  const replica = (name: string) =>
    new Elector(name, new LockFileStore(file, name), { clock, onProblem: (text) => problems.push(text) });
  return { clock, problems, replica };
}

const holderIn = (file: string) => (JSON.parse(readFileSync(file, 'utf8')) as { holder: string }).holder;

it('a lock file has one holder, who renews it, and the next one when it is given back', async () => {
  const file = lockFile();
  const { clock, replica } = replicasOf(file);
  const [end, other] = [new AbortController(), new AbortController()];
  const term = await replica('one').lead(end.signal);
  const first = readFileSync(file, 'utf8');
  const two = replica('two');
  const waiting = two.lead(other.signal);
  await clock.sleep(60_000);
  expect([holderIn(file), two.view.isActive, two.view.holder]).toEqual(['one', false, 'one']);
  expect(readFileSync(file, 'utf8')).not.toBe(first);
  await term.end();
  const next = await waiting;
  expect(holderIn(file)).toBe('two');
  await next.end();
  expect(holderIn(file)).toBe('');
  expect(readdirSync(path.dirname(file)), 'no partial file is left').toEqual(['lock']);
});

it('of many replicas that start at the same moment one is active', async () => {
  const file = lockFile();
  const { clock, replica, problems } = replicasOf(file);
  const end = new AbortController();
  const all = ['a', 'b', 'c', 'd', 'e'].map(replica);
  const terms = all.map((one) => one.lead(end.signal));
  await clock.sleep(60_000);
  expect(all.filter(({ view }) => view.isActive)).toHaveLength(1);
  // Each prepares its record in a file of its own.
  expect(problems).toEqual([]);
  end.abort('SIGTERM');
  for (const term of await Promise.all(terms)) await term.end();
});

it.each(['garbage', '', '{"holder":7}', '[]', 'null'])(
  'a lock file with the text %j is waited for as long as a lease, and then taken',
  async (text) => {
    const file = lockFile();
    writeFileSync(file, text);
    const { clock, replica } = replicasOf(file);
    const start = clock.now();
    const one = replica('one');
    const leading = one.lead(new AbortController().signal);
    await clock.sleep(5_000);
    expect(one.view.holder).toBe('unknown (the lock file has no valid record)');
    const term = await leading;
    expect(clock.now() - start).toBeGreaterThanOrEqual(leaseMilliseconds);
    await term.end();
  },
);

const cannotRead = [
  ['is a folder', (file: string) => mkdirSync(file), /it is no regular file/],
  ['is too large', (file: string) => writeFileSync(file, 'x'.repeat(5_000)), /more than 4096 bytes/],
  [
    'is in a file',
    (file: string) => {
      rmSync(path.dirname(file), { recursive: true });
      writeFileSync(path.dirname(file), '');
    },
    /a part of the path is not a folder/,
  ],
] as const;

it.each(cannotRead)('a lock file that %s is a problem that is reported once', async (_name, make, why) => {
  const file = lockFile();
  make(file);
  const { clock, replica, problems } = replicasOf(file);
  const end = new AbortController();
  const one = replica('one');
  const leading = one.lead(end.signal);
  await clock.sleep(20_000);
  expect(one.view.isActive).toBe(false);
  expect(problems).toEqual([expect.stringMatching(why)]);
  expect(problems[0]).toContain(`the lock file ${file} cannot be read: `);
  end.abort('SIGTERM');
  await leading;
});

it.skipIf(process.getuid?.() === 0)('a lock file that cannot be written says what to check', async () => {
  const file = lockFile();
  chmodSync(path.dirname(file), 0o500);
  const store = new LockFileStore(file, 'one');
  await expect(store.write({ holder: 'one', renewed: '1' }, undefined)).rejects.toThrow(
    /cannot be written: permission denied; check the shared volume/,
  );
});
