import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Tryout, tryout } from '../support/tryout.ts';

type Config = Readonly<Record<string, string>>;

const usual = { 'connector.class': 'FileStreamSource', topic: 'orders', file: '/tmp/orders' };
/** No variable has this value in the run that shows it, and no key says that it is secret. */
const old = 'postgres';

function fileOf(config: Config, more = ''): string {
  const lines = Object.entries({ ...usual, ...config }).map(
    ([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`,
  );
  return `name: orders\n${more}config:\n${lines.join('')}`;
}

function git({ folder }: Tryout, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', folder.directory, ...who, ...args], { stdio: 'pipe' });
}

function commit(world: Tryout): void {
  git(world, 'add', '-A');
  git(world, 'commit', '-q', '-m', 'x');
}

/** A repository whose first commit has this file; the live connector has the old secret. */
async function worldOf(file: string, live: Config = { note: old }): Promise<Tryout> {
  const world = await tryout({ files: { 'connectors/orders.yaml': file } });
  git(world, 'init', '-q', '-b', 'main');
  commit(world);
  world.sandbox.worker.seed([{ name: 'orders', config: { name: 'orders', ...usual, ...live } }]);
  return world;
}

const commands = [
  ...['text', 'json', 'diff', 'json-patch', 'markdown', 'github'].flatMap((format) => [
    ['plan', '-f', format],
    ['drift', '-f', format],
    ['plan', '--prune', '--allow-deletes', '1', '-f', format],
  ]),
  ['plan', '--no-validate', '--verbose'],
  ['show'],
  ['show', '--planned', '-f', 'json'],
];

async function everythingShown({ run }: Tryout, shownBy = commands): Promise<string> {
  let shown = '';
  for (const command of shownBy) {
    const { stdout, stderr } = await run(command);
    shown += `${command.join(' ')}\n${stdout}${stderr}`;
  }
  return shown;
}

const former = fileOf({ note: '${env.NOTE}' });

describe('a live value that came from a variable in an earlier revision is masked', () => {
  it.each([
    ['a literal', fileOf({ note: 'new' })],
    ['a variable of the project', fileOf({ note: 'x-${var.note}' })],
    ['nothing', fileOf({})],
  ])('where the key has %s now, committed or not', async (_now, now) => {
    const world = await worldOf(former);
    world.folder.write('connectors/orders.yaml', now);
    world.folder.write('connect-sync.yaml', 'version: 1\nvars: {note: new}\n');
    const uncommitted = await everythingShown(world);
    expect(uncommitted).toContain('-note: (sensitive #1)');
    expect(uncommitted).not.toContain(old);
    commit(world);
    const committed = await everythingShown(world);
    expect(committed).toContain('-note: (sensitive #1)');
    expect(committed).not.toContain(old);
  });

  it('where the file was renamed', async () => {
    const world = await worldOf(former);
    const folder = path.join(world.folder.directory, 'connectors');
    mkdirSync(path.join(folder, 'team'));
    renameSync(path.join(folder, 'orders.yaml'), path.join(folder, 'team', 'all.yaml'));
    world.folder.write('connectors/team/all.yaml', fileOf({ note: 'new' }));
    commit(world);
    expect(await everythingShown(world)).not.toContain(old);
  });

  it('where the connector was removed and is deleted', async () => {
    const world = await worldOf(former);
    rmSync(path.join(world.folder.directory, 'connectors/orders.yaml'));
    world.folder.write('connect-sync.yaml', 'version: 1\nownership: {names: ["*"]}\n');
    world.folder.write(
      'connectors/other.yaml',
      `name: other\nconfig:\n  connector.class: FileStreamSource\n  topic: x\n`,
    );
    commit(world);
    const shown = await everythingShown(world);
    expect(shown).toContain('"kind": "delete"');
    expect(shown).not.toContain(old);
  });

  it('where a default, a profile or another cluster had the reference, or it was one to a provider', async () => {
    const files = [
      ['version: 1\ndefaults:\n  - config: {note: "${env.NOTE}"}\n', fileOf({})],
      ['version: 1\nprofiles:\n  p: {config: {note: "${env.NOTE}"}}\n', fileOf({}, 'extends: [p]\n')],
      ['version: 1\n', fileOf({ note: '${file:/run/s.properties:note}' })],
    ] as const;
    for (const [project, file] of files) {
      const world = await worldOf(file);
      world.folder.write('connect-sync.yaml', project);
      commit(world);
      world.folder.write('connect-sync.yaml', 'version: 1\n');
      world.folder.write('connectors/orders.yaml', fileOf({ note: 'new' }));
      commit(world);
      const shown = await everythingShown(world, [['plan'], ['plan', '-f', 'json'], ['show']]);
      expect(shown, file).toContain('-note: (sensitive #1)');
      expect(shown).not.toContain(old);
    }
  });

  it('where only the target branch of a pull request has the reference', async () => {
    const world = await worldOf(fileOf({ note: 'older' }));
    git(world, 'checkout', '-q', '-b', 'topic');
    git(world, 'checkout', '-q', 'main');
    world.folder.write('connectors/orders.yaml', former);
    commit(world);
    git(world, 'checkout', '-q', 'topic');
    expect(await everythingShown(world)).not.toContain(old);
  });

  it('in backups and import as well', async () => {
    const world = await worldOf(former);
    world.folder.write('connectors/orders.yaml', fileOf({ note: 'new' }));
    commit(world);
    const imported = await world.run(['import', '--dry-run', '-f', 'json']);
    expect(imported.exitCode, imported.stderr).toBe(0);
    expect(imported.stdout).not.toContain(old);
    const applied = await world.run(['apply', '--yes', '--stable-for', '500ms']);
    expect(applied.exitCode, applied.stderr).toBe(0);
    const root = path.join(world.folder.directory, '.connect-sync/backups');
    const [backup = ''] = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.json'),
    );
    expect(JSON.parse(readFileSync(path.join(root, backup), 'utf8')).secretKeys).toEqual(['note']);
  });
});

describe('a live value stays readable', () => {
  it('that an earlier revision declares in clear, later than any reference', async () => {
    const world = await worldOf(former);
    world.folder.write('connectors/orders.yaml', fileOf({ note: old, topic: 'orders' }));
    commit(world);
    world.folder.write('connectors/orders.yaml', fileOf({ note: 'new', topic: 'others' }));
    commit(world);
    const { stdout } = await world.run(['plan']);
    expect(stdout).toContain(`-note: ${old}\n    +note: new`);
    expect(stdout).toContain('-topic: orders\n    +topic: others');
  });

  it('that no revision refers to, and one of another connector', async () => {
    const world = await worldOf(fileOf({ note: 'first' }), { note: 'by hand' });
    world.folder.write('connectors/second.yaml', former.replace('name: orders', 'name: second'));
    commit(world);
    expect((await world.run(['drift'], { environment: { NOTE: 'another' } })).stdout).toContain(
      '-note: by hand\n    +note: first',
    );
  });

  it('without a repository, without commits and without Git', async () => {
    const world = await tryout({ files: { 'connectors/orders.yaml': fileOf({ note: 'new' }) } });
    world.sandbox.worker.seed([{ name: 'orders', config: { name: 'orders', ...usual, note: old } }]);
    const plan = async () => {
      const run = await world.run(['plan']);
      expect(run.exitCode, run.stderr).toBe(0);
      expect(run.stdout).toContain(`-note: ${old}\n    +note: new`);
      expect(run.stderr).toBe('');
    };
    await plan();
    git(world, 'init', '-q');
    await plan();
    const { PATH } = process.env;
    process.env['PATH'] = '/nowhere';
    try {
      await plan();
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});
