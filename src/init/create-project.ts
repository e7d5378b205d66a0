import path from 'node:path';
import type { Host } from '../cli/host.ts';
import {
  type ChosenCluster,
  checkChoice,
  chooseCluster,
  type InitChoice,
  isPlainName,
  usualName,
} from '../cli/prompt/choose-cluster.ts';
import { locateProjectFile } from '../desired/locate-project-file.ts';
import { loadProject, type ProjectFiles, usualPatterns } from '../desired/read-project.ts';
import { InvalidInputError } from '../model/error.ts';
import type { NewProjectView } from '../model/new-project-view.ts';
import { type FoundForge, findForge } from './detect-forge.ts';
import { pipelineFile } from './pipeline-files.ts';
import { exampleFile, projectFiles } from './project-files.ts';
import type { ForgeName, Settings } from './settings.ts';
import { writeNewFiles } from './write-new-files.ts';

/** What is asked for on the command line. */
export interface InitRequest extends InitChoice {
  /** Absolute. */
  readonly directory: string;
  /** Left out: what the folder tells. */
  readonly forge?: ForgeName;
}

/**
 * Makes a project in a folder, or completes one: writes what is not there, changes nothing that is. Gives what it did;
 * undefined where the person left, and then nothing is written.
 *
 * @throws ConnectSyncError where an option will not do (usage), there is no such folder, or a file cannot be written
 */
export async function createProject(host: Host, request: InitRequest): Promise<NewProjectView | undefined> {
  checkChoice(request);
  const { directory } = request;
  const before = await lookAt(host, directory);
  const repository = request.repository ?? nameAfter(directory);
  const cluster = before.cluster ?? (await chooseCluster(host, request));
  if (cluster === undefined) return undefined;
  const found = await findForge(directory);
  const forge = request.forge ?? found.forge;
  const settings: Settings = {
    clusterName: cluster.name,
    clusterUrl: cluster.url,
    repository,
    forge: found.isBelowRoot ? 'none' : forge,
    version: host.version,
  };
  const files = [...(await projectFiles(settings)), ...(await pipelineFile(settings))];
  const wanted = files.filter((file) => file.path !== exampleFile || before.wantsExample);
  return {
    cluster: { name: cluster.name, url: before.cluster ? null : cluster.url },
    repository,
    forge: settings.forge,
    files: await writeNewFiles(directory, wanted),
    remarks: [
      ...(before.cluster ? [] : remarksOnCluster(cluster)),
      ...remarksOnForge(request, { ...found, forge }),
      ...(settings.forge !== 'none' && isLocal(cluster.url) ? [unreachable] : []),
    ],
    next: nextSteps(before, cluster),
  };
}

/** What is there already. */
interface Before {
  /** The first cluster of the project file; undefined where there is no project file. */
  readonly cluster: ChosenCluster | undefined;
  readonly wantsExample: boolean;
}

/** @throws ConnectSyncError where there is no such folder, or a project file that nothing reads */
async function lookAt(host: Host, directory: string): Promise<Before> {
  const { file, problem } = await locateProjectFile(directory, undefined);
  if (problem) throw new InvalidInputError([problem], 0);
  const loaded = await loadProject({
    directory,
    projectFile: undefined,
    environment: host.environment,
    envFiles: [],
    connectSyncVersion: host.version,
  });
  return {
    cluster: file === undefined ? undefined : firstCluster(loaded),
    wantsExample: wantsExample(loaded),
  };
}

function firstCluster({ project }: ProjectFiles): ChosenCluster {
  // A file with errors may have names that a pipeline could trip over.
  const name = project.clusters.map((cluster) => cluster.name).find(isPlainName) ?? usualName;
  return { name, url: '', isGuessed: false };
}

/**
 * Connectors of one's own are example enough, and where none is looked for it would mislead; one that is there already
 * is named as every other file.
 */
function wantsExample({ documents, diagnostics, project }: ProjectFiles): boolean {
  const others = [
    ...documents.map(({ source }) => source.file),
    ...diagnostics.flatMap(({ source }) => source?.file ?? []),
  ];
  if (project.connectors !== usualPatterns) return false;
  return others.every((file) => file === exampleFile || file === project.file);
}

/** A folder may be called anything; connectors are named after it. */
function nameAfter(directory: string): string {
  const name = path.basename(directory).replace(/[^A-Za-z0-9._-]+/g, '-');
  return (
    name
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 60)
      .replace(/[^A-Za-z0-9]+$/, '') || 'connectors'
  );
}

function remarksOnCluster({ name, url, isGuessed }: ChosenCluster): string[] {
  const other = isGuessed ? '; --cluster-name and --cluster-url name another' : '';
  return [`Cluster: ${name} at ${url}${other}.`];
}

function remarksOnForge(request: InitRequest, { forge, because, isBelowRoot }: FoundForge): string[] {
  if (isBelowRoot)
    return [
      'Pipeline: none, since this folder is not the root of its repository, and forges read it from there alone.',
    ];
  if (request.forge !== undefined) return [`Pipeline: ${labels[forge]}.`];
  const other = forge === 'none' ? '--forge github or gitlab writes one' : '--forge says otherwise';
  return [`Pipeline: ${labels[forge]}, since ${because}; ${other}.`];
}

const labels: Readonly<Record<ForgeName, string>> = { github: 'GitHub', gitlab: 'GitLab', none: 'none' };

const unreachable =
  'A pipeline reaches no localhost: give the cluster a URL in connect-sync.yaml that a runner of the forge reaches.';

function isLocal(url: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(url);
}

function nextSteps({ cluster: known }: Before, { name, url }: ChosenCluster): string[] {
  const isHere = known === undefined && isLocal(url) && url.endsWith(':8083');
  return [
    'connect-sync validate',
    ...(isHere ? ['connect-sync sandbox &       # where no worker runs there yet: one in memory'] : []),
    `connect-sync plan --cluster ${name}`,
  ];
}
