import path from 'node:path';
import { readBytes } from '../files/read-file.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { writeNewFile } from '../files/write-new-file.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { ImportView } from '../model/import-view.ts';
import type { RecordedCluster } from '../model/recorded-cluster.ts';
import { comparableUrl } from '../model/worker-address.ts';
import { type ClusterChoice, isClusterNamed } from '../project/choose-clusters.ts';
import { loadProject, type Project } from '../project/load-project.ts';
import { chooseClusters, declaredClusters } from '../project/resolve-clusters.ts';
import type { WarningPorts } from '../project/warnings.ts';
import { addClusters, type NewCluster } from './formats/write/add-clusters.ts';
import { type ImportInput, importConnectors } from './import-connectors.ts';
import { mergeViews } from './merge-views.ts';
import { nameClusters } from './sources/name-clusters.ts';
import { notWritten } from './write-import.ts';

/** What to import, and from which recorded clusters. */
export interface RecordingsInput extends Omit<ImportInput, 'from' | 'recorded'> {
  readonly recorded: readonly RecordedCluster[];
}

/** The results, one for each recorded cluster. */
export interface ImportedRecordings {
  readonly views: readonly [ImportView, ...ImportView[]];
  /** All of them as one. */
  readonly merged: ImportView;
  /** The declared cluster of each view; undefined where the project declares none. */
  readonly clusters: readonly (string | undefined)[];
  /** The clusters that were added to the project file, or would be. */
  readonly declared: readonly NewCluster[];
}

/**
 * Imports what was recorded, one cluster after another. A recorded cluster is the declared one with its URL. If the
 * project declares no cluster and several were recorded, they are added to the project file.
 *
 * @throws InvalidInputError if the project has errors
 * @throws ConnectSyncError if the input is wrong or a file cannot be written
 */
export async function importRecordings(
  { recorded, ...input }: RecordingsInput,
  ports: WarningPorts,
): Promise<ImportedRecordings> {
  const project = await loadProject(input.project);
  const isUndeclared = declaredClusters(project).length === 0;
  const declared = isUndeclared && recorded.length > 1 ? nameClusters(recorded.map(({ url }) => url)) : [];
  if (declared.length > 0 && input.dryRun !== true) await declare(project, declared);
  const views: ImportView[] = [];
  const names: (string | undefined)[] = [];
  for (const cluster of recorded) {
    const clusters = await choiceFor(cluster, {
      project,
      declared,
      choice: input.clusters,
      recorded,
      isDryRun: input.dryRun === true,
    });
    const use = clusters === undefined ? ('skip' as const) : ('import' as const);
    const one = { ...input, clusters: clusters ?? noCluster, recorded: { cluster, use } };
    views.push(await importConnectors(one, ports));
    names.push(clusters?.clusters[0]);
  }
  const [first, ...others] = views;
  if (!first) throw new Error('nothing was recorded');
  return { views: [first, ...others], merged: mergeViews([first, ...others]), clusters: names, declared };
}

const noCluster: ClusterChoice = { clusters: [] };

interface Assignment {
  readonly project: Project;
  readonly declared: readonly NewCluster[];
  readonly choice: ClusterChoice;
  readonly recorded: readonly RecordedCluster[];
  /** Then added clusters are not in the project file. */
  readonly isDryRun: boolean;
}

/** The declared cluster of a recorded one; undefined: it is none of the project, so that it is skipped. */
async function choiceFor(
  { url }: RecordedCluster,
  { project, declared, choice, recorded, isDryRun }: Assignment,
): Promise<ClusterChoice | undefined> {
  const added = declared.find((cluster) => cluster.url === url);
  if (added) return isDryRun ? noCluster : { clusters: [added.name] };
  const names = declaredClusters(project);
  if (names.length === 0) return noCluster;
  const name = await declaredWithUrl(project, url);
  const isChosen =
    name === undefined || !isClusterNamed(choice) || choice.allClusters || isNamed(choice, name);
  if (name !== undefined && isChosen) return { clusters: [name] };
  if (name !== undefined || recorded.length > 1) return undefined;
  if (isClusterNamed(choice)) return choice;
  return names.length === 1 ? { clusters: names } : undefined;
}

function isNamed({ clusters, variable }: ClusterChoice, name: string): boolean {
  return clusters.length > 0 ? clusters.includes(name) : variable === name;
}

async function declaredWithUrl(project: Project, url: string): Promise<string | undefined> {
  for (const name of declaredClusters(project)) {
    const [cluster] = await chooseClusters(project, { clusters: [name] }).catch(() => []);
    if (cluster?.target.urls.some((one) => comparableUrl(one) === comparableUrl(url))) return name;
  }
  return undefined;
}

/** Writes the clusters into the project file. */
async function declare(project: Project, clusters: readonly NewCluster[]): Promise<void> {
  const { base, project: declaration } = project.files;
  const existing = declaration.file;
  const absolute =
    existing === undefined ? path.join(base, projectFile) : path.resolve(project.input.directory, existing);
  const before = existing === undefined ? undefined : new TextDecoder().decode(await readBytes(absolute));
  const edited = addClusters(before, clusters);
  if (edited.kind === 'rejected') throw notDeclared(edited.reason, clusters);
  try {
    if (before === undefined) await writeNewFile(absolute, edited.text);
    else await writeAtomically(absolute, edited.text, 'kept');
  } catch (error) {
    throw notWritten(error, existing ?? projectFile);
  }
}

const projectFile = 'connect-sync.yaml';

function notDeclared(reason: string, clusters: readonly NewCluster[]): ConnectSyncError {
  return new ConnectSyncError({
    code: 'import-undeclared-cluster',
    message: `the recorded clusters cannot be added to the project file: ${reason}`,
    hint: `declare them under  clusters:  (${clusters.map(({ name, url }) => `${name}: ${url}`).join(', ')}) and record again`,
    category: 'failure',
  });
}
