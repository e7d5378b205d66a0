import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildFolder } from './artifacts.ts';
import { buildImage } from './build-image.ts';
import { buildExecutable } from './executable/build-executable.ts';
import { makeSbom } from './make-sbom.ts';
import { packTarball } from './pack-tarball.ts';
import { writeChecksums } from './write-checksums.ts';

// Makes everything that a release consists of, in build/, from what `npm run build` made: see artifacts.ts.

await mkdir(buildFolder, { recursive: true });
for (const file of await readdir(buildFolder)) {
  if (/^connect-sync-|^SHA256SUMS$|^(executable|image)$/.test(file)) {
    await rm(path.join(buildFolder, file), { recursive: true });
  }
}
await packTarball();
await buildExecutable();
await buildImage();
await makeSbom();
await writeChecksums();
