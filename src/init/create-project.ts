import path from 'node:path';
import { locateProjectFile } from '../desired/locate-project-file.ts';
import { defaultPatterns, type ProjectFiles, readProject } from '../desired/read-project.ts';
import type { AnsweredSurvey, ClusterSurvey } from '../model/cluster-survey.ts';
import { count } from '../model/count.ts';
import { ConnectSyncError, InvalidInputError } from '../model/error.ts';
import { editorSchemaFiles } from '../project/editor-schema-files.ts';
import { type DetectedForge, detectForge } from './detect-forge.ts';
import {
  type ChooseCluster,
  type ClusterInput,
  defaultCluster,
  type FirstCluster,
  firstCluster,
} from './first-cluster.ts';
import { installSetting, pipelineFiles } from './pipeline-files.ts';
import { exampleFile, projectFiles } from './project-files.ts';
import { chooseRelease, type InstallInput, installRemark } from './release-install.ts';
import { clusterUrlProblem, type ForgeName, isPlainName, nameProblem, type Settings } from './settings.ts';
import { type NewFileView, writeNewFiles } from './write-new-files.ts';

/** What a project is created from. */
export interface CreateProjectInput extends ClusterInput, InstallInput {
  /** Absolute. */
  readonly directory: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Left out: the name of the folder. */
  readonly repository?: string;
  /** Left out: detected from the Git remote, else from existing files. */
  readonly forge?: ForgeName;
}

/** What `createProject` asks for. */
export interface CreateProjectPorts {
  /** Asked if the folder has no project file yet. Left out: non-interactive, the defaults apply. */
  readonly chooseCluster?: ChooseCluster | undefined;
  /** Reads what runs on the first cluster of a new project, by its URL. Left out: nothing is contacted. */
  readonly survey?: ((url: string) => Promise<ClusterSurvey>) | undefined;
  /** Asks whether to import what runs there; undefined if the person cancels. Left out: nothing is asked. */
  readonly confirmImport?: ((survey: AnsweredSurvey) => Promise<boolean | undefined>) | undefined;
}

/** The result of `init`. */
export interface NewProjectView {
  /** The first cluster of the project file; its URL is null if the project file existed before. */
  readonly cluster: { readonly name: string; readonly url: string | null };
  readonly repository: string;
  readonly forge: ForgeName;
  /** Null if the project file existed before: then nothing is contacted. */
  readonly worker: ClusterSurvey | null;
  /** Whether the person confirmed the import of the connectors of the cluster. */
  readonly importConfirmed: boolean;
  readonly files: readonly NewFileView[];
  /** Which defaults were used, and what was left out and why: sentences. */
  readonly remarks: readonly string[];
}

/**
 * Creates a project in a folder, or adds the files that an existing project lacks. Existing files are never changed, except
 * that .gitignore gets missing lines and schemas of connect-sync are updated. Undefined if the person cancels; then nothing is written.
 *
 * @throws ConnectSyncError `option-invalid` (usage), `file-not-written`
 * @throws InvalidInputError if the folder is missing or its project file has another name
 */
export async function createProject(
  input: CreateProjectInput,
  ports: CreateProjectPorts,
): Promise<NewProjectView | undefined> {
  checkInput(input);
  const { directory } = input;
  const install = await chooseRelease(input);
  const existing = await inspectFolder(input);
  const cluster = existing.cluster ?? (await firstCluster(input, ports.chooseCluster));
  if (cluster === undefined) return undefined;
  const worker = existing.cluster ? null : ((await ports.survey?.(cluster.url)) ?? null);
  const importConfirmed = await isImportConfirmed(worker, ports);
  if (importConfirmed === undefined) return undefined;
  const detected = await detectForge(directory);
  const forge = input.forge ?? detected.forge;
  const settings: Settings = {
    clusterName: cluster.name,
    clusterUrl: cluster.url,
    repository: input.repository ?? nameOfFolder(directory),
    forge: detected.isBelowRoot ? 'none' : forge,
    install,
  };
  const schemas = await editorSchemaFiles(directory, existing.files);
  const files = [...projectFiles(settings, schemas), ...(await pipelineFiles(settings))];
  const hasConnectors = worker?.answered === true && worker.connectors > 0;
  const needsExample = existing.needsExample && !hasConnectors;
  const needed = files.filter((file) => file.path !== exampleFile || needsExample);
  const isUnreachable = settings.forge !== 'none' && isLocal(cluster.url);
  return {
    cluster: { name: cluster.name, url: existing.cluster ? null : cluster.url },
    repository: settings.repository,
    forge: settings.forge,
    worker,
    importConfirmed,
    files: await writeNewFiles(directory, needed),
    remarks: [
      ...(existing.cluster ? [] : [clusterRemark(cluster)]),
      ...(worker ? [workerRemark(worker, cluster)] : []),
      forgeRemark(input, { ...detected, forge }),
      ...(settings.forge === 'none' ? [] : [installRemark(install, installSetting[settings.forge])]),
      ...(isUnreachable ? [localhostRemark] : []),
    ],
  };
}

