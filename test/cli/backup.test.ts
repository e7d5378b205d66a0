import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConnectVersion } from '../../src/sandbox/start-sandbox.ts';
import { asOrdinaryUser } from '../support/as-ordinary-user.ts';
import { backupsOf } from '../support/backups-of.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const apply = ['apply', '--yes', '--stable-for', '1s'];
const usual = '.connect-sync/backups';
const secret = 'canary-secret-value';

function connector(file: string, more = ''): string {
  return `${more}config:
  connector.class: FileStreamSource
  tasks.max: 1
  topic: lines
  file: ${file}
  note: \${env.NOTE}
`;
}

/** Running connectors; the next apply updates one and deletes another. */
async function aboutToLose(connectVersion: ConnectVersion = '4.3'): Promise<Tryout> {
  const world = await tryout({
    files: {
      'connectors/changed.yaml': connector('before.txt'),
      'connectors/gone.yaml': connector('gone.txt', 'state: paused\n'),
      'connectors/kept.yaml': connector('kept.txt'),
    },
    connectVersion,
    environment: { NOTE: secret },
  });
  const first = await world.run(apply);
  expect(first.exitCode, first.stdout + first.stderr).toBe(0);
  expect(backupsOf(world.folder.directory), 'a creation needs no backup').toEqual([]);
  world.folder.write('connectors/changed.yaml', connector('after.txt'));
  world.folder.write('connectors/gone.yaml', 'state: absent\n');
  world.sandbox.clearRequests();
  return world;
}

describe('an apply that updates and deletes', () => {
  it('backs up connectors before its first write, and reports it in one line', async () => {
    const world = await aboutToLose();
    const run = await world.run(apply);
    expect(run.exitCode).toBe(0);
    const backups = backupsOf(world.folder.directory);
    expect(backups.map(({ document }) => [document.connector.name, document.before])).toEqual([
      ['changed', 'update'],
      ['gone', 'delete'],
    ]);
    const folder = path.posix.dirname(backups[0]?.file ?? '');
    expect(run.stderr).toContain(
      `${world.sandbox.url}: backed up 2 connectors, secrets included, to ${folder.split('/').join(path.sep)}\n`,
    );
    expect(backups[0]?.document).toMatchObject({
      cluster: { name: null, url: world.sandbox.url, workerVersion: '4.3.0' },
      connector: { type: 'source', state: 'RUNNING', config: { file: 'before.txt', note: secret } },
      secretKeys: ['note'],
      offsets: { offsets: [] },
      noOffsetsReason: null,
    });
    expect(backups[1]?.document).toMatchObject({
      connector: { state: 'PAUSED', config: { file: 'gone.txt', note: secret } },
      secretKeys: ['note'],
    });
    const requests = world.sandbox.requests.map((request) => `${request.method} ${request.path}`);
    const firstWrite = requests.findIndex((line) => line.startsWith('PUT /connectors/'));
    expect(requests.slice(0, firstWrite)).toEqual(
      expect.arrayContaining(['GET /connectors/changed/offsets', 'GET /connectors/gone/offsets']),
    );
  });

  it('shows no secret, in any format', async () => {
    for (const options of [[], ['-v'], ['-f', 'json']]) {
      const world = await aboutToLose();
      const run = await world.run([...apply, ...options]);
      expect(run.exitCode).toBe(0);
      expect(run.stdout + run.stderr).not.toContain(secret);
      expect(JSON.stringify(backupsOf(world.folder.directory))).toContain(secret);
    }
  });

  it('reports the folder as an event with -f json', async () => {
    const world = await aboutToLose();
    const run = await world.run([...apply, '-f', 'json']);
    const lines = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [event] = lines.filter(({ kind }) => kind === 'backed-up');
    expect(event).toMatchObject({ cluster: world.sandbox.url, connectors: 2 });
    expect(existsSync(path.join(world.folder.directory, event.folder, 'gone.json'))).toBe(true);
    expect(lines.findIndex(({ kind }) => kind === 'backed-up')).toBeLessThan(
      lines.findIndex(({ kind }) => kind === 'started'),
    );
  });

  it.each<[ConnectVersion, RegExp]>([
    ['2.8', /Kafka Connect 2\.8\.2 does not return offsets/],
    ['3.4', /Kafka Connect 3\.4\.1 does not return offsets/],
  ])('saves the reason if Kafka Connect %s does not return offsets', async (version, why) => {
    const world = await aboutToLose(version);
    expect((await world.run(apply)).exitCode).toBe(0);
    for (const { document } of backupsOf(world.folder.directory)) {
      expect(document.offsets).toBeNull();
      expect(document.noOffsetsReason).toMatch(why);
    }
  });

  it.each<[string, number, string]>([
    ['is forbidden', 403, '{"error_code":403,"message":"no"}'],
    ['fails', 500, '{"error_code":500,"message":"org.apache.kafka.common.errors.TimeoutException"}'],
    ['returns a login page', 200, '<html><title>Login</title></html>'],
  ])('continues if reading offsets %s, and saves the reason', async (_what, status, body) => {
    const world = await aboutToLose();
    const contentType = body.startsWith('<') ? 'text/html' : 'application/json';
    world.sandbox.worker.inject({
      path: /\/offsets$/,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'answer', answer: { status, body, contentType } },
    });
    const run = await world.run(apply);
    expect(run.exitCode, run.stderr).toBe(0);
    const documents = backupsOf(world.folder.directory).map(({ document }) => document);
    expect(documents).toHaveLength(2);
    for (const document of documents) {
      expect(document.offsets).toBeNull();
      expect(document.noOffsetsReason).toMatch(/^cannot read the offsets of "/);
    }
  });

  it('is ignored by Git and readable by the user alone', async () => {
    const world = await aboutToLose();
    await world.run(apply);
    const root = path.join(world.folder.directory, usual);
    expect(readFileSync(path.join(root, '.gitignore'), 'utf8')).toBe('*\n');
    if (process.platform === 'win32') return;
    const [run = ''] = readdirSync(root).filter((name) => name !== '.gitignore');
    expect(statSync(root).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(root, run)).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(root, run, 'gone.json')).mode & 0o777).toBe(0o600);
  });

  it('writes to the folder of --backup, relative to the working directory', async () => {
    const world = await aboutToLose();
    const outside = path.dirname(world.folder.directory);
    const directory = path.basename(world.folder.directory);
    const run = await world.run([...apply, '-C', directory, '--backup', 'mine/deep'], { directory: outside });
    expect(run.exitCode, run.stderr).toBe(0);
    expect(backupsOf(world.folder.directory, 'mine/deep')).toHaveLength(2);
    expect(existsSync(path.join(world.folder.directory, '.connect-sync'))).toBe(false);
    expect(run.stderr).toContain(`secrets included, to ${path.join('mine', 'deep')}`);
  });

  it('saves nothing with --backup none', async () => {
    const world = await aboutToLose();
    const run = await world.run([...apply, '--backup', 'none']);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).not.toContain('saved');
    expect(readdirSync(world.folder.directory)).toEqual(['connectors']);
    expect(world.sandbox.requests.some((request) => request.path.endsWith('/offsets'))).toBe(false);
  });

  it('saves nothing if nothing is applied: not confirmed, no terminal, no changes', async () => {
    const world = await aboutToLose();
    expect((await world.run(['apply'], { answers: ['n'] })).exitCode).toBe(1);
    expect((await world.run(['apply'])).exitCode).toBe(64);
    expect((await world.run(['plan'])).exitCode).toBe(0);
    expect((await world.run([...apply, '--only', 'kept'])).exitCode).toBe(0);
    expect(backupsOf(world.folder.directory)).toEqual([]);
  });

  it('keeps the backups of every run', async () => {
    const world = await aboutToLose();
    await world.run(apply);
    world.folder.write('connectors/changed.yaml', connector('third.txt'));
    await world.run(apply);
    const files = backupsOf(world.folder.directory).map(({ document }) => document.connector.config['file']);
    expect(files.sort()).toEqual(['after.txt', 'before.txt', 'gone.txt']);
  });
});

