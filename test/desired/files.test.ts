import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayPath } from '../../src/desired/display-path.ts';
import { printProblems } from '../support/print-problems.ts';
import { projectFolder } from '../support/project-folder.ts';

const valid = 'config: {a: b}\n';

describe('connector files', () => {
  it('are found in connectors/ at any depth, in every format, by default', async () => {
    const { documents, files, project } = await projectFolder({
      'connectors/a.yaml': valid,
      'connectors/b/c.yml': valid,
      'connectors/b/d/e.json': '{"config": {"a": "b"}}',
      'connectors/README.md': '# mine',
      'connectors/.hidden.yaml': 'no: connector',
      'connectors/node_modules/x/y.yaml': 'no: connector',
      'other/f.yaml': valid,
    }).load();
    expect(documents.map(({ source }) => source.file)).toEqual([
      'connectors/a.yaml',
      'connectors/b/c.yml',
      'connectors/b/d/e.json',
    ]);
    expect([files, project.file, project.connectors]).toEqual([
      3,
      undefined,
      ['connectors/**/*.{yaml,yml,json}'],
    ]);
  });

  it('may have their extension in capitals', async () => {
    const { documents, diagnostics } = await projectFolder({
      'connect-sync.yaml': 'version: 1\nconnectors: [connectors, "more/**/*.{yaml,yml,json}"]\n',
      'connectors/A.YAML': valid,
      'connectors/b.Yml': valid,
      'more/c.JSON': '{"config": {"a": "b"}}',
    }).load();
    expect(printProblems(diagnostics)).toEqual([]);
    expect(documents.map(({ source }) => source.file)).toEqual([
      'connectors/A.YAML',
      'connectors/b.Yml',
      'more/c.JSON',
    ]);
  });

  it('are found by the patterns of the project file, relative to it, each once', async () => {
    const { documents, files, diagnostics } = await projectFolder({
      'deploy/kafka/project.yaml': 'version: 1\nconnectors: ["*.yaml", "../**/*.yaml", a.yaml]\n',
      'deploy/kafka/a.yaml': valid,
      'deploy/b.yaml': valid,
    }).load({ projectFile: 'deploy/kafka/project.yaml' });
    expect(printProblems(diagnostics)).toEqual([]);
    expect(documents.map(({ source }) => source.file)).toEqual(['deploy/b.yaml', 'deploy/kafka/a.yaml']);
    expect(files).toBe(3);
  });

  it('may be included by directory and excluded by a pattern with an exclamation mark', async () => {
    const { documents, diagnostics } = await projectFolder({
      'connect-sync.yaml': 'version: 1\nconnectors: [teams/one, teams/two/, "!teams/*/old/**"]\n',
      'teams/one/a.yaml': valid,
      'teams/one/README.md': '',
      'teams/two/b/c.json': '{"config": {}}',
      'teams/two/old/d.yaml': valid,
    }).load();
    expect(printProblems(diagnostics)).toEqual([]);
    expect(documents.map(({ source }) => source.file)).toEqual(['teams/one/a.yaml', 'teams/two/b/c.json']);
  });

  it('may be reached through links; circular links are harmless', async () => {
    const folder = projectFolder({
      'connectors/a.yaml': valid,
      'connectors/sub/b.yaml': valid,
      'shared/c.yaml': valid,
    });
    const link = (from: string, to: string) => {
      symlinkSync(to, path.join(folder.directory, from));
    };
    link('connectors/sub/up', '..');
    link('connectors/self', '../connectors');
    link('connectors/shared', '../shared');
    link('connectors/d.yaml', '../shared/c.yaml');
    const { documents, diagnostics } = await folder.load();
    expect(printProblems(diagnostics)).toEqual([]);
    expect(documents.map(({ source }) => source.file)).toEqual([
      'connectors/a.yaml',
      'connectors/d.yaml',
      'connectors/shared/c.yaml',
      'connectors/sub/b.yaml',
    ]);
  });

  it('behind a broken link are reported, except hidden ones', async () => {
    const folder = projectFolder({ 'connectors/a.yaml': valid });
    for (const [name, target] of [
      ['gone.yaml', 'nowhere'],
      ['round.json', 'round.json'],
      ['.#a.yaml', 'me@host'],
      ['notes', 'nowhere'],
    ] as const) {
      symlinkSync(target, path.join(folder.directory, 'connectors', name));
    }
    const { diagnostics, brokenFiles, isIncomplete } = await folder.load();
    expect(printProblems(diagnostics)).toEqual([
      'warning unreadable-link',
      'unreadable-file connectors/gone.yaml:1:1',
      'unreadable-file connectors/round.json:1:1',
    ]);
    expect([brokenFiles, isIncomplete]).toEqual([2, true]);
  });

  it('are not directories with such a name', async () => {
    const folder = projectFolder({ 'connectors/a.yaml': valid });
    mkdirSync(path.join(folder.directory, 'connectors/b.yaml'));
    const { documents, diagnostics } = await folder.load();
    expect([documents.length, diagnostics]).toEqual([1, []]);
  });

  it('do not include it through a link to its directory', async () => {
    const folder = projectFolder({ 'connect-sync.yaml': 'version: 1\n', 'connectors/a.yaml': valid });
    symlinkSync('..', path.join(folder.directory, 'connectors/loop'));
    const { documents, diagnostics } = await folder.load();
    expect([documents.map(({ source }) => source.file), printProblems(diagnostics)]).toEqual([
      ['connectors/a.yaml'],
      [],
    ]);
  });

  it('are counted, including those with errors; a warning does not make a file broken', async () => {
    const { files, brokenFiles, diagnostics } = await projectFolder({
      'connect-sync.yaml': 'version: 2\n',
      'connectors/a.yaml': 'config: {a: "${X_Y}"}\n',
      'connectors/b.yaml': 'config: {a: , b: }\n',
      'connectors/c.yaml': '',
    }).load();
    expect([files, brokenFiles]).toEqual([4, 3]);
    expect(printProblems(diagnostics)).toEqual([
      'invalid-value connect-sync.yaml:1:10',
      'warning unsupported-placeholder connectors/a.yaml:1:13',
      'empty-value connectors/b.yaml:1:10',
      'empty-value connectors/b.yaml:1:15',
      'empty-file connectors/c.yaml:1:1',
    ]);
  });

  it('are not reported as missing if the project file cannot be read', async () => {
    const { diagnostics } = await projectFolder({ 'connect-sync.yaml': 'connectors: "x\n' }).load();
    expect(printProblems(diagnostics)).toEqual(['invalid-yaml connect-sync.yaml:1:13']);
  });

  it('do not include the project file', async () => {
    const { documents, diagnostics } = await projectFolder({
      'connect-sync.yaml': 'version: 1\nconnectors: "*.yaml"\n',
      'a.yaml': valid,
    }).load();
    expect([documents.length, diagnostics]).toEqual([1, []]);
  });
});

