import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayPath } from '../../src/desired/display-path.ts';
import { findExistingFiles } from '../../src/desired/find-existing-files.ts';
import { projectFolder } from '../support/project-folder.ts';

const files = {
  'old/a.json': '{}',
  'old/b/c.yaml': 'a: b',
  'old/b/deploy': '#!/bin/sh',
  'old/[x].json': '{}',
  'old/.hidden/d.json': '{}',
  'old/node_modules/x/e.json': '{}',
  'connectors/own.yaml': 'config: {}',
  'other/f.json': '{}',
};

async function find(patterns: readonly string[], links: readonly (readonly [string, string])[] = []) {
  const { directory } = projectFolder(files);
  for (const [place, target] of links) symlinkSync(target, path.join(directory, place));
  const found = await findExistingFiles({
    directory,
    patterns,
    isOwn: (file) => file.startsWith(path.join(directory, 'connectors')),
    isExpected: (file) => file.endsWith('.json'),
  });
  return {
    files: found.files.map(({ absolute, origin }) => `${origin} ${displayPath(directory, absolute)}`),
    problems: found.diagnostics.map(({ code, args }) => [
      code,
      args['file'] ?? args['pattern'],
      args['reason'],
    ]),
  };
}

describe('existing files', () => {
  it.each([
    ['a file', ['old/a.json'], ['named old/a.json']],
    ['a file whose name looks like a glob', ['old/[x].json'], ['named old/[x].json']],
    ['a file that does not exist', ['old/none.json'], ['named old/none.json']],
    [
      'a folder',
      ['old'],
      ['found old/[x].json', 'found old/a.json', 'found old/b/c.yaml', 'found old/b/deploy'],
    ],
    ['a hidden folder that is named', ['old/.hidden'], ['found old/.hidden/d.json']],
    ['a glob', ['ol*/**/*.json'], ['found old/[x].json', 'found old/a.json']],
    ['a glob with braces', ['{old,other}/?.json'], ['found old/a.json', 'found other/f.json']],
    ['a glob with the separators of Windows', ['old\\**\\*.yaml'], ['found old/b/c.yaml']],
    ['a file with the separators of Windows', ['old\\b\\c.yaml'], ['named old/b/c.yaml']],
    ['a file and its folder', ['old/b', 'old/b/c.yaml'], ['named old/b/c.yaml', 'found old/b/deploy']],
  ])('are found by %s', async (_, patterns, expected) => {
    expect(await find(patterns)).toEqual({ files: expected, problems: [] });
  });

  it('of the project itself are not found in the whole folder', async () => {
    const { files: found } = await find(['.']);
    expect(found).toContain('found other/f.json');
    expect(found.filter((file) => file.includes('connectors'))).toEqual([]);
  });

  it.each(['missing/**/*.json', 'old/*.properties', ''])(
    'are an error if nothing matches "%s"',
    async (pattern) => {
      expect(await find([pattern])).toEqual({
        files: [],
        problems: [['import-nothing-matches', pattern, undefined]],
      });
    },
  );

  it.skipIf(process.platform === 'win32')('are found once through links', async () => {
    const links = [
      ['old/again', 'b'],
      ['old/b/up', '..'],
      ['old/above', '../..'],
      ['old/b/beside', '../..'],
      ['old/copy.json', 'a.json'],
    ] as const;
    expect((await find(['old'], links)).files).toHaveLength(4);
  });

  it.skipIf(process.platform === 'win32')(
    'are reported once if their link is circular or broken',
    async () => {
      const links = [
        ['old/loop.json', 'loop.json'],
        ['old/gone.json', 'nowhere'],
        ['old/gone', 'nowhere'],
      ] as const;
      const { files: found, problems } = await find(['old', 'old/*.json'], links);
      expect(found).toHaveLength(4);
      expect(problems).toEqual([
        ['unreadable-file', 'old/gone.json', 'no such file or directory'],
        ['unreadable-file', 'old/loop.json', 'its symbolic link is circular'],
      ]);
    },
  );
});
