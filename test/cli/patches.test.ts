import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { applyPatch } from 'rfc6902';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

const hasPatch = spawnSync('patch', ['--version']).status === 0;
const file = 'state: running\nconfig:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';

/** A cluster with a pending change of every kind, two of them with secrets, and an unchanged connector. */
async function changingWorld(): Promise<Tryout> {
  const names = ['update', 'state', 'same', 'gone', 'secret'];
  const world = await tryout({
    files: Object.fromEntries(names.map((name) => [`connectors/${name}.yaml`, file])),
    environment: { PIN: 'one-secret', NEXT: 'another-one' },
  });
  world.folder.write(
    'connectors/secret.yaml',
    `${file}  some.password: \${env.PIN}\n  other.password: \${env.PIN}\n`,
  );
  expect((await world.run(['apply', '--yes', '--stable-for', '0s'])).exitCode).toBe(0);
  world.folder.write('connectors/update.yaml', `${file}  query: "SELECT a\\n FROM b\\n"\n  batch.size: 7\n`);
  world.folder.write('connectors/state.yaml', file.replace('running', 'paused'));
  world.folder.write('connectors/gone.yaml', 'state: absent\n');
  world.folder.write(
    'connectors/secret.yaml',
    `${file}  some.password: \${env.NEXT}\n  other.password: \${env.PIN}\n`,
  );
  world.folder.write('connectors/new.yaml', `${file}  key.password: \${env.NEXT}\n`);
  return world;
}

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(
    files.sort().map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}

