import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { artifacts, buildFolder, root } from '../artifacts.ts';
import { compileModules } from './compile-modules.ts';
import { fetchNode } from './fetch-node.ts';
import { bundleScript, writeModules } from './write-modules.ts';

const run = promisify(execFile);

/**
 * Builds the single executable for Linux from the dist/ that is there: Node, the modules of the program, and what V8
 * compiled of them. It reads nothing else from disk.
 */
export async function buildExecutable(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.log('left out: the executable is built on Linux x64');
    return;
  }
  const folder = path.join(buildFolder, 'executable');
  const files = await writeModules(folder);
  const nodePackage = await fetchNode();
  await writeLicenses(nodePackage, path.join(folder, 'licenses.txt'));
  const node = path.join(nodePackage, 'bin/node');
  await compileModules(node, folder);
  await makeExecutable(node, await makeBlob(node, folder, [...files, 'licenses.txt']));
  await rm(folder, { recursive: true });
  const { size } = await stat(artifacts.executable);
  console.log(`${artifacts.executable} ${(size / 1e6).toFixed(1)} MB`);
}

/** Those of this project, of what is bundled, and of Node with all that is in it. */
async function writeLicenses(nodePackage: string, file: string): Promise<void> {
  const files = [
    path.join(root, 'LICENSE'),
    path.join(root, 'dist/THIRD-PARTY-LICENSES.txt'),
    path.join(nodePackage, 'LICENSE'),
  ];
  const texts = await Promise.all(files.map((each) => readFile(each, 'utf8')));
  await writeFile(file, texts.join(`\n${'='.repeat(80)}\n`));
}

/** Puts all files into one, with an index, in the form in which Node finds it in its own executable. */
async function makeBlob(node: string, folder: string, files: readonly string[]): Promise<string> {
  const parts: Buffer[] = [];
  let end = 0;
  const add = async (file: string) => {
    const content = await readFile(path.join(folder, file)).catch(() => undefined);
    if (!content) return undefined;
    const place = { start: end, length: content.length };
    // Aligned, as V8 wants what it has compiled.
    const padding = Buffer.alloc(-content.length & 7);
    parts.push(content, padding);
    end += content.length + padding.length;
    return place;
  };
  const index: Record<string, object> = {};
  for (const file of files) {
    index[file] = { source: await add(file), compiled: await add(`${file}.compiled`) };
  }
  const asset = (name: string) => path.join(folder, name);
  await writeFile(asset('index.json'), JSON.stringify(index));
  await writeFile(asset('content.bin'), Buffer.concat(parts));
  const config = {
    main: await bundleScript('main', folder),
    output: asset('executable.blob'),
    disableExperimentalSEAWarning: true,
    assets: { index: asset('index.json'), content: asset('content.bin') },
  };
  await writeFile(asset('sea.json'), JSON.stringify(config));
  await run(node, ['--experimental-sea-config', asset('sea.json')]);
  return config.output;
}

async function makeExecutable(node: string, blob: string): Promise<void> {
  await mkdir(path.dirname(artifacts.executable), { recursive: true });
  await copyFile(node, artifacts.executable);
  await chmod(artifacts.executable, 0o755);
  // Before the blob is put in, which `strip` would not keep. A sixth of Node is names for debuggers.
  await run('strip', [artifacts.executable]).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    console.log('The executable is not stripped: there is no strip (binutils).');
  });
  // As a program, because it warns of sections without names, which do not matter.
  const postject = path.join(root, 'node_modules/postject/dist/cli.js');
  const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
  await run(node, [postject, artifacts.executable, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse]);
}
