import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportView } from '../../src/model/import-view.ts';
import { asOrdinaryUser } from '../support/as-ordinary-user.ts';
import { builtProgram } from '../support/built-program.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type CliWorld, runCli } from '../support/run-cli.ts';

const config = { 'connector.class': 'FileStreamSink', topics: 'a', file: '/data/a.txt' };

function connector(name: string): string {
  return JSON.stringify({ name, config });
}

async function importFrom(
  { directory }: ProjectFolder,
  from: readonly string[],
  world: Partial<CliWorld> & { readonly options?: readonly string[] } = {},
) {
  const args = ['import', '--from', ...from, ...(world.options ?? []), '-f', 'json'];
  const { exitCode, stdout } = await runCli(args, { directory, ...world });
  const view = JSON.parse(stdout) as ImportView;
  const errors = view.diagnostics.filter(({ severity }) => severity === 'error');
  return { exitCode, view, errors };
}

function written({ directory }: ProjectFolder): readonly string[] {
  const out = path.join(directory, 'connectors');
  return existsSync(out) ? readdirSync(out).sort() : [];
}

/** A file of every kind that is broken: contents, and the reason with the line. */
const broken: readonly (readonly [string, string | Uint8Array, string, number])[] = [
  ['cut.json', '{"name": "x",\n "config": {"connector.class": "X",', 'ends too early', 2],
  ['quote.sh', `echo start\ncurl http://c/connectors -d '{"connector.class": "X"`, 'unterminated', 2],
  ['binary.json', Buffer.from(`${connector('x')}\n\0\x01`), 'binary file', 2],
  ['latin.json', Buffer.from(`\n${connector('ä')}`, 'latin1'), 'not valid UTF-8', 2],
  ['large.json', Buffer.alloc(17 * 1024 * 1024, ' '), 'larger than 16 MiB', 1],
  ['empty.json', '', 'it is empty', 1],
  ['blank.yaml', '\n \n', 'it is empty', 1],
  ['deep.json', '['.repeat(200_000) + ']'.repeat(200_000), 'nested too deeply', 1],
  ['bomb.yaml', bomb(), 'nested too deeply', 1],
];

function bomb(): string {
  const level = (number: number) => `a${number}: &a${number} [${`*a${number - 1}, `.repeat(9)}]\n`;
  return `connector.class: X\na0: &a0 [x]\n${[1, 2, 3, 4, 5, 6, 7, 8].map(level).join('')}`;
}

