import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writePrivateFolder } from '../../src/files/write-private-folder.ts';

const files = [
  { name: 'orders.json', text: '{"a":1}\n' },
  { name: 'lines.json', text: '{"b":2}\n' },
];

describe('a private folder', () => {
  it('contains every file and no partial ones', async () => {
    const root = path.join(folder(), 'deep', 'backups');
    const written = await writePrivateFolder(root, 'run', files);
    expect(written).toBe(path.join(root, 'run'));
    expect(readdirSync(written).sort()).toEqual(['.gitignore', 'lines.json', 'orders.json']);
    expect(readFileSync(path.join(written, 'orders.json'), 'utf8')).toBe('{"a":1}\n');
  });

  it.skipIf(process.platform === 'win32')('can be read by the user alone', async () => {
    const root = path.join(folder(), 'backups');
    const written = await writePrivateFolder(root, 'run', files);
    expect(modeOf(root)).toBe(0o700);
    expect(modeOf(written)).toBe(0o700);
    for (const name of readdirSync(written)) expect(modeOf(path.join(written, name)), name).toBe(0o600);
  });

  it('is ignored by Git', async () => {
    const root = path.join(folder(), 'backups');
    const written = await writePrivateFolder(root, 'run', files);
    expect(readFileSync(path.join(root, '.gitignore'), 'utf8')).toBe('*\n');
    expect(readFileSync(path.join(written, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('does not change an existing root: its mode, its .gitignore, its files', async () => {
    const root = folder();
    chmodSync(root, 0o755);
    writeFileSync(path.join(root, '.gitignore'), 'node_modules\n');
    const written = await writePrivateFolder(root, 'run', files);
    expect(modeOf(root)).toBe(process.platform === 'win32' ? modeOf(root) : 0o755);
    expect(readFileSync(path.join(root, '.gitignore'), 'utf8')).toBe('node_modules\n');
    expect(readFileSync(path.join(written, '.gitignore'), 'utf8')).toBe('*\n');
    const other = folder();
    await writePrivateFolder(other, 'run', files);
    expect(existsSync(path.join(other, '.gitignore')), 'an existing root is not ignored by Git').toBe(false);
  });

  it('never uses an existing folder', async () => {
    const root = path.join(folder(), 'backups');
    const runs = await Promise.all([1, 2, 3].map(() => writePrivateFolder(root, 'run', files)));
    expect(runs.map((run) => path.basename(run)).sort()).toEqual(['run', 'run~2', 'run~3']);
    for (const run of runs) expect(readdirSync(run)).toHaveLength(3);
  });

  it('has only complete files while it is written', async () => {
    const root = path.join(folder(), 'backups');
    const text = JSON.stringify({ long: 'x'.repeat(200_000) });
    const many = Array.from({ length: 40 }, (_, index) => ({ name: `c${index}.json`, text }));
    let isDone = false;
    const written = writePrivateFolder(root, 'run', many).finally(() => {
      isDone = true;
    });
    let [seen, checks] = [0, 0];
    while (!isDone) {
      await setImmediate();
      checks += 1;
      const visible = existsSync(path.join(root, 'run')) ? readdirSync(path.join(root, 'run')) : [];
      for (const name of visible.filter((one) => one.endsWith('.json'))) {
        seen += 1;
        expect(readFileSync(path.join(root, 'run', name), 'utf8').length).toBe(text.length);
      }
    }
    expect(readdirSync(await written)).toHaveLength(41);
    expect(checks).toBeGreaterThan(1);
    expect(seen).toBeGreaterThan(0);
  });

  it('is removed if a file cannot be written', async () => {
    const root = folder();
    writeFileSync(path.join(root, 'file'), '');
    await expect(writePrivateFolder(path.join(root, 'file'), 'run', files)).rejects.toMatchObject({
      code: 'EEXIST',
    });
    await expect(writePrivateFolder(path.join(root, 'file', 'below'), 'run', files)).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
    const cut = [...files, { name: 'no/such/folder.json', text: '' }];
    await expect(writePrivateFolder(root, 'run', cut)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(root)).toEqual(['file']);
  });
});

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'connect-sync-backup-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}
