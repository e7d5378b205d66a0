import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Tryout, tryout } from '../support/tryout.ts';
import { containerCommand, type Image, missingForImage, runAsRoot, unpackImage } from './image.ts';
import { type RunningProgram, startRunning } from './run-program.ts';

const missing = missingForImage();
if (missing !== undefined) console.log(`skipped: reconcile in the container image: ${missing}`);

let image: Image;
beforeAll(() => {
  if (missing === undefined) image = unpackImage();
}, 60_000);
afterAll(() => image?.remove());

const declared = 'name: a\nconfig: { connector.class: FileStreamSource, topic: a, file: /tmp/a }\n';

/** A connector that differs from its file, so that a run has something to back up and to write. */
async function driftedWorld(): Promise<Tryout> {
  const world = await tryout({
    files: { 'connectors/a.yaml': declared.replace('topic: a', 'topic: before') },
  });
  expect((await world.run(['apply', '--yes', '--stable-for', '0s'])).exitCode).toBe(0);
  world.folder.write('connectors/a.yaml', declared);
  // Temporary folders are private, and the program is another user.
  chmodSync(world.folder.directory, 0o755);
  world.sandbox.clearRequests();
  return world;
}

/** A volume that the user of the image may write. */
function writableVolume(): string {
  const volume = mkdtempSync(path.join(tmpdir(), 'connect-sync-volume-'));
  onTestFinished(() => void runAsRoot('rm', '-rf', volume));
  runAsRoot('chown', image.config.User, volume);
  return volume;
}

function startController(
  { folder, sandbox }: Tryout,
  args: readonly string[],
  volume?: string,
): RunningProgram {
  const options = ['reconcile', '-C', '/work', '--cluster', sandbox.url, '--mode', 'heal', '--settle', '0s'];
  const command = containerCommand(image, [...options, '--stable-for', '0s', ...args], {
    work: folder.directory,
    ...(volume !== undefined && { volume }),
  });
  const program = startRunning(command, { directory: '/' });
  onTestFinished(async () => {
    program.child.kill('SIGKILL');
    await program.ended;
  });
  return program;
}

async function portOf({ written }: RunningProgram): Promise<string> {
  let port = '';
  await eventually(async () => {
    port = /^listening on \S+:(\d+)$/m.exec(written.stderr)?.[1] ?? '';
    expect(port, written.stderr).not.toBe('');
  });
  return port;
}

describe.skipIf(missing !== undefined)('reconcile in the container image', () => {
  it('heals a cluster, is ready for the kubelet, writes into a volume alone, and ends with 0', async () => {
    const world = await driftedWorld();
    const volume = writableVolume();
    const writing = ['--backup', '/tmp/backups', '--leader-election', '/tmp/lock'];
    const program = startController(world, ['--listen', '0.0.0.0:0', ...writing], volume);
    const port = await portOf(program);
    await eventually(async () => {
      expect(world.sandbox.worker.config('a')).toMatchObject({ topic: 'a' });
      // As the kubelet and Prometheus do, which know the pod by its address.
      for (const address of ['127.0.0.1', ...addresses()])
        for (const route of ['healthz', 'readyz', 'metrics'])
          expect((await fetch(`http://${address}:${port}/${route}`)).status, `${address} ${route}`).toBe(200);
    });
    expect(filesIn(volume)).toEqual(['backups', 'lock']);
    expect(filesIn(path.join(volume, 'backups'))).toHaveLength(1);
    const status = statusOf(program);
    expect(status).toMatch(/^Uid:\t65532\t65532\t65532\t65532$/m);
    expect(status).toMatch(/^CapEff:\t0{16}$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    program.child.kill('SIGTERM');
    expect(await program.ended).toMatchObject({
      exitCode: 0,
      stderr: expect.not.stringMatching(/^warning/m),
    });
  });

  it('writes nothing to the cluster where it cannot write the backup, and says so without a stack', async () => {
    const world = await driftedWorld();
    const program = startController(world, ['--listen', 'none', '--cycles', '1']);
    const { exitCode, stdout, stderr } = await program.ended;
    expect(stdout + stderr).toMatch(/the backup cannot be written to .*: the file system is read-only/);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect([exitCode, world.writes()]).toEqual([1, []]);
  });

  it('says where it cannot write the lock file, and stays inactive', async () => {
    const world = await driftedWorld();
    const program = startController(world, ['--listen', '127.0.0.1:0', '--leader-election', '/lock']);
    await portOf(program);
    await eventually(async () => {
      expect(program.written.stderr).toMatch(/^warning: (?=.*lock).*read-only/m);
    });
    program.child.kill('SIGTERM');
    const { exitCode, stderr } = await program.ended;
    expect([exitCode, world.writes()]).toEqual([0, []]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

function filesIn(folder: string): readonly string[] {
  return runAsRoot('ls', folder).trim().split('\n').sort();
}

/** What the kernel says of the process, which sudo starts as a child where it is needed. */
function statusOf({ child: { pid } }: RunningProgram): string {
  const [inner = pid] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return readFileSync(`/proc/${inner}/status`, 'utf8');
}

/** The addresses of this machine in its networks; none where it has no network. */
function addresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((all = []) => all)
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