describe('import --from with a broken file', () => {
  it.each(broken)(
    'reports one error for %s, and imports the others',
    async (file, contents, reason, line) => {
      const folder = projectFolder({ 'a.json': connector('a'), [file]: contents, 'z.json': connector('z') });
      const { exitCode, view, errors } = await importFrom(folder, ['a.json', file, 'z.json']);
      expect(errors.map(({ source }) => [source?.file, source?.line])).toEqual([[file, line]]);
      expect(errors[0]?.message).toContain(reason);
      expect(written(folder)).toEqual(['a.yaml', 'z.yaml']);
      expect(view.counts).toMatchObject({ new: 2, invalidFiles: 1, skipped: 0 });
      expect(exitCode).toBe(20);
    },
  );

  it('exits with 1 if nothing else is imported, and with 29 and without any file for --all-or-nothing', async () => {
    const folder = projectFolder({ 'a.json': connector('a'), 'cut.json': '{"name": "x", "config": {' });
    expect((await importFrom(folder, ['cut.json'])).exitCode).toBe(1);
    const all = await importFrom(folder, ['a.json', 'cut.json'], { options: ['--all-or-nothing'] });
    expect(all.exitCode).toBe(29);
    expect(all.view).toMatchObject({ written: false, result: 'invalid-input' });
    expect(written(folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'refuses pipes, devices and circular links, and never waits for them',
    async () => {
      const folder = projectFolder({ 'old/a.json': connector('a') });
      execFileSync('mkfifo', [path.join(folder.directory, 'old/pipe.json')]);
      symlinkSync('loop.json', path.join(folder.directory, 'old/loop.json'));
      symlinkSync('/dev/zero', path.join(folder.directory, 'zero.json'));
      const from = ['old/a.json', 'old/pipe.json', 'old/loop.json', 'zero.json', 'none.json'];
      const named = await importFrom(folder, from);
      expect(named.errors.map(({ message }) => message)).toEqual([
        'cannot read none.json: no such file or directory',
        'cannot read old/loop.json: its symbolic link is circular',
        'cannot read old/pipe.json: it is not a regular file',
        'cannot read zero.json: it is a device, not a file',
      ]);
      expect(named.exitCode).toBe(20);
      const found = await importFrom(folder, ['old']);
      expect(found.errors.map(({ source }) => source?.file)).toEqual(['old/loop.json', 'old/pipe.json']);
      expect(found.view.counts).toMatchObject({ unchanged: 1, invalidFiles: 2 });
    },
  );

  it.skipIf(process.platform === 'win32')('reports a folder and a file without permission', async () => {
    const folder = projectFolder({
      'old/a.json': connector('a'),
      'old/b/b.json': connector('b'),
      'old/c.json': connector('c'),
    });
    chmodSync(path.join(folder.directory, 'old/b'), 0);
    chmodSync(path.join(folder.directory, 'old/c.json'), 0);
    const options = ['--dry-run'];
    const { exitCode, view, errors } = await asOrdinaryUser(folder, () =>
      importFrom(folder, ['old'], { options }),
    );
    chmodSync(path.join(folder.directory, 'old/b'), 0o755);
    expect(errors.map(({ message }) => message)).toEqual([
      'cannot read old/b: permission denied',
      'cannot read old/c.json: permission denied',
    ]);
    expect(view.connectors.map(({ name }) => name)).toEqual(['a']);
    expect(exitCode).toBe(20);
  });
});

describe('import --from with a folder', () => {
  it('reads what describes connectors, and names what mentions them and was not read', async () => {
    const folder = projectFolder({
      'old/sub/a.json': connector('a'),
      'old/b.properties': 'name=b\nconnector.class=FileStreamSink\ntopics=a\nfile=/x\n',
      'old/deploy': `#!/bin/sh\ncurl -X PUT http://c/connectors/c/config -d '${JSON.stringify(config)}'\n`,
      'old/package.json': '{"name": "connectors", "scripts": {}}',
      'old/tsconfig.json': '// a comment, which JSON does not allow\n{}\n',
      'old/picture.bin': Buffer.from('\0\x01connector.class'),
      'old/README.md': '# Don\'t\n\n```json\n{"connector.class": "X"}\n```\n',
      'old/cut.json': '{"name": "x", "config": {"connector.class": ',
    });
    const { exitCode, view, errors } = await importFrom(folder, ['old']);
    expect(view.connectors.map(({ name, outcome }) => `${outcome} ${name}`)).toEqual([
      'new a',
      'new b',
      'new c',
    ]);
    expect(view.notRead.map(({ file, line }) => `${file}:${line}`)).toEqual(['old/README.md:4']);
    expect(errors.map(({ source }) => source?.file)).toEqual(['old/cut.json']);
    expect(view.counts).toMatchObject({ notRead: 1, invalidFiles: 1, filesWithoutConnectors: 3 });
    expect(view.diagnostics).toHaveLength(1);
    expect(view.from).toBe('old (8 files)');
    expect(exitCode).toBe(20);
  });

  it('takes a file that a script of it sends under a name for one connector', async () => {
    const folder = projectFolder({
      'old/deploy.sh':
        'curl -X PUT http://c/connectors/orders/config -d @cfg/o.json\ncurl http://c/connectors -d @cfg/bad.json\n',
      'old/cfg/o.json': JSON.stringify(config),
      'old/cfg/other.json': JSON.stringify(config),
      'old/cfg/bad.json': '{"name": "bad",\n "config": {"connector.class": X}}',
    });
    const { view, errors } = await importFrom(folder, ['old']);
    const imported = view.connectors.filter(({ outcome }) => outcome === 'new');
    expect(imported.map(({ name, place }) => [name, place?.file])).toEqual([
      ['orders', 'old/cfg/o.json'],
      ['other', 'old/cfg/other.json'],
    ]);
    expect(new Set(errors.map(({ source }) => `${source?.file}:${source?.line}`))).toEqual(
      new Set(['old/cfg/bad.json:2']),
    );
    const script = await importFrom(folder, ['old/deploy.sh']);
    const places = [
      ...script.view.connectors.map(({ place }) => place?.file),
      ...script.errors.map(({ source }) => source?.file),
    ];
    expect(places.filter((file) => file?.endsWith('bad.json'))).toEqual(['old/cfg/bad.json']);
  });

  it('does not read the files that it wrote', async () => {
    const folder = projectFolder({ 'old/a.json': connector('a') });
    await importFrom(folder, ['.']);
    const { exitCode, view } = await importFrom(folder, ['.']);
    expect(view.connectors.map(({ outcome, place }) => [outcome, place?.file])).toEqual([
      ['unchanged', 'old/a.json'],
    ]);
    expect(exitCode).toBe(0);
  });

  it('exits with 1 if nothing is found in it or by a glob', async () => {
    const folder = projectFolder({ 'old/notes.txt': 'words' });
    expect(await importFrom(folder, ['old'])).toMatchObject({
      exitCode: 1,
      errors: [],
      view: { connectors: [] },
    });
    const { exitCode, errors } = await importFrom(folder, ['old/**/*.json']);
    expect(errors.map(({ message }) => message)).toEqual(['no file matches "old/**/*.json"']);
    expect(exitCode).toBe(1);
  });
});

describe('import --from -', () => {
  it('reads standard input in any format', async () => {
    const folder = projectFolder({ 'cfg/c.json': JSON.stringify(config) });
    const script = 'curl -X PUT http://c/connectors/c/config -d @cfg/c.json\n';
    const inputs = [connector('a'), 'name: b\nconfig:\n  connector.class: X\n  topics: a\n', script];
    for (const input of inputs) expect((await importFrom(folder, ['-'], { input })).exitCode).toBe(0);
    expect(written(folder)).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
  });

  it.each([
    [
      'a config without a name',
      JSON.stringify(config),
      'skipped a connector of standard input: it has no name',
    ],
    ['nothing', '', 'cannot read connectors from this file: it is empty'],
    ['invalid JSON', '{"connector.class": ', 'ends too early'],
  ])('reports %s', async (_, input, message) => {
    const { exitCode, view } = await importFrom(projectFolder({}), ['-'], { input });
    expect(view.diagnostics.map((one) => one.source?.file)).toEqual(['<stdin>']);
    expect(view.diagnostics[0]?.message).toContain(message);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['a connector', connector('a'), 0, '1 new'],
    ['more than 16 MiB', ' '.repeat(17 * 1024 * 1024), 1, 'larger than 16 MiB'],
  ])('is read by the built program: %s', (_, input, status, expected) => {
    const { directory: cwd } = projectFolder({});
    const run = spawnSync(process.execPath, [builtProgram, 'import', '--from', '-'], { cwd, input });
    expect(`${run.stdout}${run.stderr}`).toContain(expected);
    expect(run.status).toBe(status);
  });
});