describe('the unified diff of a plan', () => {
  beforeEach(({ skip }) => {
    if (!hasPatch) skip('GNU patch is not installed');
  });

  it.each(['plan', 'drift'])(
    'turns the output of show --out into that of show --planned --out, byte for byte: %s',
    async (command) => {
      const { run, folder } = await changingWorld();
      expect((await run(['show', '--out', 'live'])).exitCode).toBe(0);
      expect((await run(['show', '--planned', '--out', 'planned'])).exitCode).toBe(0);
      const [live, planned] = [path.join(folder.directory, 'live'), path.join(folder.directory, 'planned')];
      const { stdout } = await run([command, '-f', 'diff']);
      expect(Object.keys(filesIn(live))).toEqual(
        ['gone', 'same', 'secret', 'state', 'update'].map((name) => `${name}.yaml`),
      );
      expect(filesIn(live)).not.toEqual(filesIn(planned));
      expect(JSON.stringify([filesIn(live), filesIn(planned)])).not.toMatch(/one-secret|another-one/);
      execFileSync('patch', ['-p1', '--batch', '--fuzz=0'], { cwd: live, input: stdout });
      expect(filesIn(live)).toEqual(filesIn(planned));
    },
  );

  it('has a folder for each of several clusters', async () => {
    const { run, folder, sandbox } = await changingWorld();
    const other = await tryout({ files: {} });
    folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters:\n  east: { url: "${sandbox.url}" }\n  west: { url: "${other.sandbox.url}" }\n`,
    );
    const all = ['--all-clusters'];
    expect((await run(['show', '--out', 'live', ...all])).exitCode).toBe(0);
    expect((await run(['show', '--planned', '--out', 'planned', ...all])).exitCode).toBe(0);
    const [live, planned] = [path.join(folder.directory, 'live'), path.join(folder.directory, 'planned')];
    expect(Object.keys(filesIn(planned))).toContain(path.join('west', 'new.yaml'));
    const { stdout } = await run(['plan', '-f', 'diff', ...all]);
    execFileSync('patch', ['-p1', '--batch', '--fuzz=0'], { cwd: live, input: stdout });
    expect(filesIn(live)).toEqual(filesIn(planned));
  });
});

describe('the JSON Patch of a plan', () => {
  it.each([[['plan']], [['plan', '--invertible']], [['drift']], [['drift', '--invertible']]])(
    'turns show -f json into show --planned -f json with an independent implementation: %j',
    async (command) => {
      const { run } = await changingWorld();
      const document = JSON.parse((await run(['show', '-f', 'json'])).stdout);
      const planned = JSON.parse((await run(['show', '--planned', '-f', 'json'])).stdout);
      const patch = JSON.parse((await run([...command, '-f', 'json-patch'])).stdout);
      expect(applyPatch(document, patch).filter((failure) => failure !== null)).toEqual([]);
      expect(document).toEqual(planned);
    },
  );

  it('tests everything that it replaces and removes with --invertible, and fails on other values', async () => {
    const { run } = await changingWorld();
    const document = JSON.parse((await run(['show', '-f', 'json'])).stdout);
    const patch = JSON.parse((await run(['plan', '--invertible', '-f', 'json-patch'])).stdout);
    const operations = (op: string) =>
      patch.flatMap((one: { op: string; path: string }) => (one.op === op ? [one.path] : []));
    expect(operations('test')).toEqual([...operations('replace'), ...operations('remove')].sort());
    expect(operations('test')).toContain('/state/state');
    document.state.state = 'stopped';
    expect(applyPatch(document, patch).some((failure) => failure?.name === 'TestError')).toBe(true);
  });

  it('is the only format that --invertible accepts', async () => {
    const { run } = await changingWorld();
    for (const command of ['plan', 'drift']) {
      const { exitCode, stdout, stderr } = await run([command, '--invertible']);
      expect(exitCode).toBe(64);
      expect(stderr).toContain('--format json-patch');
      expect(stdout).toBe('');
    }
  });
});

describe('show --out', () => {
  it('writes into a new or empty folder only, and reports what it wrote', async () => {
    const { run, folder } = await changingWorld();
    const first = await run(['show', '--out', 'deep/live', 's*']);
    expect(first).toMatchObject({ exitCode: 0, stdout: '' });
    expect(first.stderr).toBe('Wrote 3 connectors to deep/live.\n');
    const before = filesIn(path.join(folder.directory, 'deep/live'));
    const second = await run(['show', '--out', 'deep/live']);
    expect(second.exitCode).toBe(1);
    expect(second.stderr).toContain('error[folder-not-empty]: deep/live is not empty');
    expect(filesIn(path.join(folder.directory, 'deep/live'))).toEqual(before);
  });

  it('writes nothing if a cluster cannot be read', async () => {
    const { run, folder, sandbox } = await changingWorld();
    folder.write(
      'connect-sync.yaml',
      `version: 1\nclusters:\n  east: { url: "${sandbox.url}" }\n  west: { url: "http://127.0.0.1:1" }\n`,
    );
    expect((await run(['show', '--out', 'live', '--all-clusters'])).exitCode).toBe(28);
    expect(existsSync(path.join(folder.directory, 'live'))).toBe(false);
  });

  it('skips a live connector whose name could lead out of the folder, with a warning', async () => {
    const { run, folder, sandbox } = await changingWorld();
    const config = { 'connector.class': 'FileStreamSource', topic: 'x' };
    sandbox.worker.seed([
      { name: '../outside', config },
      { name: 'odd name', config },
    ]);
    const { exitCode, stderr } = await run(['show', '--out', 'live']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning: skipped ../outside');
    expect(existsSync(path.join(folder.directory, 'outside.yaml'))).toBe(false);
    expect(Object.keys(filesIn(path.join(folder.directory, 'live'))).sort()).toContain('odd name.yaml');
  });

  it.each([
    [['--reveal'], 'files would store secrets'],
    [['-f', 'json'], 'writes YAML files'],
  ])('cannot be combined with %j', async (args, why) => {
    const { run, folder } = await changingWorld();
    const { exitCode, stderr } = await run(['show', '--out', 'live', ...args]);
    expect(exitCode).toBe(64);
    expect(stderr).toContain(why);
    expect(existsSync(path.join(folder.directory, 'live'))).toBe(false);
  });
});
