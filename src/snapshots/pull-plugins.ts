import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { type LoadedSnapshots, loadSnapshots } from '../desired/load-snapshots.ts';
import { readTextIfPossible } from '../files/read-file.ts';
import { removeFile } from '../files/replace-file.ts';
import { describeDiagnostic } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Ports } from '../model/ports.ts';
import { diffSnapshots } from '../plugins/diff-snapshots.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type Project, type ProjectInput } from '../project/load-project.ts';
import { onEachCluster } from '../project/on-each-cluster.ts';
import { snapshotFolderOf } from '../project/project-snapshots.ts';
import { chooseClusters } from '../project/resolve-clusters.ts';
import { installedDifferences } from './installed-differences.ts';
import { pullSchemas } from './pull-schemas.ts';
import type { PulledClusterView, PulledFileView, PullView } from './pull-view.ts';
import { readClusterPlugins, viewProblems, viewUnresolved } from './read-cluster-plugins.ts';
import { type ReadCluster, type WantedFile, wantedFiles } from './snapshot-files.ts';
import { unusedSnapshots } from './unused-snapshots.ts';
import { viewDifference } from './view-difference.ts';
import { writePulledFile } from './write-pulled-file.ts';

/** What to pull. */
export interface PullInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  /** `CLASS`, its simple name or a glob, each with `@VERSION` if wanted; empty: the plugins in use. */
  readonly classes: readonly string[];
  readonly mode: 'write' | 'check';
  /** What happens to snapshots that describe what no cluster has installed. */
  readonly unused: 'kept' | 'deleted';
}

/**
 * Saves what the workers of the chosen clusters say about plugins into the project, or checks whether it is what they
 * say. What could be read is written, whatever else could not.
 *
 * @throws InvalidInputError if the project file has errors
 * @throws ConnectSyncError if no cluster is chosen, or a file cannot be written
 */
export async function pullPlugins(input: PullInput, ports: Ports): Promise<PullView> {
  const project = await loadProject(input.project);
  const folder = checkedSnapshotFolder(project);
  const chosen = await chooseClusters(project, input.clusters);
  const results = await onEachCluster(chosen, ports, async (connection, cluster) => ({
    name: cluster.target.name,
    label: cluster.label,
    reading: await readClusterPlugins(connection, cluster, { classes: input.classes }, ports),
    unresolved: input.classes.length > 0 ? [] : viewUnresolved(cluster),
  }));
  const read = results.flatMap((one) => (one.ok ? [one.value] : []));
  const loaded = await loadSnapshots(input.project.directory, folder);
  const files = await comparedFiles(project, { folder, loaded, read });
  if (input.mode === 'write') await writeFiles(files, project);
  const unused = read.length === 0 ? [] : unusedFiles(loaded, files);
  const deletes = input.unused === 'deleted' && input.mode === 'write';
  if (deletes) for (const file of unused) await removeFile(path.resolve(input.project.directory, file));
  const refuse = (absolute: string) => refuseOutside(absolute, project.files);
  const schemas = read.length === 0 ? [] : await pullSchemas(project, input.mode, refuse);
  return {
    format: 'connect-sync/plugins-pull',
    version: 1,
    mode: input.mode,
    folder: displayPath(input.project.directory, folder),
    clusters: results.map((one) => (one.ok ? { ...one, value: viewCluster(one.value) } : one)),
    files: files.map(({ view }) => view),
    unused,
    unusedDeleted: deletes,
    schemas,
  };
}

/** The folder of the snapshots, absolute. @throws ConnectSyncError if a link leads out of the project */
export function checkedSnapshotFolder(project: Project): string {
  const folder = snapshotFolderOf(project);
  refuseOutside(folder, project.files);
  return folder;
}

