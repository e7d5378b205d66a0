import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

/** What most plans never call; loading it takes two to five milliseconds each, at every start. */
const lazyNames = ['node:crypto', 'node:zlib', 'node:readline/promises'];

/** Loads some modules of Node when one of their functions is used for the first time. */
export const lazyNodeModules: Plugin = {
  name: 'lazy-node-modules',
  setup(plugin) {
    const load = createRequire(import.meta.url);
    plugin.onResolve({ filter: /^node:/ }, ({ path, importer }) =>
      lazyNames.includes(path) && /[\\/]src[\\/]/.test(importer)
        ? { path, namespace: 'lazy-node-modules' }
        : undefined,
    );
    plugin.onLoad({ filter: /.*/, namespace: 'lazy-node-modules' }, ({ path }) => {
      const getters = Object.keys(load(path)).map(
        (name) => `get ${name}() { return require('${path}').${name}; }`,
      );
      // Getters of CommonJS: what imports a name reads it where it uses it.
      return { contents: `module.exports = { ${getters.join(', ')} };` };
    });
    plugin.onResolve({ filter: /^node:/, namespace: 'lazy-node-modules' }, ({ path }) => ({
      path,
      external: true,
    }));
  },
};
