import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { artifacts, buildFolder, root } from './artifacts.ts';

/** Packs the npm package as `npm publish` would, from the dist/ that is there. */
export async function packTarball(): Promise<void> {
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', buildFolder];
  // npm is a script on Windows, which only a shell starts.
  await promisify(execFile)('npm', args, { cwd: root, shell: process.platform === 'win32' });
  const { size } = await stat(artifacts.tarball);
  console.log(`${artifacts.tarball} ${(size / 1e6).toFixed(1)} MB`);
}
