import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '../..');

/** What a program wrote. */
export interface Output {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Packs the package as `npm publish` would, without building it again; returns the tarball in a new folder. */
export async function packLibrary(): Promise<{ tarball: string; folder: string; remove(): Promise<void> }> {
  if (!existsSync(path.join(root, 'dist/lib/sandbox.d.ts'))) {
    throw new Error('the library is not built: npm run build && npm run build:types');
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'connect-sync-package-'));
  const packed = await run(
    'npm',
    ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder],
    root,
  );
  const [name] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  if (!name) throw new Error(`npm pack made no tarball: ${packed.stderr}`);
  return {
    tarball: path.join(folder, name),
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[], directory = root): Promise<Output> {
  const ended = promisify(execFile)(program, [...args], { cwd: directory, maxBuffer: 16 * 1024 * 1024 });
  return ended.then(
    ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
    (error: { code?: unknown; stdout?: string; stderr?: string }) => ({
      exitCode: typeof error.code === 'number' ? error.code : 1,
      stdout: error.stdout ?? '',
      stderr: error.stderr ?? String(error),
    }),
  );
}

/** A tool of this repository's own dependencies. */
export function tool(name: string): string {
  return path.join(root, 'node_modules/.bin', name);
}
