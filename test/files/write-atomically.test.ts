import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { privateMode, writeAtomically } from '../../src/files/write-atomically.ts';
import { projectFolder } from '../support/project-folder.ts';

const isWindows = process.platform === 'win32';

describe('writing a file atomically', () => {
  it('creates it or replaces it, and leaves no partial file', async () => {
    const { directory } = projectFolder({});
    const file = path.join(directory, 'plan.json');
    for (const text of ['first', 'second']) {
      await writeAtomically(file, text, privateMode);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    expect(readdirSync(directory)).toEqual(['plan.json']);
    if (!isWindows) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('replaces a partial file of a run that was killed, whatever its mode', async () => {
    const { directory } = projectFolder({ '.plan.json.partial': 'half' });
    chmodSync(path.join(directory, '.plan.json.partial'), 0o644);
    const file = path.join(directory, 'plan.json');
    await writeAtomically(file, 'whole', privateMode);
    expect([readFileSync(file, 'utf8'), readdirSync(directory)]).toEqual(['whole', ['plan.json']]);
    if (!isWindows) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.skipIf(isWindows)('keeps the mode and a symbolic link of a file that is edited', async () => {
    const { directory } = projectFolder({ 'real.yaml': 'old' });
    const [real, link] = [path.join(directory, 'real.yaml'), path.join(directory, 'link.yaml')];
    chmodSync(real, 0o640);
    symlinkSync('real.yaml', link);
    await writeAtomically(link, 'new', 'kept');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect([readFileSync(real, 'utf8'), statSync(real).mode & 0o777]).toEqual(['new', 0o640]);
  });

  it.skipIf(isWindows)('does not follow a symbolic link with a mode of its own', async () => {
    const { directory } = projectFolder({ 'real.yaml': 'old' });
    symlinkSync('real.yaml', path.join(directory, 'link.yaml'));
    await writeAtomically(path.join(directory, 'link.yaml'), 'secret', privateMode);
    expect(readFileSync(path.join(directory, 'real.yaml'), 'utf8')).toBe('old');
  });

  it('leaves the target unchanged if it fails', async () => {
    const { directory } = projectFolder({});
    mkdirSync(path.join(directory, 'taken', 'deep'), { recursive: true });
    await expect(writeAtomically(path.join(directory, 'taken'), 'x', privateMode)).rejects.toThrow();
    await expect(writeAtomically(path.join(directory, 'no', 'file'), 'x', privateMode)).rejects.toMatchObject(
      {
        code: 'ENOENT',
      },
    );
    await expect(writeAtomically(path.join(directory, 'missing'), 'x', 'kept')).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(readdirSync(directory)).toEqual(['taken']);
  });
});

describe('a file that exists', () => {
  it('is read as text by others while it is replaced: old or new, never a part', async () => {
    const { directory } = projectFolder({});
    const file = path.join(directory, 'plan.json');
    writeFileSync(file, 'a'.repeat(500_000));
    const writing = writeAtomically(file, 'b'.repeat(500_000), privateMode);
    let isDone = false;
    void writing.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(new Set(readFileSync(file, 'utf8')).size).toBe(1);
    }
    await writing;
    expect(readFileSync(file, 'utf8')[0]).toBe('b');
  });
});
