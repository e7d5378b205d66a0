import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { withCommittedFiles } from '../../src/git/files-at-commit.ts';
import { remoteUrl, repositoryRoot } from '../../src/git/remote-url.ts';
import { runGit } from '../../src/git/run-git.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

function git({ directory }: ProjectFolder, ...args: readonly string[]): void {
  const user = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', directory, ...user, ...args], { stdio: 'pipe' });
}

function repository(files: Readonly<Record<string, string>>): ProjectFolder {
  const folder = projectFolder(files);
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'x');
  return folder;
}

describe('the files of a commit', () => {
  it('are those of the commit, not of the working tree, and only YAML and JSON', async () => {
    const folder = repository({
      'team/a.yaml': 'old',
      'team/b.json': '{}',
      'team/c.txt': 'text',
      'd.yml': '',
    });
    folder.write('team/a.yaml', 'new');
    const seen = await withCommittedFiles(path.join(folder.directory, 'team'), 'HEAD', async (committed) => ({
      ...committed,
      names: readdirSync(committed.directory).sort(),
      text: readFileSync(path.join(committed.directory, 'a.yaml'), 'utf8'),
    }));
    expect(seen).toMatchObject({ names: ['a.yaml', 'b.json'], text: 'old' });
    expect(seen.commit).toMatch(/^[0-9a-f]{12}$/);
    expect(existsSync(seen.directory), 'the folder is removed').toBe(false);
  });

  it.skipIf(process.platform === 'win32')('contain no symbolic links', async () => {
    const folder = projectFolder({ 'a.yaml': 'text' });
    symlinkSync('/etc/hostname', path.join(folder.directory, 'link.yaml'));
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-q', '-m', 'x');
    const names = await withCommittedFiles(folder.directory, 'HEAD', async ({ directory }) =>
      readdirSync(directory),
    );
    expect(names).toEqual(['a.yaml']);
  });

  it('are removed if their use fails', async () => {
    const folder = repository({ 'a.yaml': '' });
    let directory = '';
    const use = withCommittedFiles(folder.directory, 'HEAD', async (committed) => {
      directory = committed.directory;
      throw new Error('a failure');
    });
    await expect(use).rejects.toThrow('a failure');
    expect(existsSync(directory)).toBe(false);
  });

  it.each([
    ['no-such-branch', 'unknown-ref'],
    ['--help', 'unknown-ref'],
  ])('of %s do not exist', async (ref, code) => {
    const { directory } = repository({ 'a.yaml': '' });
    await expect(withCommittedFiles(directory, ref, async () => undefined)).rejects.toMatchObject({ code });
  });
});

describe('a repository', () => {
  it('has a root, and the URL of its remote', async () => {
    const folder = repository({ 'team/a.yaml': '' });
    git(folder, 'remote', 'add', 'origin', 'https://github.example/acme/connectors');
    const team = path.join(folder.directory, 'team');
    const root = await repositoryRoot(team);
    expect(root && realpathSync(root)).toBe(realpathSync(folder.directory));
    expect(await remoteUrl(team)).toBe('https://github.example/acme/connectors');
  });

  it('is missing in a plain folder, and Git says why', async () => {
    const { directory } = projectFolder({});
    expect(await repositoryRoot(directory)).toBeUndefined();
    expect(await remoteUrl(directory)).toBeUndefined();
    const result = await runGit(directory, ['rev-parse', '--show-toplevel']);
    expect(result).toMatchObject({ kind: 'failed', reason: expect.stringContaining('not a git repository') });
  });
});
