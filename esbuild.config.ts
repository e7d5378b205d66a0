import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { bundledPackages, recordBundle } from './deploy/packaging/bundled-packages.ts';
import { lazyNodeModules } from './deploy/packaging/lazy-node-modules.ts';
import { licenseTexts } from './deploy/packaging/license-texts.ts';
import { helpTexts } from './src/cli/help-texts.ts';
import {
  compileWith,
  type NamedSchema,
  optionsFor,
  readSchemas,
  type SchemaName,
} from './src/desired/compile-schema.ts';
import { readPublishedSchema } from './src/desired/published-schemas.ts';
import { readTemplate, templateFiles } from './src/init/templates.ts';

// Builds dist/: the program as modules that are loaded on demand, with its libraries bundled, a small script in front
// of it that answers --version and --help by itself, and the library in dist/lib, bundled as well.

const root = import.meta.dirname;
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const version = String(manifest.version);

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  outdir: 'dist',
  platform: 'node',
  target: 'node20.19',
  // Minifying would save no time, and names would be lost. The maps stay in this repository: in the package they would
  // be a third of its size, for stack traces of bugs, which name functions without them.
  sourcemap: 'external',
  sourcesContent: false,
  // The licenses of what is bundled are kept in a file of their own.
  legalComments: 'none',
  logLevel: 'warning',
};

const modules: BuildOptions = {
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  // Libraries in CommonJS ask for node's own modules with `require`.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
};

/** The version, and where bugs are reported, as constants: the program then reads no file for them. */
const packageVersion: Plugin = {
  name: 'package-version',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]src[\\/]public[\\/]version\.ts$/ }, () => ({
      contents: `export const version = ${JSON.stringify(version)};
      export const issuesUrl = ${JSON.stringify(manifest.bugs.url)};`,
    }));
  },
};

/** Compiles the schemas at build time, so that the program needs no schema compiler. */
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

/** Bundles the templates of `init`: they are files of the repository that the package does not contain. */
const templates: Plugin = {
  name: 'templates',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]src[\\/]init[\\/]templates\.ts$/ }, () => ({
      contents: `export const readTemplate = async (file) => (await import('templates:')).default[file];`,
    }));
    plugin.onResolve({ filter: /^templates:/ }, () => ({ path: 'texts', namespace: 'templates' }));
    plugin.onLoad({ filter: /.*/, namespace: 'templates' }, async () => {
      const texts = await Promise.all(templateFiles.map(async (file) => [file, await readTemplate(file)]));
      return { contents: JSON.stringify(Object.fromEntries(texts)), loader: 'json' };
    });
  },
};

/** Bundles the published schemas for editors: from a file of the package, they could not be read in the executable. */
const editorSchemas: Plugin = {
  name: 'editor-schemas',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]src[\\/]desired[\\/]published-schemas\.ts$/ }, () => ({
      contents: `export const readPublishedSchema = async (kind) => (await import('editor-schemas:')).default[kind];`,
    }));
    plugin.onResolve({ filter: /^editor-schemas:/ }, () => ({ path: 'texts', namespace: 'editor-schemas' }));
    plugin.onLoad({ filter: /.*/, namespace: 'editor-schemas' }, async () => {
      const [connector, project] = await Promise.all([
        readPublishedSchema('connector'),
        readPublishedSchema('project'),
      ]);
      return { contents: JSON.stringify({ connector, project }), loader: 'json' };
    });
  },
};

/** Bundles only the parts of undici that are used: its entry point loads all of fetch, WebSocket and caches. */
const undiciInPart: Plugin = {
  name: 'undici-in-part',
  setup(plugin) {
    // The client of a forge uses all of undici; it is loaded only for that.
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

/** HTTP/2 is not allowed on our connections, and loading it takes milliseconds at every start. */
const withoutHttp2 = withoutModule('node:http2', /[\\/]node_modules[\\/]undici[\\/]/);

/** undici compares with its IncomingMessage and asks it how long headers may be; loading it takes milliseconds. */
const withoutHttp = withoutModule('node:http', /[\\/]node_modules[\\/]undici[\\/]/, {
  maxHeaderSize: 16 * 1024,
});

/** commander starts programs for commands that are files of their own; we have none. */
const withoutChildProcess = withoutModule('node:child_process', /[\\/]node_modules[\\/]commander[\\/]/);

/** Leaves out a module of Node that a library imports and never needs here. */
function withoutModule(name: string, importer: RegExp, constants: object = { constants: {} }): Plugin {
  const namespace = `without-${name.replace(':', '-')}`;
  return {
    name: namespace,
    setup(plugin) {
      plugin.onResolve({ filter: new RegExp(`^${name}$`) }, (found) =>
        importer.test(found.importer) ? { path: found.path, namespace } : undefined,
      );
      plugin.onLoad({ filter: /.*/, namespace }, () => ({
        contents: `module.exports = ${JSON.stringify(constants)};`,
      }));
    },
  };
}

/** Plugins find files by their path: one that matches nothing, after a move say, ends the build instead of passing. */
function eachUsed(plugins: readonly Plugin[]): Plugin[] {
  return plugins.map(({ name, setup }) => ({
    name,
    setup(plugin) {
      let isUsed = false;
      plugin.onEnd(() => (isUsed ? undefined : { errors: [{ text: `the plugin ${name} matched no file` }] }));
      return setup({
        ...plugin,
        onLoad: (options, load) =>
          plugin.onLoad(options, async (found) => {
            const result = await load(found);
            isUsed ||= Boolean(result);
            return result;
          }),
      });
    },
  }));
}

await rm(path.join(root, 'dist'), { recursive: true, force: true });
const program = await build({
  ...common,
  ...modules,
  metafile: true,
  entryPoints: { main: 'src/bin.ts' },
  plugins: eachUsed([
    packageVersion,
    compiledSchemas,
    templates,
    editorSchemas,
    undiciInPart,
    withoutHttp,
    withoutHttp2,
    withoutChildProcess,
    lazyNodeModules,
  ]),
});
// Apart from the program: what both import would otherwise change its chunks, and with them its start.
const library = await build({
  ...common,
  ...modules,
  metafile: true,
  entryPoints: { 'connect-sync': 'src/public/connect-sync.ts', sandbox: 'src/public/sandbox.ts' },
  outdir: 'dist/lib',
  plugins: eachUsed([packageVersion, compiledSchemas, undiciInPart, withoutHttp, withoutHttp2]),
});
await build({
  ...common,
  entryPoints: { bin: 'src/start.cts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  external: ['./main.js', './texts.json'],
});
await writeFile(
  path.join(root, 'dist/texts.json'),
  JSON.stringify({ version: `${version}\n`, help: await helpTexts(version) }),
);
await recordBundle([program.metafile, library.metafile]);
await writeFile(path.join(root, 'dist/THIRD-PARTY-LICENSES.txt'), licenseTexts(await bundledPackages()));
await chmod(path.join(root, 'dist/bin.cjs'), 0o755);
