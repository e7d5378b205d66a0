import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildFolder } from './artifacts.ts';
import { buildExecutable } from './executable/build-executable.ts';
import { packTarball } from './pack-tarball.ts';

// Makes everything that a release consists of, in build/, from what `npm run build` made: see artifacts.ts.

await mkdir(buildFolder, { recursive: true });
for (const file of await readdir(buildFolder)) {
  if (/^connect-sync-|^SHA256SUMS$|^executable$/.test(file)) {
    await rm(path.join(buildFolder, file), { recursive: true });
  }
}
await packTarball();
await buildExecutable();
