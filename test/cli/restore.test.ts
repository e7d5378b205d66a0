import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ConnectVersion, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { backupsOf } from '../support/backups-of.ts';
import { realClock } from '../support/real-clock.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const quick = ['--yes', '--stable-for', '1s'];
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

/** Applies one version of the files after another; each apply backs up what it overwrites or deletes. */
async function afterApplying(
  versions: readonly Readonly<Record<string, string>>[],
  options: { readonly connectVersion?: ConnectVersion; readonly project?: string } = {},
): Promise<Tryout> {
  const world = await tryout({
    files: { ...(options.project && { 'connect-sync.yaml': options.project }) },
    connectVersion: options.connectVersion ?? '4.3',
    environment: { NOTE: secret },
  });
  for (const files of versions) {
    for (const [file, text] of Object.entries(files)) world.folder.write(file, text);
    const run = await world.run(['apply', ...quick]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
  }
  return world;
}

function backupFiles({ folder }: Tryout): readonly string[] {
  return backupsOf(folder.directory).map(({ file }) => file);
}

/** The first backup, changed. */
function rewrite(world: Tryout, change: (text: string) => string): string {
  const [file = ''] = backupFiles(world);
  const absolute = path.join(world.folder.directory, file);
  writeFileSync(absolute, change(readFileSync(absolute, 'utf8')));
  return file;
}

const absent = 'state: absent\n';

describe.each<ConnectVersion>(['2.8', '3.4', '3.9', '4.3'])('on Kafka Connect %s', (connectVersion) => {
  it.each(['running', 'paused', 'stopped'] as const)(
    'restores a deleted connector that was %s',
    async (state) => {
      if (state === 'stopped' && (connectVersion === '2.8' || connectVersion === '3.4')) return;
      const world = await afterApplying([{ 'connectors/a.yaml': connector('a.txt', `state: ${state}\n`) }], {
        connectVersion,
      });
      const before = {
        config: world.sandbox.worker.config('a'),
        state: world.sandbox.worker.targetState('a'),
      };
      world.folder.write('connectors/a.yaml', absent);
      expect((await world.run(['apply', ...quick])).exitCode).toBe(0);
      expect(world.sandbox.worker.config('a')).toBeUndefined();
      const run = await world.run(['restore', ...backupFiles(world), ...quick]);
      expect(run.exitCode, run.stdout + run.stderr).toBe(0);
      expect(run.stdout).toMatch(/^\+ a +create /m);
      expect(run.stdout + run.stderr).not.toContain(secret);
      expect({
        config: world.sandbox.worker.config('a'),
        state: world.sandbox.worker.targetState('a'),
      }).toEqual(before);
      const again = await world.run(['restore', ...backupFiles(world)]);
      expect(again.stdout).toContain('No differences: 1 connector');
      expect(again.exitCode).toBe(0);
    },
  );

  it('restores a changed connector, and backs up what that overwrites', async () => {
    const world = await afterApplying(
      [
        { 'connectors/a.yaml': connector('a.txt', 'state: paused\n') },
        { 'connectors/a.yaml': connector('b.txt', 'state: running\n').replace('lines', 'others') },
      ],
      { connectVersion },
    );
    const earlier = backupFiles(world);
    const [file = ''] = earlier;
    const run = await world.run(['restore', file, ...quick]);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(run.stdout).toContain('-file: b.txt');
    expect(run.stdout).toContain('+file: a.txt');
    expect(run.stdout).toContain('+state: paused');
    expect(world.sandbox.worker.config('a')).toMatchObject({ file: 'a.txt', topic: 'lines', note: secret });
    expect(world.sandbox.worker.targetState('a')).toBe('PAUSED');
    // The accelerated clock of each run starts anew, so the new backup may sort before the earlier one.
    const taken = backupsOf(world.folder.directory).find((backup) => !earlier.includes(backup.file));
    expect(taken?.document.connector).toMatchObject({
      state: 'RUNNING',
      config: { file: 'b.txt', topic: 'others' },
    });
  });
});

describe('restore', () => {
  it('restores several connectors at once, and overwrites what was created since', async () => {
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt'), 'connectors/b.yaml': connector('b.txt') },
      { 'connectors/a.yaml': absent, 'connectors/b.yaml': absent },
    ]);
    world.sandbox.worker.seed([
      { name: 'a', config: { 'connector.class': 'FileStreamSource', topic: 'x', file: 'else.txt' } },
    ]);
    const run = await world.run(['restore', ...backupFiles(world), ...quick]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain('Plan: 1 create, 1 update');
    expect(world.sandbox.worker.config('a')).toMatchObject({ file: 'a.txt', topic: 'lines' });
    expect(world.sandbox.worker.config('b')).toMatchObject({ file: 'b.txt' });
  });

  it('asks for confirmation, and writes nothing if declined or non-interactive', async () => {
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt') },
      { 'connectors/a.yaml': absent },
    ]);
    world.sandbox.clearRequests();
    expect((await world.run(['restore', ...backupFiles(world)], { answers: ['n'] })).exitCode).toBe(1);
    expect((await world.run(['restore', ...backupFiles(world)])).exitCode).toBe(64);
    expect(world.writes()).toEqual([]);
  });

  it('masks values from the environment even if the file and the variable are gone', async () => {
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt') },
      { 'connectors/a.yaml': absent },
    ]);
    world.folder.write('connectors/a.yaml', connector('other.txt').replace('  note: ${env.NOTE}\n', ''));
    for (const format of ['text', 'json']) {
      const run = await world.run(['restore', ...backupFiles(world), '-f', format, '-v'], {
        environment: { NOTE: '' },
        answers: ['n'],
      });
      expect(run.stdout).toContain('(sensitive #1)');
      expect(run.stdout + run.stderr).not.toContain(secret);
    }
  });

  it('reports where offsets were saved, and that they are not restored', async () => {
    const world = await afterApplying([{ 'connectors/a.yaml': connector('a.txt') }]);
    world.sandbox.worker.setOffsets('a', [{ partition: { filename: 'a.txt' }, offset: { position: 7 } }]);
    world.folder.write('connectors/a.yaml', absent);
    await world.run(['apply', ...quick]);
    const [file = ''] = backupFiles(world);
    const run = await world.run(['restore', file, ...quick]);
    expect(run.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `its offsets were saved in ${file} and are not restored`,
    );
    expect(world.writes().some((line) => line.includes('offsets'))).toBe(false);
  });

  it('warns which connector file will undo it, and for which keys', async () => {
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt'), 'connectors/b.yaml': connector('b.txt') },
      { 'connectors/a.yaml': connector('new.txt', 'state: paused\n'), 'connectors/b.yaml': absent },
    ]);
    const files = backupFiles(world);
    expect((await world.run(['restore', ...files, ...quick, '--strict'])).exitCode).toBe(29);
    const run = await world.run(['restore', ...files, ...quick]);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toMatch(
      /the next apply will revert the restore of "a".*\(file and state\)\n +--> connectors\/a\.yaml:1:1/,
    );
    expect(run.stderr).toMatch(/the restore of "b".*\(state: absent\)\n +--> connectors\/b\.yaml:1:8/);
    const strict = await world.run(['restore', ...files, ...quick, '--strict']);
    expect(strict.exitCode).toBe(0);
    expect(strict.stdout, 'nothing is left to be done').toContain('No differences');
  });

  it('gives no such warning if the file declares the same, or a variable is not set in this run', async () => {
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt') },
      { 'connectors/a.yaml': connector('b.txt') },
    ]);
    world.folder.write('connectors/a.yaml', connector('a.txt'));
    const run = await world.run(['restore', ...backupFiles(world), ...quick], { environment: { NOTE: '' } });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).not.toContain('warning');
  });

  it('warns that pruning will delete connectors that no file declares', async () => {
    const project = 'version: 1\nownership: { names: ["*"], protect: ["safe-*"] }\n';
    const files = { 'connectors/keep.yaml': connector('keep.txt') };
    const world = await afterApplying(
      [
        { ...files, 'connectors/a.yaml': connector('a.txt'), 'connectors/safe-b.yaml': connector('b.txt') },
        { 'connectors/a.yaml': connector('x.txt'), 'connectors/safe-b.yaml': connector('x.txt') },
      ],
      { project },
    );
    for (const name of ['a', 'safe-b'])
      world.folder.write(`connectors/${name}.yaml`, connector('o.txt', `name: other-${name}\n`));
    const run = await world.run(['restore', ...backupFiles(world), ...quick]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stderr).toContain('the next apply --prune will delete "a" again');
    expect(run.stderr).not.toContain('"safe-b" again');
    expect(run.stdout, 'other live connectors are not mentioned').not.toContain('keep');
  });

  it('keeps the live values of keys that are managed elsewhere', async () => {
    const ignoring = 'ignoreKeys: [tasks.max]\n';
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt', ignoring) },
      { 'connectors/a.yaml': connector('b.txt', ignoring) },
    ]);
    world.sandbox.worker.editConfig('a', { 'tasks.max': '3' });
    expect((await world.run(['restore', ...backupFiles(world), ...quick])).exitCode).toBe(0);
    expect(world.sandbox.worker.config('a')).toMatchObject({ file: 'a.txt', 'tasks.max': '3' });
  });

  it('takes over a connector without an ownership marker only with --adopt', async () => {
    const project = 'version: 1\nownership: { marker: owned.by, repository: ours }\n';
    const world = await afterApplying(
      [{ 'connectors/a.yaml': connector('a.txt') }, { 'connectors/a.yaml': absent }],
      { project },
    );
    world.sandbox.worker.seed([
      { name: 'a', config: { 'connector.class': 'FileStreamSource', topic: 'x', file: 'else.txt' } },
    ]);
    const refused = await world.run(['restore', ...backupFiles(world), ...quick]);
    expect(refused.exitCode).toBe(22);
    expect(refused.stdout).toContain('refused[needs-adoption]');
    const run = await world.run(['restore', ...backupFiles(world), ...quick, '--adopt', 'a']);
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    expect(world.sandbox.worker.config('a')).toMatchObject({ file: 'a.txt', 'owned.by': 'ours' });
  });

  it('works despite an invalid connector file', async () => {
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt') },
      { 'connectors/a.yaml': absent },
    ]);
    world.folder.write('connectors/broken.yaml', 'config: [\n');
    const run = await world.run(['restore', ...backupFiles(world), ...quick]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(world.sandbox.worker.config('a')).toBeDefined();
  });

  it('works without a project', async () => {
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt') },
      { 'connectors/a.yaml': absent },
    ]);
    const elsewhere = await tryout({ files: {} });
    const [file = ''] = backupFiles(world);
    elsewhere.folder.write('a.json', readFileSync(path.join(world.folder.directory, file)));
    const run = await elsewhere.run(['restore', 'a.json', '--cluster', world.sandbox.url, ...quick]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(world.sandbox.worker.config('a')).toMatchObject({ file: 'a.txt' });
  });

  it('suggests a restore command as the next step', async () => {
    const world = await afterApplying([
      { 'connectors/a.yaml': connector('a.txt') },
      { 'connectors/a.yaml': absent },
    ]);
    const [file = ''] = backupFiles(world);
    world.sandbox.worker.inject({
      method: 'PUT',
      path: '/connectors/a/config',
      effect: {
        kind: 'answer',
        answer: { status: 400, body: '{"error_code":400,"message":"no"}', contentType: 'application/json' },
      },
    });
    const run = await world.run(['restore', file, ...quick]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(
      `To review (1 failed): connect-sync restore --cluster ${world.sandbox.url} ${file}`,
    );
  });
});

