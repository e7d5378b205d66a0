import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { kindOfPath } from '../files/read-file.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { ImportView } from '../model/import-view.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type Project, type ProjectInput } from '../project/load-project.ts';
import { type WarningPorts, warn } from '../project/warnings.ts';
import { assessImport, countOutcomes } from './account.ts';
import { checkCoverage } from './files/check-coverage.ts';
import { folderFor } from './files/own-folder.ts';
import type { ImportPlan } from './import-plan.ts';
import type { DeclarationFilter, ImportRequest, ImportSource } from './import-request.ts';
import type { SubstituteMode } from './placeholders/choose-variables.ts';
import type { SubstitutionQuestions } from './placeholders/substitute-and-declare.ts';
import { planImport } from './plan-import.ts';
import { checkSecretsFile, readSecrets, writeSecrets } from './secrets/write-secrets.ts';
import { readFromCluster } from './sources/read-from-cluster.ts';
import { readFromFiles, type SubstitutedFiles } from './sources/read-from-files.ts';
import { type RecordedInput, readFromRecording } from './sources/read-from-recording.ts';
import { viewImport } from './view-import.ts';
import { writeImport } from './write-import.ts';

/** What to import, and where to write it. */
export interface ImportInput {
  readonly project: ProjectInput;
  /** The cluster to import from; with `from`, the cluster that the connectors are declared for. */
  readonly clusters: ClusterChoice;
  /** Names or globs; empty means all. */
  readonly names: readonly string[];
  /**
   * Import these existing files instead of live connectors: files, folders and globs relative to the project directory,
   * and `-` for standard input.
   */
  readonly from?: readonly string[] | undefined;
  /** Import what was recorded for this cluster, instead of live connectors. */
  readonly recorded?: RecordedInput | undefined;
  /** The directory of new connector files; default: `connectors` beside the project file. */
  readonly out?: string | undefined;
  /** A dotenv file that the values of secrets are added to; without it they are not saved. */
  readonly secretsFile?: string | undefined;
  /** Move keys that connectors of a class have in common into defaults of the project file. */
  readonly splitDefaults?: boolean | undefined;
  /** Import a part of what was found, or nothing unless everything can be imported. */
  readonly allOrNothing?: boolean | undefined;
  /** What placeholders such as `${NAME}` in existing files become. Default: a question, or `automatic`. */
  readonly substitute?: SubstituteMode | undefined;
  /** Only connectors that no file declares yet, or only those that files declare. Default: both. */
  readonly select?: DeclarationFilter | undefined;
  /** Write nothing. */
  readonly dryRun?: boolean | undefined;
}

/** The ports of an import. */
export interface ImportPorts extends WarningPorts {
  /** Reads standard input to its end; needed for `-` only. Rejects with code `EFBIG` if it is longer. */
  readonly readStdin?: ((mostBytes: number) => Promise<Uint8Array>) | undefined;
  /** Asks about placeholders; undefined: nobody can answer. */
  readonly questions?: SubstitutionQuestions | undefined;
}

/**
 * Creates or updates connector files from live connectors or from existing files, so that a plan is empty afterwards.
 * The cluster is only read. Warnings are part of the result and also go to `onWarnings`.
 *
 * @throws InvalidInputError if the project has errors; nothing is written then
 * @throws ConnectSyncError if the input is wrong, the cluster cannot be read, or a file cannot be written
 */
export async function importConnectors(input: ImportInput, ports: ImportPorts): Promise<ImportView> {
  const { directory } = input.project;
  if (input.secretsFile !== undefined) await checkSecretsFile(directory, input.secretsFile);
  const request = await makeRequest(input, await loadProject(input.project), ports);
  const planned = await planImport(request);
  const written = input.dryRun !== true && isAllowed(request, planned);
  const warnings = written ? await write(request, planned, input.secretsFile) : [];
  const plan = { ...planned, diagnostics: [...planned.diagnostics, ...warnings] };
  warn(request.project, ports, plan.diagnostics);
  return viewImport(request, plan, {
    written,
    secretsFile: await shownSecretsFile(input, written),
  });
}

