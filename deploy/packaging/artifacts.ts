import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The root of the repository. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Where the files of a release are made; Git ignores it. */
export const buildFolder = path.join(root, 'build');

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly repository: { readonly url: string };
};

/** The version of the package, as in package.json. */
export const packageVersion = manifest.version;

/** Where the sources are, as in package.json. */
export const repositoryUrl = manifest.repository.url.replace(/^git\+|\.git$/g, '');

const name = `connect-sync-${packageVersion}`;

/** The files of a release. */
export const artifacts = {
  /** The npm package. */
  tarball: path.join(buildFolder, `${name}.tgz`),
  /** The program with its Node in one file. */
  executable: path.join(buildFolder, `${name}-linux-x64`),
  /** The container image, as an OCI archive. */
  image: path.join(buildFolder, `${name}-image.tar`),
  /** The bill of materials, CycloneDX. */
  sbom: path.join(buildFolder, `${name}.cdx.json`),
  /** The checksums of all the others. */
  checksums: path.join(buildFolder, 'SHA256SUMS'),
};
