import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { readingFailure } from '../desired/reading-failure.ts';
import { readBytes, readBytesSync } from '../files/read-file.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { type ClusterChoice, chosenClusterNames, isClusterNamed } from '../project/choose-clusters.ts';
import type { Project } from '../project/load-project.ts';
import { declaredClusters } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';
import type { FoundConnectorConfig } from './formats/found-connector.ts';
import { filledIn } from './formats/found-connector.ts';
import { combine, emptyFile, type FoundConnectorFile } from './formats/read/found-file.ts';
import { readFoundFile } from './formats/read/read-found-file.ts';
import type { ImportSource } from './import-request.ts';

/** Which files to read, and which of their connectors. */
export interface FilesRequest {
  readonly files: readonly string[];
  /** Names or globs; empty means all. */
  readonly patterns: readonly string[];
  readonly choice: ClusterChoice;
}

/**
 * Reads connectors from existing files; repeated identical definitions count once. If there is no connector at all, the
 * warnings become errors. No cluster is contacted; a selected one only determines which defaults apply.
 */
export async function readFromFiles(
  project: Project,
  { files, patterns, choice }: FilesRequest,
): Promise<ImportSource> {
  const { directory } = project.input;
  const read = await Promise.all(files.map((file) => readOne(directory, path.resolve(directory, file))));
  const found = combine(read);
  const { connectors, diagnostics } = withoutDuplicates(found.connectors);
  const names = connectors.map(({ name }) => name);
  const chosen = new Set(names.length === 0 ? [] : selectNames(patterns, names, 'in these files'));
  const declared = declaredClusters(project);
  const [cluster] =
    isClusterNamed(choice) || declared.length === 1 ? chosenClusterNames(choice, declared) : [];
  return {
    label: files.length === 1 ? (files[0] ?? '') : `${files.length} files`,
    cluster: declared.find((name) => name === cluster),
    vars: project.input.vars ?? new Map(),
    connectors: connectors.filter(({ name }) => chosen.has(name)),
    skipped: found.skipped,
    notRead: found.notRead,
    variables: found.variables,
    secretKeys: new Map(),
    referenceKeys: new Map(),
    passwordKeys: new Map(),
    diagnostics: [...problemsOf(found), ...diagnostics].map((problem) =>
      names.length === 0 ? { ...problem, severity: 'error' } : problem,
    ),
  };
}

async function readOne(directory: string, absolute: string): Promise<FoundConnectorFile> {
  const file = displayPath(directory, absolute);
  try {
    const text = decode(await readBytes(absolute));
    return readFoundFile({ file, text, readNamed: (named) => readBeside(absolute, named) });
  } catch (error) {
    const source = { file, line: 1, column: 1 };
    const problem = diagnose('unreadable-file', { file, reason: readingFailure(error) }, { source });
    return { ...emptyFile, diagnostics: [problem] };
  }
}

function problemsOf({ skipped, diagnostics }: FoundConnectorFile): readonly Diagnostic[] {
  return [...skipped.map(({ problem }) => problem), ...diagnostics];
}

/** Decodes UTF-8, otherwise Latin-1, the encoding of Java properties files. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

/** Reads a file that a script refers to, relative to the script. */
function readBeside(script: string, named: string): string | undefined {
  try {
    return decode(readBytesSync(path.resolve(path.dirname(script), named)));
  } catch {
    return undefined;
  }
}

function withoutDuplicates(connectors: readonly FoundConnectorConfig[]) {
  const byName = new Map<string, FoundConnectorConfig>();
  const diagnostics: Diagnostic[] = [];
  for (const connector of connectors) {
    const { name, source } = connector;
    const first = byName.get(name);
    if (!first) byName.set(name, connector);
    else if (fingerprint(first) !== fingerprint(connector)) {
      const related = first.source ? [{ label: 'first defined in', source: first.source }] : [];
      diagnostics.push(diagnose('import-duplicate', { name }, { source, related }));
    }
  }
  return { connectors: [...byName.values()], diagnostics };
}

function fingerprint({ config, state }: FoundConnectorConfig): string {
  const texts = [...config].map(([key, value]) => [key, filledIn(value, new Map())]);
  return JSON.stringify([state, texts.sort()]);
}
