import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { eventually } from '../support/eventually.ts';
import { projectFolder } from '../support/project-folder.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

/** A small file system of its own needs Linux, and a kernel that allows user namespaces. */
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

const connector = (topic: string) =>
  `config: { connector.class: FileStreamSource, tasks.max: 1, topic: ${topic}, file: /tmp/in }\n`;

/** Runs the program while `.connect-sync` is a file system of 64 kB that is full; what is in `control` is done to it. */
const script = `
mkdir -p .connect-sync
mount -t tmpfs -o size=64k none .connect-sync || exit 1
head -c 100000 /dev/zero > .connect-sync/ballast 2>/dev/null
"$@" &
until [ -e "$control/room" ]; do sleep 0.1; done
rm .connect-sync/ballast
until [ -e "$control/end" ]; do sleep 0.1; done
kill $!
wait $!
find .connect-sync -type f > "$control/files"
`;

/** The program on a full disk. */
interface OnFullDisk {
  readonly written: { readonly stdout: string; readonly stderr: string };
  makeRoom(): void;
  /** Ends the program, and returns the paths of the files that it has left. */
  end(): Promise<readonly string[]>;
}

function startOnFullDisk({ folder, sandbox }: Tryout, options: readonly string[]): OnFullDisk {
  const command = [process.execPath, builtProgram, 'reconcile', '--cluster', sandbox.url, '--listen', 'none'];
  const args = [...command, '--settle', '0s', '--stable-for', '0s', '--interval', '1s', ...options];
  const control = projectFolder({ started: '' });
  const child = spawn('unshare', ['-rm', 'sh', '-c', script, 'sh', ...args], {
    cwd: folder.directory,
    env: { ...process.env, control: control.directory },
    detached: true,
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk) => {
      written[stream] += String(chunk);
    });
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
  });
  return {
    written,
    makeRoom: () => control.write('room', ''),
    async end() {
      control.write('end', '');
      await ended;
      return readFileSync(path.join(control.directory, 'files'), 'utf8').trim().split('\n');
    },
  };
}

async function drifted(): Promise<Tryout> {
  const world = await tryout({ files: { 'connectors/orders.yaml': connector('before') } });
  expect((await world.run(['apply', '--yes', '--stable-for', '0s'])).exitCode).toBe(0);
  world.sandbox.clearRequests();
  world.folder.write('connectors/orders.yaml', connector('after'));
  return world;
}

describe.skipIf(!canMount)('a full disk', () => {
  it('for backups: nothing is written to the cluster, the run says why, and work goes on when there is room', async () => {
    const world = await drifted();
    const program = startOnFullDisk(world, ['--mode', 'heal']);
    const runs = () => program.written.stdout.match(/: error, in /g)?.length ?? 0;
    await eventually(async () => expect(runs(), program.written.stderr).toBeGreaterThan(1));
    expect(world.writes()).toEqual([]);
    expect(program.written.stdout).toContain(
      'nothing has been changed, because the backup cannot be written to .connect-sync/backups: no space left on the device',
    );
    program.makeRoom();
    await eventually(async () => expect(program.written.stdout).toMatch(/: applied, 1 applied, in /));
    expect(world.writes()).toEqual(['PUT /connectors/orders/config']);
    // What the failed attempts began is gone.
    const backups = (await program.end()).filter((file) => /orders.*\.json$/.test(file));
    expect(backups).toHaveLength(1);
  });

  it('for the lock of the active replica: it is not active meanwhile, and says why', async () => {
    const world = await drifted();
    const program = startOnFullDisk(world, ['--mode', 'heal', '--leader-election', '.connect-sync/lock']);
    await eventually(async () => expect(program.written.stderr).toMatch(/ENOSPC|no space/));
    expect(world.sandbox.requests).toEqual([]);
    program.makeRoom();
    await eventually(async () => expect(program.written.stdout).toMatch(/: applied, 1 applied, in /));
    await program.end();
  });

  it('for the log: the work goes on, and the end says that the output is incomplete', async () => {
    const world = await drifted();
    const full = openSync('/dev/full', 'w');
    const reconcile = ['reconcile', '--mode', 'heal', '--cluster', world.sandbox.url, '--listen', 'none'];
    const child = spawn(
      process.execPath,
      [builtProgram, ...reconcile, '--settle', '0s', '--stable-for', '0s', '--interval', '1s'],
      { cwd: world.folder.directory, stdio: ['ignore', full, 'pipe'] },
    );
    closeSync(full);
    onTestFinished(() => void child.kill('SIGKILL'));
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += String(chunk);
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await eventually(async () => expect(world.writes()).toHaveLength(1));
    world.folder.write('connectors/orders.yaml', connector('later'));
    await eventually(async () => expect(world.writes()).toHaveLength(2));
    child.kill('SIGTERM');
    expect([await ended, stderr]).toEqual([1, expect.stringContaining('the output could not be written')]);
  });
});