/** Whether the project has values of these variables without `--dotenv`: its project file may declare the file with them. */
export async function readsVariables(input: ProjectInput, names: readonly string[]): Promise<boolean> {
  const { files } = await loadProject({ ...input, envFiles: undefined, connectorFiles: 'left-out' });
  return names.every((name) => files.environment.has(name));
}

/** Null if no file was requested, or if there was nothing to save in it. */
async function shownSecretsFile(
  { secretsFile, project: { directory } }: ImportInput,
  written: boolean,
): Promise<string | null> {
  if (secretsFile === undefined) return null;
  const absolute = path.resolve(directory, secretsFile);
  return written && (await kindOfPath(absolute)) === 'nothing' ? null : shownFile(directory, secretsFile);
}

/** With `--all-or-nothing`, a part is not written. */
function isAllowed({ source, extent }: ImportRequest, { connectors }: ImportPlan): boolean {
  if (extent === 'as-found') return true;
  return assessImport(countOutcomes({ ...source, connectors }), extent) === 'imported';
}

async function makeRequest(input: ImportInput, project: Project, ports: ImportPorts): Promise<ImportRequest> {
  const { directory } = input.project;
  const read = await readSource(input, project, ports);
  const { source, substitution } = read;
  for (const value of substitution?.secretDefaults.values() ?? []) project.secrets.learn(value);
  return {
    project: withImportedFiles(read.project, source),
    source: withoutFingerprint(source, project),
    projectFile: read.file,
    standIns: substitution?.standIns,
    secretDefaults: substitution?.secretDefaults,
    placeholders: substitution?.placeholders,
    directory,
    out: folderFor(source, { given: input.out, project, out: outOf(input, project) }),
    defaults: input.splitDefaults === true ? 'split' : 'left',
    select: input.select,
    extent: input.allOrNothing === true ? 'all-or-nothing' : 'as-found',
    saved: await readSecrets(directory, input.secretsFile),
  };
}

/** What was found; only existing files have placeholders, which may need variables in the project file. */
async function readSource(
  input: ImportInput,
  project: Project,
  ports: ImportPorts,
): Promise<Pick<SubstitutedFiles, 'source' | 'project'> & Partial<SubstitutedFiles>> {
  const { from, recorded, clusters: choice, names: patterns, substitute } = input;
  const { readStdin, questions } = ports;
  const out = outOf(input, project);
  if (from && !recorded)
    return readFromFiles(project, { from, out, patterns, choice, readStdin, substitute, questions });
  const source = recorded
    ? await readFromRecording(project, { ...recorded, patterns, choice })
    : await readFromCluster(project, { choice, patterns }, ports);
  return { source, project };
}

function outOf({ out, project: { directory } }: ImportInput, { files }: Project): string {
  return out === undefined ? path.join(files.base, 'connectors') : path.resolve(directory, out);
}

/** Counts the files to import as read. */
function withImportedFiles(project: Project, { files }: ImportSource): Project {
  return { ...project, files: { ...project.files, files: project.files.files + files } };
}

/** The fingerprint of secrets is computed, so it is not written to a file. */
function withoutFingerprint(source: ImportSource, { files }: Project): ImportSource {
  const key = files.fingerprint?.key;
  if (key === undefined) return source;
  const connectors = source.connectors.map((connector) => ({
    ...connector,
    config: new Map([...connector.config].filter(([one]) => one !== key)),
  }));
  return { ...source, connectors };
}

/** Writes secrets before the files that refer to them. Returns warnings about what is incomplete. */
async function write(
  { project, out, directory }: ImportRequest,
  plan: ImportPlan,
  secretsFile: string | undefined,
): Promise<readonly Diagnostic[]> {
  const names =
    secretsFile === undefined
      ? []
      : await writeSecrets(plan.secrets, project.files.environment, {
          absolute: path.resolve(directory, secretsFile),
          file: secretsFile,
        });
  await writeImport(plan.files);
  const unsaved = names.length > 0 ? [diagnose('import-secret-not-saved', { names })] : [];
  return [...unsaved, ...(await checkCoverage(project, plan, out))];
}

function shownFile(directory: string, file: string): string {
  return displayPath(directory, path.resolve(directory, file));
}