/** Asked before anything is written. Undefined if the person cancels. */
async function isImportConfirmed(
  worker: ClusterSurvey | null,
  { confirmImport }: CreateProjectPorts,
): Promise<boolean | undefined> {
  if (!worker?.answered || worker.connectors === 0 || !confirmImport) return false;
  return confirmImport(worker);
}

function checkInput({ clusterUrl, clusterName, repository }: CreateProjectInput): void {
  check('--cluster', clusterUrl, givenUrlProblem);
  check('--cluster-name', clusterName, nameProblem);
  check('--name', repository, nameProblem);
}

/** `--cluster` takes a name in other commands. */
function givenUrlProblem(text: string): string | undefined {
  const problem = clusterUrlProblem(text);
  return problem && isPlainName(text)
    ? `${problem}, as in localhost:8083; --cluster-name takes its name`
    : problem;
}

function check(
  option: string,
  value: string | undefined,
  problemOf: (text: string) => string | undefined,
): void {
  const problem = value === undefined ? undefined : problemOf(value);
  if (problem === undefined) return;
  throw new ConnectSyncError({
    code: 'option-invalid',
    message: `${option}: ${problem}`,
    category: 'usage',
  });
}

interface ExistingProject {
  /** The first cluster of the project file; undefined if there is no project file. */
  readonly cluster: FirstCluster | undefined;
  readonly needsExample: boolean;
  readonly files: ProjectFiles;
}

async function inspectFolder({
  directory,
  environment,
  version,
}: CreateProjectInput): Promise<ExistingProject> {
  const { file, problem } = await locateProjectFile(directory, undefined);
  if (problem) throw new InvalidInputError([problem], 0);
  const project = await readProject({
    directory,
    projectFile: undefined,
    environment,
    envFiles: [],
    connectSyncVersion: version,
  });
  return {
    cluster: file === undefined ? undefined : firstDeclaredCluster(project),
    needsExample: needsExample(project),
    files: project,
  };
}

function firstDeclaredCluster({ project }: ProjectFiles): FirstCluster {
  // An invalid project file may declare names that would break the pipeline.
  const name = project.clusters.map((cluster) => cluster.name).find(isPlainName);
  return { name: name ?? defaultCluster.clusterName, url: '', isDefault: false };
}

/** The example is for a project without connector files that looks for them in the usual folder. */
function needsExample({ documents, diagnostics, project }: ProjectFiles): boolean {
  if (project.connectors !== defaultPatterns) return false;
  const files = [
    ...documents.map(({ source }) => source.file),
    ...diagnostics.flatMap(({ source }) => source?.file ?? []),
  ];
  return files.every((file) => file === exampleFile || file === project.file);
}

/** The name of the folder, reduced to a plain name: connectors are named after it. */
function nameOfFolder(directory: string): string {
  const name = path.basename(directory).replace(/[^A-Za-z0-9._-]+/g, '-');
  return (
    name
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 60)
      .replace(/(?<![^A-Za-z0-9])[^A-Za-z0-9]+$/, '') || 'connectors'
  );
}

function clusterRemark({ name, url, isDefault }: FirstCluster): string {
  const hint = isDefault ? ' (to change it: --cluster-name and --cluster)' : '';
  return `Cluster: ${name} at ${url}${hint}.`;
}

function workerRemark(worker: ClusterSurvey, { url }: FirstCluster): string {
  if (worker.answered) return `Found: ${describeSurvey(worker)}.`;
  const sandbox = isLocal(url) ? ' (connect-sync sandbox starts a worker in memory)' : '';
  return `Not reached: ${worker.reason}${sandbox}`;
}

/** `Kafka Connect 3.9.1, 16 connectors, 14 RUNNING`. */
export function describeSurvey({ workerVersion, connectors, running }: AnsweredSurvey): string {
  const found = `Kafka Connect ${workerVersion}, ${count(connectors, 'connector')}`;
  return connectors === 0 ? found : `${found}, ${running} RUNNING`;
}

function forgeRemark(input: CreateProjectInput, { forge, because, isBelowRoot }: DetectedForge): string {
  if (isBelowRoot)
    return 'Pipeline: none, because this folder is not the root of its repository, and forges read pipelines only there.';
  if (input.forge !== undefined) return `Pipeline: ${forgeLabels[forge]}.`;
  const hint = forge === 'none' ? 'to add one: --forge github or gitlab' : 'to change it: --forge';
  return `Pipeline: ${forgeLabels[forge]}, because ${because} (${hint}).`;
}

const forgeLabels: Readonly<Record<ForgeName, string>> = { github: 'GitHub', gitlab: 'GitLab', none: 'none' };

const localhostRemark =
  'A pipeline cannot reach localhost: set the url of the cluster in connect-sync.yaml to one that your runners can reach.';

function isLocal(url: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(url);
}
