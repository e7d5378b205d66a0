import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileSha256 } from '../../src/files/file-digest.ts';
import { artifacts } from './artifacts.ts';

/** Writes SHA256SUMS of the files of the release that are there, for `sha256sum --check` and `init --checksums`. */
export async function writeChecksums(): Promise<void> {
  const { checksums, ...files } = artifacts;
  const made = Object.values(files).filter((file) => existsSync(file));
  const lines = made.map(async (file) => `${await fileSha256(file)}  ${path.basename(file)}\n`);
  await writeFile(checksums, (await Promise.all(lines)).join(''));
}
