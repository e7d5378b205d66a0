import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeFolders } from '../../src/files/make-folders.ts';

function folder(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'connect-sync-folders-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

describe('folders', () => {
  it('are created with those above them, and the first new one is named', async () => {
    const root = folder();
    const deep = path.join(root, 'a', 'b', 'c');
    expect(await makeFolders(deep, 0o700)).toBe(path.join(root, 'a'));
    expect(statSync(deep).isDirectory()).toBe(true);
    expect(await makeFolders(deep)).toBeUndefined();
    mkdirSync(path.join(root, 'x'));
    expect(await makeFolders(path.join(root, 'x', 'y'))).toBe(path.join(root, 'x', 'y'));
  });

  it.skipIf(process.platform === 'win32')('all have the mode', async () => {
    const root = folder();
    await makeFolders(path.join(root, 'a', 'b'), 0o700);
    for (const name of ['a', 'a/b']) expect(statSync(path.join(root, name)).mode & 0o777).toBe(0o700);
  });

  it('may be created by several at the same time', async () => {
    const deep = path.join(folder(), 'a', 'b', 'c');
    await Promise.all(Array.from({ length: 20 }, () => makeFolders(deep)));
    expect(existsSync(deep)).toBe(true);
  });

  it('are not created below or in place of a file', async () => {
    const file = path.join(folder(), 'file');
    writeFileSync(file, '');
    await expect(makeFolders(file)).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolders(path.join(file, 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.skipIf(process.platform !== 'linux')(
    'are refused where the system makes none, with its error',
    async () => {
      // Node would try for ever.
      await expect(makeFolders('/proc/none/of/these')).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