describe('an apply whose backup cannot be written', () => {
  async function expectRefusal(world: Tryout, args: readonly string[], says: RegExp): Promise<void> {
    const run = await world.run([...apply, ...args]);
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toContain('error[backup-not-written]');
    expect(run.stderr).toContain('nothing has been changed');
    expect(run.stderr).toContain('--backup none');
    expect(run.stderr).not.toMatch(/^\s+at .*\(|internal error/m);
    expect(world.writes()).toEqual([]);
  }

  it.skipIf(process.platform === 'win32')('writes nothing: the folder is read-only', async () => {
    const world = await aboutToLose();
    chmodSync(world.folder.directory, 0o555);
    try {
      await asOrdinaryUser(world.folder, () =>
        expectRefusal(world, [], /cannot be written to \.connect-sync.backups: permission denied/),
      );
    } finally {
      chmodSync(world.folder.directory, 0o755);
    }
    expect((await world.run([...apply, '--backup', 'none'])).exitCode).toBe(0);
  });

  it('writes nothing: a file is in the place of the folder', async () => {
    const world = await aboutToLose();
    world.folder.write('mine', '');
    await expectRefusal(world, ['--backup', 'mine'], /a file is in the way/);
    await expectRefusal(world, ['--backup', 'mine/deep'], /a part of the path is not a folder/);
  });

  it('reports the error with -f json', async () => {
    const world = await aboutToLose();
    world.folder.write('mine', '');
    const run = await world.run([...apply, '-f', 'json', '--backup', 'mine']);
    const last = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ kind: 'error', diagnostics: [{ code: 'backup-not-written' }] });
  });

  it('does not change an existing folder', async () => {
    const world = await aboutToLose();
    const mine = path.join(world.folder.directory, 'mine');
    mkdirSync(mine, { mode: 0o755 });
    expect((await world.run([...apply, '--backup', 'mine'])).exitCode).toBe(0);
    expect(existsSync(path.join(mine, '.gitignore'))).toBe(false);
    expect(backupsOf(world.folder.directory, 'mine')).toHaveLength(2);
  });
});
