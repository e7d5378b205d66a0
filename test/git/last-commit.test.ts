import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLastCommit } from '../../src/git/last-commit.ts';
import { projectFolder } from '../support/project-folder.ts';
import { repository, runGit } from '../support/repository.ts';

describe('the last commit of files', () => {
  it('is the latest that changed any of them', async () => {
    const made = repository({ 'a [1].json': '1', 'b.json': '1' });
    const seconds = Number(made.git('log', '-1', '--format=%ct'));
    const date = made.git('log', '-1', '--format=%cI').trim();
    made.write('c.json', '1');
    made.commit();
    const files = ['a [1].json', 'b.json'];
    expect(await readLastCommit(made.folder.directory, files)).toEqual({
      kind: 'committed',
      at: seconds * 1000,
      date,
    });
  });

  it('is relative to the directory, below the root of the repository', async () => {
    const made = repository({ 'deep/a.json': '1' });
    const found = await readLastCommit(path.join(made.folder.directory, 'deep'), ['a.json']);
    expect(found.kind).toBe('committed');
  });

  it.each([
    ['changed', 'a.json'],
    ['new', 'new.json'],
    ['ignored', 'ignored.json'],
  ])('is none for a file that is %s', async (_, file) => {
    const made = repository({ 'a.json': '1', '.gitignore': 'ignored.json\n' });
    made.write(file, '2');
    expect(await readLastCommit(made.folder.directory, [file])).toEqual({ kind: 'changed' });
  });

  it('is not known without a repository, without a commit, and at the end of a shallow clone', async () => {
    const { directory } = projectFolder({ 'a.json': '1' });
    expect(await readLastCommit(directory, ['a.json'])).toEqual({ kind: 'unknown' });
    runGit(directory, ['init', '-q']);
    expect(await readLastCommit(directory, ['a.json'])).toEqual({ kind: 'changed' });
    expect(await readLastCommit(directory, ['missing.json'])).toEqual({ kind: 'unknown' });
    const made = repository({ 'a.json': '1' });
    made.write('b.json', '1');
    made.commit();
    const clone = path.join(projectFolder({}).directory, 'clone');
    runGit(directory, ['clone', '-q', '--depth', '1', `file://${made.folder.directory}`, clone]);
    expect(await readLastCommit(clone, ['a.json'])).toEqual({ kind: 'unknown' });
  });
});
