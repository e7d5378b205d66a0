import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from './artifacts.ts';
import { missingLicense } from './missing-licenses.ts';

/** A package of npm of which a part is in dist/. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As in its package.json: an SPDX expression. */
  readonly license: string;
  /** The text of its license, and of its notice if there is one. */
  readonly text: string;
}

// In no folder that is published: the paths in it are of this machine's node_modules.
const record = path.join(root, 'node_modules/.cache/connect-sync/bundled.json');

/** Records which packages esbuild took something from: those of which at least a byte is in an output. */
export async function recordBundle(metafiles: readonly Metafile[]): Promise<void> {
  const files = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));
  const folders = files.flatMap(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [],
  );
  await mkdir(path.dirname(record), { recursive: true });
  await writeFile(record, JSON.stringify([...new Set(folders)].sort()));
}

/** The packages of which a part is in the dist/ that was built last, sorted by name. */
export async function bundledPackages(): Promise<BundledPackage[]> {
  const folders = JSON.parse(await readFile(record, 'utf8')) as readonly string[];
  const packages = await Promise.all(folders.map((folder) => readPackage(path.join(root, folder))));
  return packages.sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as BundledPackage;
  const { name, version, license } = manifest;
  const files = (await readdir(folder))
    .filter((file) => /^(?:licen[cs]e|copying|notice)\b/i.test(file))
    .sort();
  const missing = files.length === 0 ? missingLicense(name) : undefined;
  if (license && missing !== undefined) return { name, version, license, text: missing };
  if (files.length === 0 || !license)
    throw new Error(`${name} is bundled, and has no license to ship with it`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return { name, version, license, text: texts.map((text) => text.trim()).join('\n\n') };
}
