import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceLinks } from '../../src/comment/source-links.ts';
import { projectFolder } from '../support/project-folder.ts';

const at = { file: 'connectors/a (1).yaml', line: 3 };

/** A repository with one commit and this remote, and its project in a folder below the root. */
function repository(remote: string) {
  const { directory } = projectFolder({ 'deploy/connect/connect-sync.yaml': 'version: 1\n' });
  const git = (...args: readonly string[]) => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
      cwd: directory,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    return stdout.trim();
  };
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'one');
  git('remote', 'add', 'origin', remote);
  return { project: path.join(directory, 'deploy/connect'), commit: git('rev-parse', 'HEAD') };
}

describe('the address of a declaration', () => {
  it('is below the page of the pipeline, at the path in the repository', async () => {
    const { project } = repository('https://elsewhere.example/a/b.git');
    const linkTo = await sourceLinks('https://github.example/acme/connectors/blob/abc', project);
    expect(linkTo?.(at)).toBe(
      'https://github.example/acme/connectors/blob/abc/deploy/connect/connectors/a%20%281%29.yaml#L3',
    );
  });

  it.each([
    ['git@github.com:acme/connectors.git', 'https://github.com/acme/connectors/blob/'],
    ['https://github.com/acme/connectors', 'https://github.com/acme/connectors/blob/'],
    [
      'https://user:token@gitlab.example.org/team/sub/connectors.git',
      'https://gitlab.example.org/team/sub/connectors/-/blob/',
    ],
    [
      'ssh://git@gitlab.example.org:2222/team/connectors.git',
      'https://gitlab.example.org/team/connectors/-/blob/',
    ],
  ])('outside of a pipeline comes from the remote %s, without credentials', async (remote, base) => {
    const { project, commit } = repository(remote);
    const linkTo = await sourceLinks(undefined, project);
    expect(linkTo?.({ file: 'connectors/a.yaml', line: 1 })).toBe(
      `${base}${commit}/deploy/connect/connectors/a.yaml#L1`,
    );
  });

  it('is unknown for another remote, without a repository, and for a path that leads out of it', async () => {
    const { project } = repository('https://git.example.org/a/b.git');
    expect(await sourceLinks(undefined, project)).toBeUndefined();
    expect(await sourceLinks(undefined, projectFolder({}).directory)).toBeUndefined();
    const linkTo = await sourceLinks('https://github.example/a/b/blob/abc', project);
    for (const file of ['../a.yaml', 'a/../../b.yaml', '/etc/passwd', 'a//b.yaml'])
      expect(linkTo?.({ file, line: 1 }), file).toBeUndefined();
  });
});
