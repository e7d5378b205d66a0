import path from 'node:path';
import { displayPath } from '../../desired/display-path.ts';
import { findExistingFiles } from '../../desired/find-existing-files.ts';
import { count } from '../../model/count.ts';
import { type Diagnostic, diagnose, hasErrors } from '../../model/diagnostic.ts';
import { inParallel } from '../../model/in-parallel.ts';
import { type ClusterChoice, chosenClusterNames, isClusterNamed } from '../../project/choose-clusters.ts';
import type { Project } from '../../project/load-project.ts';
import { declaredClusters } from '../../project/resolve-clusters.ts';
import { selectNames } from '../../project/select-names.ts';
import { type FoundConnectorConfig, filledIn } from '../formats/found-connector.ts';
import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type SkippedConnector,
} from '../formats/read/found-file.ts';
import { howFormatIsKnown } from '../formats/read/read-found-file.ts';
import type { ImportSource } from '../import-request.ts';
import type { SubstituteMode } from '../placeholders/choose-variables.ts';
import {
  type DeclaredSubstitution,
  type SubstitutionQuestions,
  substituteAndDeclare,
} from '../placeholders/substitute-and-declare.ts';
import { mergeCounterparts } from './merge-counterparts.ts';
import { nameApart } from './name-apart.ts';
import { withoutNamesOfScripts } from './named-by-scripts.ts';
import { readExistingFile, readStandardInput } from './read-existing-file.ts';

/** Which files to read, and which of their connectors. */
export interface FilesRequest {
  /** Files, folders and globs, relative to the project directory; `-`: standard input. */
  readonly from: readonly string[];
  /** Absolute: the directory of new connector files. */
  readonly out: string;
  /** Names or globs; empty means all. */
  readonly patterns: readonly string[];
  readonly choice: ClusterChoice;
  /** Reads standard input to its end. Rejects with code `EFBIG` if it is longer. */
  readonly readStdin?: ((mostBytes: number) => Promise<Uint8Array>) | undefined;
  /** What placeholders such as `${NAME}` become; undefined: a question, or what fits the key. */
  readonly substitute: SubstituteMode | undefined;
  readonly questions?: SubstitutionQuestions | undefined;
}

/** The connectors of files without placeholders, and the project with the variables that they need. */
export interface SubstitutedFiles extends DeclaredSubstitution {
  readonly source: ImportSource;
}

/**
 * Reads connectors from existing files; repeated identical definitions count once. Nothing is imported of a file with an
 * error. No cluster is contacted; a selected one only determines which defaults apply.
 */
export async function readFromFiles(project: Project, request: FilesRequest): Promise<SubstitutedFiles> {
  const { from, patterns, choice, questions, substitute: mode } = request;
  const { read, problems } = await readAll(project, request);
  const cluster = clusterOf(project, choice);
  const all = [...read.map(nameApart), { ...emptyFile, diagnostics: problems }];
  const valid = withoutInvalidFiles(withoutNamesOfScripts(combine(all)));
  const choose = (connectors: readonly FoundConnectorConfig[]) =>
    chooseNames({ ...valid, connectors }, patterns);
  const declared = await substituteAndDeclare(valid, { project, cluster, mode, questions, choose });
  const { substitution } = declared;
  const found = withoutDuplicates({
    ...valid,
    connectors: substitution.connectors,
    diagnostics: [...valid.diagnostics, ...declared.diagnostics],
  });
  const chosen = chooseNames(found, patterns);
  const source: ImportSource = {
    label: labelOf(from, read.length),
    cluster,
    vars: new Map([...substitution.standIns, ...(project.input.vars ?? [])]),
    connectors: found.connectors.filter(({ name }) => chosen.has(name)),
    skipped: found.skipped.filter(({ name }) => chosen.has(name)),
    notRead: found.notRead,
    files: read.length,
    invalidFiles: countInvalid(found),
    filesWithoutConnectors: read.filter(isWithoutConnectors).length,
    variables: found.variables,
    secretKeys: new Map(
      found.connectors.map(({ name, secretKeys = [] }) => [name, new Set(secretKeys)] as const),
    ),
    referenceKeys: new Map(),
    passwordKeys: new Map(),
    diagnostics: mergeCounterparts(found.diagnostics),
  };
  return { ...declared, source };
}

function clusterOf(project: Project, choice: ClusterChoice): string | undefined {
  const declared = declaredClusters(project);
  const [chosen] =
    isClusterNamed(choice) || declared.length === 1 ? chosenClusterNames(choice, declared) : [];
  return declared.find((name) => name === chosen);
}

/** Reads each file on its own. `problems`: those of the search. */
async function readAll(
  { input: { directory }, files: { documents, project } }: Project,
  { from, out, readStdin }: FilesRequest,
): Promise<{ readonly read: readonly FoundConnectorFile[]; readonly problems: readonly Diagnostic[] }> {
  const own = new Set(
    [
      ...documents.map(({ source }) => source.file),
      ...(project.file === undefined ? [] : [project.file]),
    ].map((file) => path.resolve(directory, file)),
  );
  const given = from.filter((one) => one !== '-');
  const isInOut = (file: string) => file.startsWith(out + path.sep);
  const isOutGiven = given.some((one) =>
    `${path.resolve(directory, one)}${path.sep}`.startsWith(out + path.sep),
  );
  const search = await findExistingFiles({
    directory,
    patterns: given,
    isOwn: (file) => !isOutGiven && (own.has(file) || isInOut(file)),
    isExpected: (file) => howFormatIsKnown({ file: displayPath(directory, file) }) === 'by-extension',
  });
  const inputs = from.includes('-') && readStdin ? [await readStandardInput(directory, readStdin)] : [];
  const read = await inParallel(search.files, 8, (file) => readExistingFile(directory, file));
  return { read: [...inputs, ...read], problems: search.diagnostics };
}

function labelOf(from: readonly string[], files: number): string {
  const [only] = from.length === 1 ? from : [];
  const named = only === '-' ? 'standard input' : only;
  const number = count(files, 'file');
  if (named === undefined) return number;
  return files === 1 ? named : `${named} (${number})`;
}

function isWithoutConnectors({ connectors, skipped, notRead, diagnostics }: FoundConnectorFile): boolean {
  return connectors.length + skipped.length + notRead.length === 0 && !hasErrors(diagnostics);
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
  return new Set(errorsOf(diagnostics).flatMap(({ source }) => source?.file ?? []));
}

/** A pattern that matches nothing counts like a file that cannot be read. */
function countInvalid(found: FoundConnectorFile): number {
  const others = errorsOf(found.diagnostics).filter(({ source }) => source === undefined);
  return invalidFilesOf(found).size + others.length;
}

function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
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
