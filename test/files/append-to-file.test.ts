import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendToFile } from '../../src/files/append-to-file.ts';
import { projectFolder } from '../support/project-folder.ts';

describe('appending to a file', () => {
  it('creates it, and adds a line feed to each text', () => {
    const file = path.join(projectFolder({}).directory, 'summary.md');
    expect(appendToFile(file, 'one', 100)).toEqual({ kind: 'appended' });
    expect(appendToFile(file, 'two', 100)).toEqual({ kind: 'appended' });
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
  });

  it('writes nothing beyond the limit, which counts bytes', () => {
    const { directory } = projectFolder({ 'summary.md': '12345678' });
    const file = path.join(directory, 'summary.md');
    expect(appendToFile(file, 'ü', 10)).toEqual({ kind: 'appended' });
    expect(appendToFile(file, 'ü', 12)).toEqual({ kind: 'too-large' });
    expect(readFileSync(file, 'utf8')).toBe('12345678ü\n');
  });

  it('returns the code of an error instead of throwing it', () => {
    const { directory } = projectFolder({});
    mkdirSync(path.join(directory, 'folder'));
    expect(appendToFile(path.join(directory, 'folder'), 'x', 100_000)).toEqual({
      kind: 'failed',
      code: 'EISDIR',
    });
    expect(appendToFile(path.join(directory, 'no', 'file'), 'x', 100)).toEqual({
      kind: 'failed',
      code: 'ENOENT',
    });
  });
});
