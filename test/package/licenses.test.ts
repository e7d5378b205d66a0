import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../deploy/packaging/artifacts.ts';

const dist = path.join(root, 'dist');
const shipped = readFileSync(path.join(dist, 'THIRD-PARTY-LICENSES.txt'), 'utf8');

/** The folders of packages of which the source maps name a file: another witness than the one that the build asks. */
function packagesInMaps(): string[] {
  const maps = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.map'),
  );
  const sources = maps.flatMap((file) => {
    const { sources } = JSON.parse(readFileSync(path.join(dist, file), 'utf8')) as { sources: string[] };
    return sources.map((source) => path.resolve(dist, path.dirname(file), source).replaceAll('\\', '/'));
  });
  const folders = sources.flatMap(
    (source) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0] ?? [],
  );
  return [...new Set(folders)];
}

describe('the licenses in the package', () => {
  const packages = packagesInMaps();

  it('are those of some twenty packages', () => {
    expect(packages.length).toBeGreaterThan(15);
  });

  it.each(packages.map((folder) => [path.relative(path.join(root, 'node_modules'), folder), folder]))(
    'contain that of %s, with its text',
    (_, folder) => {
      const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      expect(shipped).toContain(`\n${name} ${version} (`);
      const [license] = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
      if (license === undefined) {
        // Buf names the license in package.json and ships no text.
        expect(name).toMatch(/^@bufbuild\//);
        expect(shipped).toContain('Copyright 2021-2026 Buf Technologies, Inc.');
        expect(shipped).toContain('Copyright 2008 Google Inc.');
        return;
      }
      expect(shipped).toContain(readFileSync(path.join(folder, license), 'utf8').trim());
    },
  );

  it('contain that of the parser that undici contains, as WebAssembly', () => {
    const code = readdirSync(path.join(dist, 'chunks'))
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(path.join(dist, 'chunks', file), 'utf8'));
    expect(code.some((text) => text.includes('llhttp_alloc'))).toBe(true);
    expect(shipped).toMatch(/^llhttp \(MIT\), in undici\n-+\n\n.*\n\nCopyright Fedor Indutny, 2018\./m);
  });

  it('name no package of which the program contains nothing', () => {
    const named = [...shipped.matchAll(/^-{80}\n(\S+) \S+ \(.+\)\n-{80}$/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(packages.map((folder) => folder.split('/node_modules/').at(-1)).sort());
  });
});
