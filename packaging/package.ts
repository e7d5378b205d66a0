import { mkdir, rm } from 'node:fs/promises';
import { buildFolder } from './artifacts.ts';
import { buildExecutable } from './executable/build-executable.ts';
import { packTarball } from './pack-tarball.ts';

// Makes everything that a release consists of, in build/, from what `npm run build` made: see artifacts.ts.

await rm(buildFolder, { recursive: true, force: true });
await mkdir(buildFolder, { recursive: true });
await packTarball();
await buildExecutable();
