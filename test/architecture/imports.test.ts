import { beforeAll, describe, expect, it } from 'vitest';
import { findCycles } from './find-cycles.ts';
import {
  effects,
  entryFiles,
  globals,
  type Layer,
  layers,
  libraries,
  modelModules,
  withoutRedaction,
} from './layers.ts';
import { type Import, readImports, readSource, sourceFiles } from './source-files.ts';

let imports: Import[] = [];

beforeAll(async () => {
  imports = await readImports();
});

describe('the layers', () => {
  it('cover every file', () => {
    expect(sourceFiles.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it('import one another only as the table allows', () => {
    expectNone(imports.flatMap(wrongArrow));
  });

  it('let the command line call use cases by their entry files only', () => {
    const useCaseFolders = new Set(entryFiles.map((file) => topFolder(file)));
    const wrong = imports.flatMap(({ file, target, typeOnly }) => {
      if (!target || topFolder(file) !== 'cli' || !useCaseFolders.has(topFolder(target)) || typeOnly)
        return [];
      const folder = `${topFolder(target)}/*`;
      return entryFiles.includes(target) || entryFiles.includes(folder)
        ? []
        : [`${file} -> ${target} (not an entry file)`];
    });
    expectNone(wrong);
  });

  it('keep redaction out of the command line and of the renderers', () => {
    const wrong = imports.flatMap(({ file, target }) =>
      target?.startsWith('model/redaction/') && withoutRedaction.includes(topFolder(file))
        ? [`${file} -> ${target} (redaction)`]
        : [],
    );
    expectNone(wrong);
  });

  it('have no cycle between files, type imports included', () => {
    const edges = imports.flatMap(({ file, target }) => (target ? [[file, target] as const] : []));
    expectNone(findCycles(edges).map((cycle) => `cycle: ${cycle.join(' ')}`));
  });
});

describe('libraries and modules of Node', () => {
  it('are imported only behind their fence', () => {
    const wrong = imports.flatMap((found) =>
      isFenced(found) ? [] : [`${found.file} -> ${found.specifier}`],
    );
    expectNone(wrong);
  });
});

describe('effects', () => {
  it('stay at the edge: no stage reads the clock, randomness, the environment or the console', () => {
    const wrong = sourceFiles.flatMap((file) => {
      const code = withoutComments(readSource(file));
      return globals
        .filter((global) => global.pattern.test(code) && !startsWithOneOf(file, global.in))
        .map((global) => `${file} uses ${global.pattern.source}`);
    });
    expectNone(wrong);
  });
});

describe('files', () => {
  it('have names that say what is in them', () => {
    expectNone(
      sourceFiles.filter((file) => /(^|\/)(index|utils?|helpers?|types|common|misc)\.ts$/.test(file)),
    );
  });

  it('have at most 250 lines', () => {
    expectNone(sourceFiles.filter((file) => linesOf(file) > 250).map((file) => `${file} is too long`));
  });

  // A command, with its share of options, output and progress, is glue: logic belongs in its use case.
  it('leave the command line below 100 files, and below 215 lines for each command', () => {
    const files = sourceFiles.filter((file) => topFolder(file) === 'cli');
    const commands = files.filter((file) => file.startsWith('cli/commands/'));
    const lines = files.reduce((sum, file) => sum + linesOf(file), 0);
    expectNone([
      ...(files.length > 100 ? ['cli: too many files'] : []),
      ...(lines > 215 * commands.length ? ['cli: too many lines'] : []),
    ]);
  });
});

/** The layer of a file, by the longest prefix, with that prefix. */
function layerOf(file: string): { readonly prefix: string; readonly layer: Layer } | undefined {
  const prefix = Object.keys(layers)
    .filter((candidate) => startsWithOneOf(file, [candidate]))
    .sort((a, b) => b.length - a.length)[0];
  const layer = prefix === undefined ? undefined : layers[prefix];
  return layer && prefix !== undefined ? { prefix, layer } : undefined;
}

function wrongArrow({ file, target, typeOnly }: Import): string[] {
  const found = layerOf(file);
  if (!target || !found || startsWithOneOf(target, [found.prefix])) return [];
  if (startsWithOneOf(target, found.layer.may)) return [];
  if (!startsWithOneOf(target, found.layer.typesOf ?? [])) return [`${file} -> ${target}`];
  return typeOnly ? [] : [`${file} -> ${target} (types only)`];
}

/** Whether an import of a library or of a module of Node stands behind its fence. */
function isFenced({ file, specifier, target }: Import): boolean {
  if (target !== undefined) return true;
  if (topFolder(file) === 'model') return modelModules.includes(`${file} -> ${specifier}`);
  const isNode = specifier.startsWith('node:');
  const fence = isNode
    ? effects[specifier.replace(/\/promises$/, '')]
    : libraries[specifier.split('/')[0] ?? specifier];
  return fence ? startsWithOneOf(file, fence.in) : isNode;
}

function startsWithOneOf(file: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => file === prefix || file.startsWith(`${prefix}/`));
}

function topFolder(file: string): string {
  return file.split('/')[0] ?? file;
}

function linesOf(file: string): number {
  return readSource(file).split('\n').length - 1;
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** Fails with the violations, each with the reason of its rule. */
function expectNone(violations: readonly string[]): void {
  const found = violations.map((violation) => {
    const reason = layerOf(violation.split(' ')[0] ?? '')?.layer.because;
    return reason === undefined ? violation : `${violation}: ${reason}`;
  });
  expect(found).toEqual([]);
}
