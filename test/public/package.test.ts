import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packLibrary, run, tool } from './packed-library.ts';

const root = path.join(import.meta.dirname, '../..');
let packed: Awaited<ReturnType<typeof packLibrary>>;

beforeAll(async () => {
  packed = await packLibrary();
});
afterAll(() => packed?.remove());

describe('the package', () => {
  it('passes publint', { timeout: 120_000 }, async () => {
    const { exitCode, stdout } = await run(tool('publint'), ['run', packed.tarball, '--strict']);
    expect(exitCode, stdout).toBe(0);
  });

  it('has types that resolve wherever it can be imported', { timeout: 120_000 }, async () => {
    const entryPoints = ['--entrypoints', '.', 'sandbox'];
    const args = [packed.tarball, '--profile', 'esm-only', ...entryPoints, '--format', 'ascii'];
    const { exitCode, stdout } = await run(tool('attw'), args);
    expect(exitCode, stdout).toBe(0);
  });

  it('needs no other package at run time: everything is bundled', async () => {
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies']) {
      expect(manifest[kind]).toBeUndefined();
    }
  });
});

describe('the public API', () => {
  it.each(['connect-sync', 'sandbox'])('of %s is the one in the report that was reviewed', async (entry) => {
    const [built, reviewed] = await Promise.all([
      readFile(path.join(root, `node_modules/.cache/connect-sync/api/${entry}.api.md`), 'utf8'),
      readFile(path.join(root, `docs/development/api/${entry}.api.md`), 'utf8'),
    ]);
    expect(built, 'review the change, then: npm run api:accept').toBe(reviewed);
  });
});
