import path from 'node:path';
import process from 'node:process';
import { Script } from 'node:vm';

/** The modules of the program, by their paths in dist/: CommonJS. */
export interface ModuleStore {
  source(file: string): string;
  /** What V8 compiled of it, if that is known. */
  compiled(file: string): Buffer | undefined;
  loaded?(file: string, script: Script): void;
}

/** Loads a module of the program and returns its exports. It can require the store and Node, and no file. */
export function loadModule(store: ModuleStore, file: string): unknown {
  const modules = new Map<string, { exports: unknown }>();
  const load = (name: string): unknown => {
    const existing = modules.get(name);
    if (existing) return existing.exports;
    const module = { exports: {} as unknown };
    modules.set(name, module);
    const folder = path.posix.dirname(name);
    const require = (wanted: string) =>
      wanted.startsWith('.') ? load(path.posix.join(folder, wanted)) : process.getBuiltinModule(wanted);
    if (name.endsWith('.json')) module.exports = JSON.parse(store.source(name));
    else compile(store, name)(module.exports, require, module);
    return module.exports;
  };
  return load(file);
}

type Wrapper = (exports: unknown, require: (wanted: string) => unknown, module: object) => void;

function compile(store: ModuleStore, file: string): Wrapper {
  const cachedData = store.compiled(file);
  const text = `(function (exports, require, module) {${store.source(file)}\n})`;
  const script = new Script(text, { filename: `connect-sync/${file}`, ...(cachedData && { cachedData }) });
  store.loaded?.(file, script);
  return script.runInThisContext() as Wrapper;
}
