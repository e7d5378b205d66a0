import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { helpTexts } from './src/cli/help-texts.ts';
import {
  compileWith,
  type NamedSchema,
  optionsFor,
  readSchemas,
  type SchemaName,
} from './src/desired/compile-schema.ts';
import { readTemplate, templateFiles } from './src/init/templates.ts';

// Builds dist/: the program as modules that are loaded when they are needed, with all that it needs of its libraries
// in them, and before it a small script that answers --version and --help by itself.

const root = import.meta.dirname;
const version = String(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')).version);

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  outdir: 'dist',
  platform: 'node',
  target: 'node20.19',
  // For the stacks of bugs; minifying would save no time and cost the names.
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

/** Schemas compiled ahead: the program then needs no compiler. */
const compiledSchemas: Plugin = {
  name: 'compiled-schemas',
  setup(plugin) {
    const names = Object.keys(readSchemas).map((name) => JSON.stringify(name));
    plugin.onLoad({ filter: /[\\/]src[\\/]desired[\\/]compile-schema\.ts$/ }, () => ({
      contents: `const validators = {
        ${names.map((name) => `${name}: () => import('compiled-schema:${JSON.parse(name)}')`).join(',\n        ')}
      };
      export const compileSchema = async (name) => (await validators[name]()).default;`,
      resolveDir: root,
    }));
    plugin.onResolve({ filter: /^compiled-schema:/ }, ({ path: found }) => ({
      path: found.slice('compiled-schema:'.length),
      namespace: 'compiled-schema',
    }));
    plugin.onLoad({ filter: /.*/, namespace: 'compiled-schema' }, async ({ path: found }) => {
      const name = found as SchemaName;
      const options = { ...optionsFor(name), code: { source: true, esm: true } };
      const schemas = await Promise.all([name, ...readSchemas[name]].map(readSchema));
      const { ajv, validate } = compileWith(schemas, options);
      return { contents: standaloneCode.default(ajv, validate), resolveDir: root };
    });
  },
};

async function readSchema(name: string): Promise<NamedSchema> {
  const file = path.join(root, `schemas/${name}.schema.json`);
  return { name, schema: JSON.parse(await readFile(file, 'utf8')) };
}

/** The texts that `init` makes files from, which lie where the package does not have them. */
const readyMade: Plugin = {
  name: 'ready-made',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]src[\\/]init[\\/]templates\.ts$/ }, () => ({
      contents: `export const readTemplate = async (file) => (await import('ready-made:')).default[file];`,
    }));
    plugin.onResolve({ filter: /^ready-made:/ }, () => ({ path: 'texts', namespace: 'ready-made' }));
    plugin.onLoad({ filter: /.*/, namespace: 'ready-made' }, async () => {
      const texts = await Promise.all(templateFiles.map(async (file) => [file, await readTemplate(file)]));
      return { contents: JSON.stringify(Object.fromEntries(texts)), loader: 'json' };
    });
  },
};

/** Of undici only what is used: its entry point loads all of fetch, WebSocket and caches. */
const undiciInPart: Plugin = {
  name: 'undici-in-part',
  setup(plugin) {
    // What talks to a forge may have the whole of it: it is loaded for that alone.
    plugin.onResolve({ filter: /^undici$/ }, ({ importer }) =>
      /[\\/]src[\\/]connect[\\/]/.test(importer)
        ? { path: 'undici', namespace: 'undici-in-part' }
        : undefined,
    );
    plugin.onLoad({ filter: /.*/, namespace: 'undici-in-part' }, () => ({
      contents: `export { default as Agent } from 'undici/lib/dispatcher/agent.js';
      export { default as Pool } from 'undici/lib/dispatcher/pool.js';
      export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js';`,
      resolveDir: root,
    }));
  },
};

/** Parts of node that libraries load for what is never asked of them: each takes milliseconds at every start. */
const withoutIdleParts: Plugin = {
  name: 'without-idle-parts',
  setup(plugin) {
    const idle = [
      // HTTP/2 is not allowed on our connections.
      { filter: /^node:http2$/, importer: /[\\/]node_modules[\\/]undici[\\/]/ },
      // No command of ours is a program of its own.
      { filter: /^node:child_process$/, importer: /[\\/]node_modules[\\/]commander[\\/]/ },
    ];
    for (const { filter, importer } of idle) {
      plugin.onResolve({ filter }, (found) =>
        importer.test(found.importer) ? { path: found.path, namespace: 'idle-part' } : undefined,
      );
    }
    plugin.onLoad({ filter: /.*/, namespace: 'idle-part' }, () => ({
      contents: 'module.exports = { constants: {} };',
    }));
  },
};

await rm(path.join(root, 'dist'), { recursive: true, force: true });
await build({
  ...common,
  entryPoints: { main: 'src/bin.ts' },
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  // Libraries in CommonJS ask for node's own modules with `require`.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  plugins: [compiledSchemas, readyMade, undiciInPart, withoutIdleParts],
});
await build({
  ...common,
  entryPoints: { bin: 'src/start.cts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  external: ['./main.js'],
});
await writeFile(
  path.join(root, 'dist/texts.json'),
  JSON.stringify({ version: `${version}\n`, help: await helpTexts(version) }),
);
await chmod(path.join(root, 'dist/bin.cjs'), 0o755);
