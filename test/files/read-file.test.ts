import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { kindOfPath, readStart, readTextIfPossible } from '../../src/files/read-file.ts';
import { projectFolder } from '../support/project-folder.ts';

describe('a path', () => {
  it.each([
    ['missing', 'nothing'],
    ['missing/below', 'nothing'],
    ['empty.json', 'empty-file'],
    ['full.json', 'file'],
    ['folder', 'other'],
  ])('%s leads to: %s', async (name, kind) => {
    expect(await kindOfPath(path.join(sampleFolder(), name))).toBe(kind);
  });

  it.skipIf(process.platform === 'win32')('that is a symbolic link is neither file nor nothing', async () => {
    const root = sampleFolder();
    symlinkSync('full.json', path.join(root, 'link.json'));
    expect(await kindOfPath(path.join(root, 'link.json'))).toBe('other');
  });
});

describe('reading a file', () => {
  it('returns nothing for a file that cannot be read', async () => {
    const root = sampleFolder();
    expect(await readTextIfPossible(path.join(root, 'missing'))).toBeUndefined();
    expect(await readTextIfPossible(path.join(root, 'folder'))).toBeUndefined();
    expect(await readTextIfPossible(path.join(root, 'full.json'))).toBe('0123456789');
  });

  it('can stop after its first bytes, and skips what is not a regular file', async () => {
    const root = sampleFolder();
    expect(await readStart(path.join(root, 'full.json'), 4)).toBe('0123');
    expect(await readStart(path.join(root, 'full.json'), 400)).toBe('0123456789');
    expect(await readStart(path.join(root, 'folder'), 4)).toBeUndefined();
  });
});

/** A folder with two files and a folder. */
function sampleFolder(): string {
  const { directory } = projectFolder({ 'empty.json': '', 'full.json': '0123456789' });
  mkdirSync(path.join(directory, 'folder'));
  return directory;
}