function refuseOutside(absolute: string, { boundary, base }: Project['files']): void {
  const real = boundary.outside(absolute);
  if (real === undefined) return;
  throw new ConnectSyncError({
    code: 'outside-project',
    message: `${displayPath(base, absolute)} is a link that leads out of the project, to ${real}`,
    hint: 'replace it by a folder or file of the project',
    category: 'failure',
  });
}

/** A wanted file, compared with what is there. */
interface ComparedFile {
  readonly absolute: string;
  readonly wanted: WantedFile;
  readonly view: PulledFileView;
}

interface Compared {
  readonly folder: string;
  readonly loaded: LoadedSnapshots;
  readonly read: readonly ReadCluster[];
}

async function comparedFiles(
  project: Project,
  { folder, loaded, read }: Compared,
): Promise<readonly ComparedFile[]> {
  const { directory } = project.input;
  const shown = (file: string) => displayPath(directory, path.join(folder, file));
  const byFile = new Map(loaded.snapshots.map(({ file, snapshot }) => [file, snapshot]));
  const wanted = wantedFiles(read, (file) => byFile.get(shown(file)));
  return Promise.all(
    wanted.map(async (one): Promise<ComparedFile> => {
      const absolute = path.join(folder, one.file);
      refuseOutside(absolute, project.files);
      const text = await readTextIfPossible(absolute);
      return { absolute, wanted: one, view: compare(one, { file: shown(one.file), text, loaded }) };
    }),
  );
}

interface ExistingFile {
  /** Relative to the directory. */
  readonly file: string;
  /** Undefined if there is none. */
  readonly text: string | undefined;
  readonly loaded: LoadedSnapshots;
}

function compare(wanted: WantedFile, { file, text, loaded }: ExistingFile): PulledFileView {
  const fault = loaded.diagnostics.find(({ source }) => source?.file === file);
  const isNewer = fault?.code === 'unsupported-snapshot-version';
  const isSame = text === wanted.text;
  const change = text === undefined ? 'created' : isSame ? 'unchanged' : isNewer ? 'kept' : 'changed';
  const base = {
    file,
    change,
    problem: fault && !isSame ? describeDiagnostic(fault, (words) => words).message : null,
    contradictedBy: wanted.contradictedBy,
  } as const;
  if (wanted.kind === 'cluster') {
    const before = loaded.clusters.get(wanted.document.cluster ?? '');
    const installed = change === 'changed' ? installedDifferences(before, wanted.document) : [];
    const entries = wanted.document.plugins.length;
    return { ...base, class: null, pluginVersion: null, entries, differences: [], installed };
  }
  const { snapshot } = wanted;
  const before = loaded.snapshots.find((one) => one.file === file)?.snapshot;
  const differences =
    before && change === 'changed' ? diffSnapshots(before, snapshot).map(viewDifference) : [];
  return {
    ...base,
    class: snapshot.className,
    pluginVersion: snapshot.version ?? null,
    entries: snapshot.keys.length,
    differences,
    installed: [],
  };
}

async function writeFiles(files: readonly ComparedFile[], { input }: Project): Promise<void> {
  for (const { absolute, wanted, view } of files) {
    if (view.change !== 'created' && view.change !== 'changed') continue;
    await writePulledFile(absolute, { text: wanted.text, file: displayPath(input.directory, absolute) });
  }
}

/** By the files of all clusters, those of this pull as they are now. */
function unusedFiles(loaded: LoadedSnapshots, files: readonly ComparedFile[]): readonly string[] {
  const clusters = new Map(loaded.clusters);
  for (const { wanted } of files)
    if (wanted.kind === 'cluster') clusters.set(wanted.document.cluster ?? '', wanted.document);
  return unusedSnapshots(loaded.snapshots, [...clusters.values()]);
}

function viewCluster({ label, reading, unresolved }: ReadCluster): PulledClusterView {
  return {
    cluster: label,
    kafkaConnect: reading.kafkaConnect,
    read: reading.snapshots.filter(({ type }) => type !== 'common').length,
    problems: viewProblems(reading),
    unresolved,
  };
}
