import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayPath } from '../../src/desired/display-path.ts';
import { projectFolder } from '../support/project-folder.ts';
import { tellProblems } from '../support/tell-problems.ts';

const fine = 'config: {a: b}\n';

describe('connector files', () => {
  it('are looked for in connectors/, whatever their depth and kind, where nothing else is said', async () => {
    const { documents, files, project } = await projectFolder({
      'connectors/a.yaml': fine,
      'connectors/b/c.yml': fine,
      'connectors/b/d/e.json': '{"config": {"a": "b"}}',
      'connectors/README.md': '# mine',
      'connectors/.hidden.yaml': 'no: connector',
      'connectors/node_modules/x/y.yaml': 'no: connector',
      'other/f.yaml': fine,
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

  it('are looked for where the project file says, relative to it, each once', async () => {
    const { documents, files, diagnostics } = await projectFolder({
      'deploy/kafka/project.yaml': 'version: 1\nconnectors: ["*.yaml", "../**/*.yaml", a.yaml]\n',
      'deploy/kafka/a.yaml': fine,
      'deploy/b.yaml': fine,
    }).load({ projectFile: 'deploy/kafka/project.yaml' });
    expect(tellProblems(diagnostics)).toEqual([]);
    expect(documents.map(({ source }) => source.file)).toEqual(['deploy/b.yaml', 'deploy/kafka/a.yaml']);
    expect(files).toBe(3);
  });

  it('may be named by their folder, and left out by a pattern with an exclamation mark', async () => {
    const { documents, diagnostics } = await projectFolder({
      'connect-sync.yaml': 'version: 1\nconnectors: [teams/one, teams/two/, "!teams/*/old/**"]\n',
      'teams/one/a.yaml': fine,
      'teams/one/README.md': '',
      'teams/two/b/c.json': '{"config": {}}',
      'teams/two/old/d.yaml': fine,
    }).load();
    expect(tellProblems(diagnostics)).toEqual([]);
    expect(documents.map(({ source }) => source.file)).toEqual(['teams/one/a.yaml', 'teams/two/b/c.json']);
  });

  it('may be reached through links, and links that lead in circles end', async () => {
    const folder = projectFolder({
      'connectors/a.yaml': fine,
      'connectors/sub/b.yaml': fine,
      'shared/c.yaml': fine,
    });
    const link = (from: string, to: string) => {
      symlinkSync(to, path.join(folder.directory, from));
    };
    link('connectors/sub/up', '..');
    link('connectors/self', '../connectors');
    link('connectors/shared', '../shared');
    link('connectors/d.yaml', '../shared/c.yaml');
    const { documents, diagnostics } = await folder.load();
    expect(tellProblems(diagnostics)).toEqual([]);
    expect(documents.map(({ source }) => source.file)).toEqual([
      'connectors/a.yaml',
      'connectors/d.yaml',
      'connectors/shared/c.yaml',
      'connectors/sub/b.yaml',
    ]);
  });

  it('that a link no longer reaches are missed, hidden ones aside', async () => {
    const folder = projectFolder({ 'connectors/a.yaml': fine });
    for (const [name, target] of [
      ['gone.yaml', 'nowhere'],
      ['round.json', 'round.json'],
      ['.#a.yaml', 'me@host'],
      ['notes', 'nowhere'],
    ] as const) {
      symlinkSync(target, path.join(folder.directory, 'connectors', name));
    }
    const { diagnostics, brokenFiles, isIncomplete } = await folder.load();
    expect(tellProblems(diagnostics)).toEqual([
      'unreadable-file connectors/gone.yaml:1:1',
      'unreadable-file connectors/round.json:1:1',
    ]);
    expect([brokenFiles, isIncomplete]).toEqual([2, true]);
  });

  it('are not expected in a folder that is called as one', async () => {
    const folder = projectFolder({ 'connectors/a.yaml': fine });
    mkdirSync(path.join(folder.directory, 'connectors/b.yaml'));
    const { documents, diagnostics } = await folder.load();
    expect([documents.length, diagnostics]).toEqual([1, []]);
  });

  it('are counted, those with an error too; a warning breaks none', async () => {
    const { files, brokenFiles, diagnostics } = await projectFolder({
      'connect-sync.yaml': 'version: 2\n',
      'connectors/a.yaml': 'config: {a: "${X_Y}"}\n',
      'connectors/b.yaml': 'config: {a: , b: }\n',
      'connectors/c.yaml': '',
    }).load();
    expect([files, brokenFiles]).toEqual([4, 3]);
    expect(tellProblems(diagnostics)).toEqual([
      'wrong-value connect-sync.yaml:1:10',
      'warning foreign-placeholder connectors/a.yaml:1:13',
      'empty-value connectors/b.yaml:1:10',
      'empty-value connectors/b.yaml:1:15',
      'empty-file connectors/c.yaml:1:1',
    ]);
  });

  it('are not missed where a project file that cannot be read may have said where they are', async () => {
    const { diagnostics } = await projectFolder({ 'connect-sync.yaml': 'connectors: "x\n' }).load();
    expect(tellProblems(diagnostics)).toEqual(['invalid-yaml connect-sync.yaml:1:13']);
  });

  it('do not count the project file among them', async () => {
    const { documents, diagnostics } = await projectFolder({
      'connect-sync.yaml': 'version: 1\nconnectors: "*.yaml"\n',
      'a.yaml': fine,
    }).load();
    expect([documents.length, diagnostics]).toEqual([1, []]);
  });
});

describe('a path', () => {
  it('is shown relative to the project, with forward slashes', () => {
    expect(displayPath('/a/b', '/a/b/c/d.yaml')).toBe('c/d.yaml');
    expect(displayPath('/a/b', '/a/c.yaml')).toBe('../c.yaml');
    expect(displayPath('/a/b', '/a/b')).toBe('.');
  });
});
