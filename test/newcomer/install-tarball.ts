import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { root } from '../architecture/source-files.ts';

const run = promisify(execFile);

/** Packs the package as it would be published and installs it, offline, into a folder of its own. Returns its bin folder. */
export async function installTarball(folder: string): Promise<string> {
  const shell = { cwd: root, shell: process.platform === 'win32' };
  // The build is fresh: the script that starts this test makes it.
  const packed = await run(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    shell,
  );
  const [{ filename } = { filename: '' }] = JSON.parse(packed.stdout) as readonly {
    readonly filename: string;
  }[];
  const prefix = path.join(folder, 'installed');
  const options = ['--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix];
  await run('npm', ['install', ...options, path.join(folder, filename)], shell);
  return process.platform === 'win32' ? prefix : path.join(prefix, 'bin');
}
