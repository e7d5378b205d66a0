import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { init, parse } from 'es-module-lexer';
import { beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Which folder may import which, and why the others may not. `bin.ts` is a folder of its own here. */
const folders: Readonly<Record<string, { may: readonly string[]; because: string }>> = {
  model: { may: [], because: 'the vocabulary depends on nothing, so that everything can depend on it' },
  desired: { may: ['model'], because: 'files are read without knowing clusters, plans or output' },
  connect: { may: ['model'], because: 'the REST API is spoken without knowing what it is used for' },
  diff: {
    may: ['model'],
    because: 'a difference is a fact about two values, whatever will be done about it',
  },
  plan: { may: ['model'], because: 'the plan is a pure decision over changes' },
  render: { may: ['model'], because: 'a renderer sees the redacted view and nothing else' },
  adopt: { may: ['model'], because: 'connector files are made from plain values' },
  forge: { may: ['model'], because: 'a pull request is told what a view says, nothing more' },
  apply: { may: ['model', 'connect'], because: 'a plan is carried out through the interface of the worker' },
  reconcile: {
    may: ['model', 'connect', 'desired', 'diff', 'plan', 'apply'],
    because: 'the story in order knows the stages and no output',
  },
  sandbox: { may: ['model'], because: 'the fake worker must not share code with the client it tests' },
  cli: {
    may: [
      'model',
      'connect',
      'desired',
      'diff',
      'plan',
      'render',
      'adopt',
      'forge',
      'apply',
      'reconcile',
      'sandbox',
    ],
    because: 'the command line puts everything together',
  },
  'bin.ts': { may: ['cli'], because: 'the entry point only builds the host' },
};

/** Stages that see the worker only through the types of its interface. */
const typesOnly = new Set(['apply->connect', 'reconcile->connect']);

/** Where each library may be imported: a folder, or one file. */
const libraries: Readonly<Record<string, { in: readonly string[]; because: string }>> = {
  undici: {
    in: ['connect/http.ts', 'forge/http.ts'],
    because: 'all HTTP goes through one file of each stage',
  },
  ajv: { in: ['desired', 'plan'], because: 'shapes are checked where untrusted input comes in' },
  yaml: { in: ['desired', 'render', 'adopt'], because: 'YAML is read and written at the border' },
  'fast-json-patch': { in: ['diff', 'render'], because: 'patches are made from documents' },
  diff: { in: ['render'], because: 'unified diffs are a format' },
  commander: { in: ['cli'], because: 'arguments are the business of the command line' },
  picocolors: { in: ['cli', 'render'], because: 'colour is a matter of output' },
  '@clack': {
    in: ['cli/prompt/choose-many.ts', 'cli/prompt/enter-text.ts'],
    because: 'questions are put to a person by one file for each kind',
  },
  tinyglobby: { in: ['desired'], because: 'files are found by the loader' },
  dotenv: { in: ['desired'], because: 'environment files are read by the loader' },
  'compare-versions': { in: ['desired'], because: '`requires` is judged when the project file is read' },
};

/** Node modules with effects; the pure ones (path, url, util, crypto …) are free in every folder but `model`. */
const effects: Readonly<Record<string, { in: readonly string[]; because: string }>> = {
  'node:fs': { in: ['desired', 'cli', 'bin.ts'], because: 'files are touched at the edge' },
  'node:process': { in: ['bin.ts'], because: 'only the entry point knows the process' },
  'node:child_process': { in: ['cli'], because: 'processes are started at the edge' },
  'node:http': { in: ['sandbox'], because: 'the sandbox is the only server' },
  'node:https': { in: [], because: 'HTTP goes through undici' },
  'node:net': { in: [], because: 'HTTP goes through undici' },
  'node:timers': { in: ['bin.ts'], because: 'time is injected' },
};

/** Globals that make a stage impure, and the files that may use them. */
const globals: readonly { pattern: RegExp; in: readonly string[]; because: string }[] = [
  { pattern: /\bprocess\.(?!d)/, in: ['bin.ts'], because: 'only the entry point knows the process' },
  { pattern: /\bDate\.now\(|new Date\(\)/, in: ['bin.ts'], because: 'the clock is injected' },
  { pattern: /\bMath\.random\(/, in: ['bin.ts'], because: 'randomness is injected' },
  {
    pattern: /\bset(Timeout|Interval|Immediate)\(/,
    in: ['bin.ts'],
    because: 'waiting goes through the clock',
  },
  { pattern: /\bconsole\./, in: [], because: 'output goes through the streams of the host' },
];

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

let imports: Import[] = [];
const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

beforeAll(async () => {
  await init;
  imports = files.flatMap((file) => importsOf(file, readFileSync(path.join(root, 'src', file), 'utf8')));
});

describe('the folders', () => {
  it('are all named in the table', () => {
    expect(files.map(folderOf).filter((folder) => !(folder in folders))).toEqual([]);
  });

  it('import one another only where the arrow is allowed', () => {
    const wrong = imports.flatMap((found) => {
      const target = localTarget(found);
      const folder = folderOf(found.file);
      if (!target || target === folder) return [];
      const rule = folders[folder];
      if (!rule?.may.includes(target)) return [`${found.file} imports ${target}: ${rule?.because}`];
      const typed = typesOnly.has(`${folder}->${target}`) && !found.typeOnly;
      return typed ? [`${found.file} imports code of ${target}: it may know its types only`] : [];
    });
    expect(wrong).toEqual([]);
  });
});

describe('the libraries', () => {
  it('are imported only behind their fence', () => {
    const wrong = imports.flatMap((found) => {
      const name = found.specifier;
      if (name.startsWith('.')) return [];
      const isModel = folderOf(found.file) === 'model';
      if (isModel) return [`${found.file} imports ${name}: ${folders['model']?.because}`];
      if (name.startsWith('node:')) return outside(found, effects[name.replace(/\/promises$/, '')], true);
      return outside(found, libraries[name.split('/')[0] ?? name], false);
    });
    expect(wrong).toEqual([]);
  });
});

describe('effects', () => {
  it('stay at the edge: no stage reads the clock, chance, the environment or the console', () => {
    const wrong = files.flatMap((file) => {
      const code = withoutComments(readFileSync(path.join(root, 'src', file), 'utf8'));
      return globals
        .filter((global) => global.pattern.test(code) && !global.in.includes(file))
        .map((global) => `${file} uses ${global.pattern.source}: ${global.because}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('file names', () => {
  it('say what is in them: no barrels, no junk drawers', () => {
    const names = files.filter((file) => /(^|\/)(index|utils?|helpers?|types|common|misc)\.ts$/.test(file));
    expect(names).toEqual([]);
  });
});

function importsOf(file: string, code: string): Import[] {
  const [found] = parse(code);
  const plain = found.flatMap((item) => {
    if (item.type === 'import-meta' || item.specifier === undefined) return [];
    const typeOnly = item.type !== 'dynamic' && item.typeOnly;
    return [{ file, specifier: item.specifier, typeOnly }];
  });
  // The lexer does not see import types such as `import('x').Y`.
  const inTypes = [...code.matchAll(/(?:typeof |[=:<|&(]\s*)import\('([^']+)'\)\./g)].map((match) => ({
    file,
    specifier: match[1] ?? '',
    typeOnly: true,
  }));
  return [...plain, ...inTypes];
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function localTarget(found: Import): string | undefined {
  if (!found.specifier.startsWith('.')) return undefined;
  return folderOf(path.posix.join(path.posix.dirname(found.file), found.specifier));
}

function outside(
  found: Import,
  rule: { in: readonly string[]; because: string } | undefined,
  isFree: boolean,
): string[] {
  if (!rule) return isFree ? [] : [`${found.file} imports ${found.specifier}, which no rule allows`];
  const allowed = rule.in.includes(folderOf(found.file)) || rule.in.includes(found.file);
  return allowed ? [] : [`${found.file} imports ${found.specifier}: ${rule.because}`];
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
