import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { readingFailure } from '../desired/reading-failure.ts';
import { readBytes, readBytesSync } from '../files/read-file.ts';
import { diagnose } from '../model/diagnostic.ts';
import { type ClusterChoice, chosenClusterNames, isClusterNamed } from '../project/choose-clusters.ts';
import type { Project } from '../project/load-project.ts';
import { declaredClusters } from '../project/resolve-clusters.ts';
import { selectNames } from '../project/select-names.ts';
import type { FoundConnectorConfig } from './formats/found-connector.ts';
import { filledIn } from './formats/found-connector.ts';
import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type SkippedConnector,
} from './formats/read/found-file.ts';
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
 * Reads connectors from existing files; repeated identical definitions count once. Nothing is imported of a file with an
 * error. No cluster is contacted; a selected one only determines which defaults apply.
 */
export async function readFromFiles(
  project: Project,
  { files, patterns, choice }: FilesRequest,
): Promise<ImportSource> {
  const { directory } = project.input;
  const read = await Promise.all(files.map((file) => readOne(directory, path.resolve(directory, file))));
  const found = withoutDuplicates(withoutInvalidFiles(combine(read)));
  const chosen = chooseNames(found, patterns);
  const declared = declaredClusters(project);
  const [cluster] =
    isClusterNamed(choice) || declared.length === 1 ? chosenClusterNames(choice, declared) : [];
  return {
    label: files.length === 1 ? (files[0] ?? '') : `${files.length} files`,
    cluster: declared.find((name) => name === cluster),
    vars: project.input.vars ?? new Map(),
    connectors: found.connectors.filter(({ name }) => chosen.has(name)),
    skipped: found.skipped.filter(({ name }) => chosen.has(name)),
    notRead: found.notRead,
    files: files.length,
    invalidFiles: invalidFilesOf(found).size,
    filesWithoutConnectors: found.diagnostics.filter(({ code }) => code === 'import-no-connectors').length,
    variables: found.variables,
    secretKeys: new Map(
      found.connectors.map(({ name, secretKeys = [] }) => [name, new Set(secretKeys)] as const),
    ),
    referenceKeys: new Map(),
    passwordKeys: new Map(),
    diagnostics: found.diagnostics,
  };
}

/** The names that the patterns mean. Without any connector, no pattern can match. */
function chooseNames(
  { connectors, skipped }: FoundConnectorFile,
  patterns: readonly string[],
): ReadonlySet<string> {
  const names = [...new Set([...connectors, ...skipped].map(({ name }) => name))];
  return new Set(names.length === 0 ? [] : selectNames(patterns, names, 'in these files'));
}

/** Skips the connectors of files with errors: what could not be read may belong to them. */
function withoutInvalidFiles(found: FoundConnectorFile): FoundConnectorFile {
  const invalid = invalidFilesOf(found);
  const isValid = ({ source }: FoundConnectorConfig) => source === undefined || !invalid.has(source.file);
  const skipped = found.connectors
    .filter((one) => !isValid(one))
    .map(({ name, source }) => ({ name, problem: diagnose('import-file-invalid', { name }, { source }) }));
  return {
    ...found,
    connectors: found.connectors.filter(isValid),
    skipped: [...found.skipped, ...skipped],
  };
}

function invalidFilesOf({ diagnostics }: FoundConnectorFile): ReadonlySet<string> {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return new Set(errors.flatMap(({ source }) => source?.file ?? []));
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

/** Keeps the first definition of a name. An identical one is the same connector; another one is skipped. */
function withoutDuplicates(found: FoundConnectorFile): FoundConnectorFile {
  const byName = new Map<string, FoundConnectorConfig>();
  const skipped: SkippedConnector[] = [];
  for (const connector of found.connectors) {
    const { name, source } = connector;
    const first = byName.get(name);
    if (!first) byName.set(name, connector);
    else if (fingerprint(first) !== fingerprint(connector)) {
      const related = first.source ? [{ label: 'first defined in', source: first.source }] : [];
      skipped.push({ name, problem: diagnose('import-duplicate', { name }, { source, related }) });
    }
  }
  return { ...found, connectors: [...byName.values()], skipped: [...found.skipped, ...skipped] };
}

function fingerprint({ config, state }: FoundConnectorConfig): string {
  const texts = [...config].map(([key, value]) => [key, filledIn(value, new Map())]);
  return JSON.stringify([state, texts.sort()]);
}
