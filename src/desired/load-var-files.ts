import path from 'node:path';
import { parse } from 'dotenv';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Vars } from '../model/project.ts';
import { parseDocuments } from './parse-documents.ts';
import { readSource } from './read-source.ts';
import type { SourceEntry } from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** The variables of files, and the problems of these files. */
export interface LoadedVars {
  readonly vars: Vars;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the values of variables (`--var-file`): YAML and JSON files contain one mapping of names to values, all others
 * are dotenv files. A later file takes precedence.
 */
export async function loadVarFiles(directory: string, files: readonly string[]): Promise<LoadedVars> {
  const loaded = await Promise.all(files.map((file) => loadVarFile(directory, file)));
  return {
    vars: new Map(loaded.flatMap(({ vars }) => [...vars])),
    diagnostics: loaded.flatMap(({ diagnostics }) => diagnostics),
  };
}

async function loadVarFile(directory: string, file: string): Promise<LoadedVars> {
  const read = await readSource(directory, path.resolve(directory, file));
  if (read.kind === 'unread') return broken(read.diagnostic);
  const { source } = read;
  const extension = path.extname(file).toLowerCase();
  if (extension === '.json') return readMapping(source, 'json');
  return extension === '.yaml' || extension === '.yml' ? readMapping(source, 'yaml') : readDotenv(source);
}

function broken(...diagnostics: readonly Diagnostic[]): LoadedVars {
  return { vars: new Map(), diagnostics };
}

/** Lines that set no variable are ignored, as in an environment file, unless there is no other line. */
function readDotenv(source: SourceText): LoadedVars {
  const entries = Object.entries(parse(source.text));
  const place = { source: { file: source.file, line: 1, column: 1 } };
  if (entries.length === 0 && /^[ \t]*[^#\s]/m.test(source.text))
    return broken(diagnose('invalid-variable-file', { expected: 'lines NAME=VALUE' }, place));
  const wrong = entries.filter(([name]) => !variableName.test(name));
  const diagnostics = wrong.map(([name]) => diagnose('invalid-variable-name', { name }, place));
  return { vars: new Map(entries), diagnostics };
}

const variableName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

function readMapping(source: SourceText, format: 'json' | 'yaml'): LoadedVars {
  const parsed = parseDocuments(source, format);
  if (parsed.kind === 'broken') return broken(...parsed.diagnostics);
  const [mapping, second] = parsed.documents;
  if (!mapping) return broken();
  if (mapping.kind !== 'map' || second) {
    const place = { source: source.sourceOf((second ?? mapping).span) };
    return broken(diagnose('invalid-variable-file', { expected: 'one mapping of names to values' }, place));
  }
  const vars = mapping.entries.flatMap(({ key, value }) =>
    value.kind === 'scalar' && !value.isMissing ? [[key, value.text] as const] : [],
  );
  return {
    vars: new Map(vars),
    diagnostics: mapping.entries.flatMap((entry) => problemOf(source, entry) ?? []),
  };
}

function problemOf(source: SourceText, { key, keySpan, value }: SourceEntry): Diagnostic | undefined {
  if (!variableName.test(key))
    return diagnose('invalid-variable-name', { name: key }, { source: source.sourceOf(keySpan) });
  if (value.kind === 'scalar' && !value.isMissing) return undefined;
  const expected = `a string, a number or a boolean as the value of "${key}"`;
  return diagnose('invalid-variable-file', { expected }, { source: source.sourceOf(value.span) });
}
