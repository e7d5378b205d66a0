import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { root } from '../artifacts.ts';

const dist = path.join(root, 'dist');

/**
 * Writes the modules of dist/ into a folder as the executable loads them: CommonJS, because only that can be compiled
 * with V8's code cache without flags of Node. Returns their paths.
 */
export async function writeModules(folder: string): Promise<string[]> {
  const chunks = (await readdir(path.join(dist, 'chunks'))).filter((file) => file.endsWith('.js'));
  const scripts = ['bin.cjs', 'main.js', ...chunks.map((file) => `chunks/${file}`)];
  await mkdir(path.join(folder, 'chunks'), { recursive: true });
  for (const file of scripts) {
    const { code } = await transform(await readFile(path.join(dist, file), 'utf8'), {
      format: 'cjs',
      target: 'node24',
      minifyWhitespace: true,
      supported: { 'dynamic-import': false },
      define: { 'import.meta.url': JSON.stringify('file:///connect-sync/main.js') },
    });
    await writeFile(path.join(folder, file), code.replace(/^#!.*\n/, ''));
  }
  await copyFile(path.join(dist, 'texts.json'), path.join(folder, 'texts.json'));
  return [...scripts, 'texts.json'];
}

/** Bundles a script of this folder, and returns its path. */
export async function bundleScript(name: 'main' | 'record', folder: string): Promise<string> {
  const outfile = path.join(folder, `${name}.cjs`);
  const entry = path.join(import.meta.dirname, `${name}.ts`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
  });
  return outfile;
}