describe('file names', () => {
  const odd = [
    'with space.yaml',
    'größe.yaml',
    '订单.yaml',
    '-dash.yaml',
    'con.yaml',
    'a[1].yaml',
    'b{x,y}.yaml',
    'c(1)+!@.yaml',
    "it's.yaml",
    'new\nline.yaml',
    'UPPER.YAML.yaml',
  ];

  it('may contain any characters if the connectors in them declare names', async () => {
    const files = odd.map((file, index) => [`connectors/${file}`, `name: n${index}\n${valid}`]);
    const { documents, diagnostics } = await projectFolder(Object.fromEntries(files)).load();
    expect(printProblems(diagnostics)).toEqual([]);
    expect(documents.map(({ source }) => source.file).sort()).toEqual(
      odd.map((file) => `connectors/${file}`).sort(),
    );
  });

  it('with characters that a worker cannot address are not valid connector names', async () => {
    const files = odd.map((file) => [`connectors/${file}`, valid]);
    const { diagnostics } = await projectFolder(Object.fromEntries(files)).load();
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['invalid-name']));
    expect(diagnostics.map(({ source }) => source?.file).sort()).toEqual(
      ['connectors/b{x,y}.yaml', 'connectors/new\nline.yaml'].sort(),
    );
  });

  it('in hidden directories and node_modules are ignored', async () => {
    const { documents, diagnostics } = await projectFolder({
      'connectors/a.yaml': valid,
      'connectors/.git/b.yaml': 'no: connector',
      'connectors/.idea/deep/c.yaml': 'no: connector',
      'connectors/node_modules/d.yaml': 'no: connector',
      'connectors/x/node_modules/y/e.yaml': 'no: connector',
    }).load();
    expect([documents.length, diagnostics]).toEqual([1, []]);
  });

  it('that are links to one file declare two connectors, unless the file declares a name', async () => {
    const folder = projectFolder({ 'shared/one.yaml': valid, 'connectors/a.yaml': `name: a\n${valid}` });
    const link = (from: string, to: string) => {
      symlinkSync(to, path.join(folder.directory, from));
    };
    link('connectors/eu.yaml', '../shared/one.yaml');
    link('connectors/us.yaml', '../shared/one.yaml');
    expect((await folder.load()).documents.map(({ name }) => name.written)).toEqual(['a', 'eu', 'us']);
    link('connectors/again.yaml', 'a.yaml');
    const { diagnostics } = await folder.load();
    expect(diagnostics.map(({ code }) => code)).toEqual(['duplicate-connector']);
  });
});

describe('patterns of a project file written on Windows', () => {
  it.each(['connectors\\\\**\\\\*.yaml', 'connectors\\\\', '.\\\\connectors\\\\sub\\\\*.yaml'])(
    'find the same files: %s',
    async (pattern) => {
      const { documents, diagnostics } = await projectFolder({
        'connect-sync.yaml': `version: 1\nconnectors: ["${pattern}", "!connectors\\\\old\\\\**"]\n`,
        'connectors/sub/a.yaml': valid,
        'connectors/old/b.yaml': valid,
      }).load();
      expect(printProblems(diagnostics)).toEqual([]);
      expect(documents.map(({ source }) => source.file)).toEqual(['connectors/sub/a.yaml']);
    },
  );

  it('may still escape special characters', async () => {
    const { documents } = await projectFolder({
      'connect-sync.yaml': 'version: 1\nconnectors: "connectors/a\\\\[1\\\\].yaml"\n',
      'connectors/a[1].yaml': `name: a\n${valid}`,
      'connectors/a1.yaml': valid,
    }).load();
    expect(documents.map(({ source }) => source.file)).toEqual(['connectors/a[1].yaml']);
  });
});

describe('a path', () => {
  it('is shown relative to the project, with forward slashes', () => {
    expect(displayPath('/a/b', '/a/b/c/d.yaml')).toBe('c/d.yaml');
    expect(displayPath('/a/b', '/a/c.yaml')).toBe('../c.yaml');
    expect(displayPath('/a/b', '/a/b')).toBe('.');
  });
});
