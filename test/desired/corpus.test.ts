import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProjectFiles } from '../../src/desired/read-project.ts';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import { describeDiagnostic } from '../../src/model/diagnostic.ts';
import { corpusFolder } from '../support/corpus-folder.ts';
import { projectFolder } from '../support/project-folder.ts';

/** A published config, with name and values as in its JSON. */
interface Published {
  readonly file: string;
  readonly name: string | null;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The ways to write a config as a connector file. */
const forms: Readonly<Record<string, { extension: string; write: (published: Published) => string }>> = {
  'YAML with quoted values': {
    extension: 'yaml',
    write: ({ name, config }) => {
      const keys = Object.entries(config).map(
        ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(String(value))}\n`,
      );
      return `${name === null ? '' : `name: ${JSON.stringify(name)}\n`}config:\n${keys.join('')}`;
    },
  },
  'YAML with plain numbers and booleans, and block scalars': {
    extension: 'yaml',
    write: ({ name, config }) => {
      const keys = Object.entries(config).map(
        ([key, value]) => `  ${JSON.stringify(key)}: ${plainWherePossible(value)}\n`,
      );
      return `${name === null ? '' : `name: ${JSON.stringify(name)}\n`}config:\n${keys.join('')}`;
    },
  },
  'JSON as it is POSTed': {
    extension: 'json',
    write: ({ name, config }) => JSON.stringify(name === null ? { config } : { name, config }, null, 2),
  },
  'JSON as it is PUT': { extension: 'json', write: ({ config }) => JSON.stringify(config) },
};

describe.skipIf(!existsSync(corpusFolder))('real configs', () => {
  for (const [form, { extension, write }] of Object.entries(forms)) {
    it(`resolve to exactly the same config, as ${form}`, async () => {
      const published = lines<Published>('configs.jsonl').map(named);
      const files = published.map((one, index) => [
        `connectors/${nameOfFile(index)}.${extension}`,
        write(one),
      ]);
      const loaded = await projectFolder(Object.fromEntries(files)).load();
      const exceptions = compare(loaded, published);
      report(form, published.length, exceptions);
      for (const { because } of exceptions)
        expect(because).toMatch(/invalid connector name|"name" in the config is|contains the mask/);
    });
  }

  it('resolve from the published JSON files', async () => {
    const manifest = lines<{
      file: string;
      kind: string;
      parse_defects: unknown[];
      duplicate_keys: unknown[];
    }>('manifest.jsonl');
    const json = new Set(manifest.filter(({ kind }) => kind === 'json').map(({ file }) => file));
    const published = lines<Published>('configs.jsonl').filter(({ file }) => json.has(file));
    const raw = published.map(({ file }, index) => [
      `connectors/${nameOfFile(index)}.json`,
      readFileSync(path.join(corpusFolder, file), 'utf8'),
    ]);
    const loaded = await projectFolder(Object.fromEntries(raw)).load();
    const exceptions = compare(loaded, published);
    report('published JSON files', published.length, exceptions);
    for (const { because } of exceptions) {
      expect(because).toMatch(
        /invalid connector name|"name" in the config is|duplicate key|invalid JSON|contains the mask/,
      );
    }
    expect(exceptions.length).toBeLessThan(published.length / 6);
  });
});

if (!existsSync(corpusFolder)) console.info(`skipped: no corpus of real configurations at ${corpusFolder}`);

interface Exception {
  readonly file: string;
  readonly because: string;
}

/** Compares every connector with the published config; a config without a connector is an exception with a reason. */
function compare(loaded: ProjectFiles, published: readonly Published[]): Exception[] {
  const problems = loaded.diagnostics.filter(
    ({ severity, code }) => severity === 'error' && code !== 'duplicate-connector',
  );
  return published.flatMap(({ file, name, config }, index) => {
    const isOfFile = ({ source }: { source: { file: string } | undefined }) =>
      path.parse(source?.file ?? '').name === nameOfFile(index);
    const problem = problems.find(isOfFile);
    if (problem) return [{ file, because: describeDiagnostic(problem, (text) => text).message }];
    // Many have the same name, so each is resolved alone.
    const alone = { ...loaded, documents: loaded.documents.filter(isOfFile) };
    const { connectors, diagnostics } = resolveConnectors(
      alone,
      { name: undefined, vars: new Map() },
      { unsetEnvironment: 'error' },
    );
    const { name: inConfig, ...expected } = config;
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(connectors, file).toHaveLength(1);
    const [connector] = connectors;
    expect(connector?.kind === 'present' && Object.fromEntries(connector.config), file).toEqual(
      asTexts(expected),
    );
    expect([name ?? nameOfFile(index), inConfig ?? nameOfFile(index)], file).toContain(connector?.name);
    return [];
  });
}

function report(form: string, total: number, exceptions: readonly Exception[]): void {
  const named = exceptions.map(({ file, because }) => `  not ${file}: ${because}`);
  console.info(
    [`${total - exceptions.length} of ${total} real configs resolve exactly, as ${form}`, ...named].join(
      '\n',
    ),
  );
}

/** Uses the name in the config if there is no other. */
function named({ file, name, config }: Published): Published {
  const inConfig = config['name'];
  return { file, name: name ?? (typeof inConfig === 'string' ? inConfig : null), config };
}

function nameOfFile(index: number): string {
  return `real-${index}`;
}

function asTexts(config: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
}

/** Plain style for words and numbers, block style for several lines, quotes otherwise. */
function plainWherePossible(value: unknown): string {
  const text = String(value);
  if (/^[\w.][\w./-]*$/.test(text)) return text;
  if (/^[^\s].*\n/.test(text) && !/[\r\t]|[ ]+$/m.test(text)) {
    return `${text.endsWith('\n') ? '|+' : '|-'}\n${text.replace(/\n$/, '').replace(/^/gm, '    ')}`;
  }
  return JSON.stringify(text);
}

function lines<Line>(file: string): Line[] {
  const text = readFileSync(path.join(corpusFolder, file), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line));
}
