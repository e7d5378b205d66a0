import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { init, parse } from 'es-module-lexer';

/** The folder that holds the project. */
export const root = path.resolve(import.meta.dirname, '../..');

/** One import of a source file, type imports included. */
export interface Import {
  /** The importing file, relative to `src`. */
  readonly file: string;
  readonly specifier: string;
  /** The imported file, relative to `src`; undefined for a library or a module of Node. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
  /** Loaded on demand, by `import('…')`. */
  readonly dynamic: boolean;
  /** The imported names, as far as they stand in braces. */
  readonly names: readonly string[];
}

/** All TypeScript files below `src`, with forward slashes. */
export const sourceFiles: readonly string[] = readdirSync(path.join(root, 'src'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

/** The text of one of them. */
export function readSource(file: string): string {
  return readFileSync(path.join(root, 'src', file), 'utf8');
}

/** Every import of every source file. */
export async function readImports(): Promise<Import[]> {
  await init;
  return sourceFiles.flatMap((file) => importsOf(file, readSource(file)));
}

function importsOf(file: string, code: string): Import[] {
  const [found] = parse(code);
  const plain = found.flatMap((item) => {
    if (item.type === 'import-meta' || item.specifier === undefined) return [];
    const statement = code.slice(item.importStart, item.importEnd);
    return [{ specifier: item.specifier, ...describeStatement(statement, item.type === 'dynamic') }];
  });
  // The lexer does not see import types such as `import('x').Y`.
  const inTypes = [...code.matchAll(/(?:typeof |[=:<|&(]\s*)import\('([^']+)'\)\.(\w+)/g)].map((match) => ({
    specifier: match[1] ?? '',
    typeOnly: true,
    dynamic: false,
    names: [match[2] ?? ''],
  }));
  return [...plain, ...inTypes].map((item) => ({ file, target: targetOf(file, item.specifier), ...item }));
}

function describeStatement(
  statement: string,
  isDynamic: boolean,
): Pick<Import, 'typeOnly' | 'dynamic' | 'names'> {
  const inBraces = /\{([^}]*)\}/.exec(statement)?.[1] ?? '';
  const items = inBraces
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const wholeType = /^(import|export)\s+type\b/.test(statement);
  const eachType = items.length > 0 && items.every((item) => item.startsWith('type '));
  return {
    typeOnly: !isDynamic && (wholeType || eachType),
    dynamic: isDynamic,
    names: items.map((item) => item.replace(/^type /, '').replace(/ as .*$/, '')),
  };
}

function targetOf(file: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : undefined;
}
