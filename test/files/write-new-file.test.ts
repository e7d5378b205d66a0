import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileExists, makeFolder, writeNewFile } from '../../src/files/write-new-file.ts';
import { projectFolder } from '../support/project-folder.ts';

async function errorOf(write: Promise<void>): Promise<unknown> {
  return write.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('writing a new file', () => {
  it('creates the folders above it', async () => {
    const { directory } = projectFolder({});
    const file = path.join(directory, 'a', 'b', 'c.yaml');
    await writeNewFile(file, 'text');
    expect(readFileSync(file, 'utf8')).toBe('text');
  });

  it('never overwrites an existing file, and says that it exists', async () => {
    const { directory } = projectFolder({ 'a.yaml': 'mine' });
    const error = await errorOf(writeNewFile(path.join(directory, 'a.yaml'), 'other'));
    expect(fileExists(error)).toBe(true);
    expect(readFileSync(path.join(directory, 'a.yaml'), 'utf8')).toBe('mine');
  });

  it('distinguishes a file that is in the place of a folder', async () => {
    const { directory } = projectFolder({ a: 'a file' });
    const error = await errorOf(writeNewFile(path.join(directory, 'a', 'b.yaml'), 'text'));
    expect([error instanceof Error, fileExists(error)]).toEqual([true, false]);
  });
});

describe('creating a folder', () => {
  it('returns whether it is empty', async () => {
    const { directory } = projectFolder({ 'full/a.yaml': '' });
    expect(await makeFolder(path.join(directory, 'new', 'deep'))).toBe('empty');
    expect(await makeFolder(path.join(directory, 'new', 'deep'))).toBe('empty');
    expect(await makeFolder(path.join(directory, 'full'))).toBe('not-empty');
  });
});