describe('restore writes nothing if it is refused for', () => {
  async function expectRefusal(
    world: Tryout,
    args: readonly string[],
    expected: { readonly exitCode: number; readonly says: readonly (string | RegExp)[] },
  ): Promise<void> {
    world.sandbox.clearRequests();
    const run = await world.run(['restore', ...args, ...quick]);
    const output = run.stdout + run.stderr;
    for (const part of expected.says) expect(output).toMatch(part);
    expect(run.exitCode, output).toBe(expected.exitCode);
    expect(output).not.toMatch(/^\s+at .*\(|internal error/m);
    expect(output).not.toContain(secret);
    expect(world.writes()).toEqual([]);
  }

  const deleted = [{ 'connectors/a.yaml': connector('a.txt') }, { 'connectors/a.yaml': absent }];

  it.each<[string, (text: string) => string, readonly RegExp[]]>([
    [
      'that is truncated',
      (text) => text.slice(0, text.indexOf(secret) + 5),
      [/error\[invalid-json\]/, /a\.json:19:/],
    ],
    ['that is empty', () => '', [/error\[invalid-json\]/]],
    [
      'with a name that is a path',
      (text) => text.replace('"name": "a"', '"name": "../b"'),
      [/"connector\.name" must match pattern/, /a\.json:13:13/],
    ],
    [
      'with a value that is not a string',
      (text) => text.replace('"tasks.max": "1"', '"tasks.max": 1'),
      [/"connector\.config\.tasks\.max" must be of type string or null/],
    ],
    [
      'with a newer version',
      (text) => text.replace('"version": 1', '"version": 9'),
      [/version 9 is not supported: this connect-sync reads version 1 only/],
    ],
    [
      'with a value masked by the worker',
      (text) => text.replace(secret, '****'),
      [/the worker masked note when/],
    ],
  ])('a backup %s', async (_what, change, says) => {
    const world = await afterApplying(deleted);
    await expectRefusal(world, [rewrite(world, change)], { exitCode: 29, says });
    expect(world.sandbox.requests, 'the cluster is not contacted').toEqual([]);
  });

  it('a file that is not a backup, next to one that is', async () => {
    const world = await afterApplying(deleted);
    await expectRefusal(world, [...backupFiles(world), 'connectors/a.yaml', 'nowhere.json'], {
      exitCode: 29,
      says: [/error\[invalid-json\]/, /error\[unreadable-file\]/, /2 errors in 3 files/],
    });
  });

  it('a backup left incomplete by a kill', async () => {
    const world = await afterApplying(deleted);
    const [file = ''] = backupFiles(world);
    const partial = path.posix.join(path.posix.dirname(file), '.b.json.partial');
    world.folder.write(partial, readFileSync(path.join(world.folder.directory, file)).subarray(0, 200));
    expect(backupFiles(world), 'it is not recognized as a backup').toEqual([file]);
    await expectRefusal(world, [partial], { exitCode: 29, says: [/error\[invalid-json\]/] });
  });

  it('a config that the worker rejects, at the line of the backup', async () => {
    const world = await afterApplying(deleted);
    const file = rewrite(world, (text) => text.replace('"tasks.max": "1"', '"tasks.max": "many"'));
    await expectRefusal(world, [file], {
      exitCode: 29,
      says: [/a\.json:\d+:\d+/, /Not a number of type INT/],
    });
  });

  it('a stopped connector on a worker that does not support it', async () => {
    const world = await afterApplying(deleted, { connectVersion: '3.4' });
    const file = rewrite(world, (text) => text.replace('"RUNNING"', '"STOPPED"'));
    await expectRefusal(world, [file], { exitCode: 29, says: [/stopped/, /a\.json:15:14/] });
  });

  it('a connector that is not owned', async () => {
    const world = await afterApplying(deleted);
    world.folder.write('connect-sync.yaml', 'version: 1\nownership: { names: ["orders-*"] }\n');
    await expectRefusal(world, backupFiles(world), {
      exitCode: 29,
      says: [/error\[not-owned\]/, /a\.json:13:13/],
    });
  });

  it('a backup of another Kafka cluster, unless allowed', async () => {
    const world = await afterApplying(deleted);
    const other = await startSandbox({
      port: 0,
      connectVersion: '4.3',
      anyClass: false,
      clock: realClock(),
      kafkaClusterId: 'another-cluster',
      pace: 0.1,
    });
    onTestFinished(() => other.close());
    const files = backupFiles(world);
    await expectRefusal(world, [...files, '--cluster', other.url], {
      exitCode: 22,
      says: [
        /refused\[other-cluster\]: this backup is of another Kafka cluster \(sandboxA+\), this one is another-cluster/,
      ],
    });
    expect(other.worker.config('a')).toBeUndefined();
    const run = await world.run([
      'restore',
      ...files,
      '--cluster',
      other.url,
      '--allow-other-cluster',
      ...quick,
    ]);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(other.worker.config('a')).toMatchObject({ file: 'a.txt' });
  });

  it('several clusters', async () => {
    const world = await afterApplying(deleted);
    const files = backupFiles(world);
    const two = ['--cluster', world.sandbox.url, '--cluster', 'http://127.0.0.1:1'];
    await expectRefusal(world, [...files, ...two], { exitCode: 64, says: [/2 are chosen/] });
  });

  it('two backups of one connector', async () => {
    const world = await afterApplying([
      ...deleted,
      { 'connectors/a.yaml': connector('c.txt') },
      { 'connectors/a.yaml': absent },
    ]);
    expect(backupFiles(world)).toHaveLength(2);
    await expectRefusal(world, backupFiles(world), { exitCode: 29, says: [/error\[duplicate-backup\]/] });
  });
});
