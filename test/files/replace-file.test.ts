import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { replaceFile, replaceSharedFile } from '../../src/files/replace-file.ts';
import { projectFolder } from '../support/project-folder.ts';

describe.each([
  ['a file', replaceFile],
  [
    'a file that several processes write',
    (file: string, text: string) => replaceSharedFile(file, text, 'me'),
  ],
])('%s', (_, write) => {
  it('is created with the folders above it, and replaced', async () => {
    const { directory } = projectFolder({});
    const file = path.join(directory, 'a', 'b', 'file');
    for (const text of ['one', 'two']) {
      await write(file, text);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  it('is not written below another file', async () => {
    const { directory } = projectFolder({});
    writeFileSync(path.join(directory, 'file'), '');
    await expect(write(path.join(directory, 'file', 'a', 'b'), '')).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
  });

  it.skipIf(process.platform !== 'linux')(
    'is refused where the system makes no folder, with its error',
    async () => {
      await expect(write('/proc/none/of/these', '')).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
