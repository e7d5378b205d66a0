import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { packageVersion, repositoryUrl } from '../../deploy/packaging/artifacts.ts';
import { root } from './source-files.ts';

const repository = new URL(repositoryUrl).pathname.slice(1);
const names = ['connect-sync', path.basename(repository)].join('|');

/** What names a repository called as this one: URLs, images, arguments of gh, actions. The group is OWNER/NAME. */
const mentions = [
  `(?:github\\.com|githubusercontent\\.com|api\\.github\\.com/repos|ghcr\\.io)[/:]([\\w.-]+/(?:${names}))(?![\\w-])`,
  `--repo[= ]([\\w.-]+/(?:${names}))(?![\\w-])`,
  `(?<![\\w.:/-])([\\w-]+/(?:${names}))@`,
].map((pattern) => new RegExp(pattern, 'g'));

const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
const found = execFileSync('git', listed, { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(path.join(root, file)))
  .flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return mentions.flatMap((mention) =>
      [...text.matchAll(mention)].map(([, named = '']) => ({ file, named })),
    );
  });

it('every file that names the repository names the one of package.json', () => {
  expect(found.filter(({ named }) => named !== repository)).toEqual([]);
});

it.each([
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'docs/guides/install.md',
  'deploy/action/install-release.sh',
  'templates/connect-sync.yml',
  'src/init/release-install.ts',
  'schemas/plan.schema.json',
  '.github/workflows/release.yml',
])('%s is one of them', (file) => {
  expect(found.filter((one) => one.file === file)).not.toEqual([]);
});

it('the $id of a schema is where its version is published', () => {
  const schemas = [...new Set(found.map(({ file }) => file))].filter((file) => file.startsWith('schemas/'));
  expect(schemas.length).toBeGreaterThan(10);
  for (const file of schemas) {
    expect(JSON.parse(readFileSync(path.join(root, file), 'utf8')).$id).toBe(
      `https://raw.githubusercontent.com/${repository}/v${packageVersion}/${file}`,
    );
  }
});
