import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The root of the repository. */
export const root = path.resolve(import.meta.dirname, '..');

/** Where the files of a release are made; Git ignores it. */
export const buildFolder = path.join(root, 'build');

/** The version of the package, as in package.json. */
export const packageVersion = String(
  (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly version: string }).version,
);

const name = `connect-sync-${packageVersion}`;

/** The files of a release. */
export const artifacts = {
  /** The npm package. */
  tarball: path.join(buildFolder, `${name}.tgz`),
  /** The program with its Node in one file. */
  executable: path.join(buildFolder, `${name}-linux-x64`),
};
