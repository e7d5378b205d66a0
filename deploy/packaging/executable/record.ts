// Runs the program from the modules in a folder, as the executable does, and writes what V8 has compiled of each module
// beside it, unless an earlier run has. Arguments: the folder, then those of the program.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Script } from 'node:vm';
import { loadModule } from './load-module.ts';

const [node = '', , folder = '', ...args] = process.argv;
const scripts = new Map<string, Script>();
process.argv = [node, node, ...args];
// At the end, because V8 compiles functions when they are first called.
process.on('exit', () => {
  for (const [file, script] of scripts) {
    const target = path.join(folder, `${file}.compiled`);
    if (!existsSync(target)) writeFileSync(target, script.createCachedData());
  }
});
loadModule(
  {
    source: (file) => readFileSync(path.join(folder, file), 'utf8'),
    compiled: () => undefined,
    // Only what is loaded after bin.cjs has set flags of V8, which must be the same again.
    loaded: (file, script) => {
      if (file !== 'bin.cjs') scripts.set(file, script);
    },
  },
  'bin.cjs',
);
