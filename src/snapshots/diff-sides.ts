import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { type LoadedSnapshots, loadSnapshots, pluginSetOf } from '../desired/load-snapshots.ts';
import { kindOfPath } from '../files/read-file.ts';
import { findPlugins, parseWanted } from '../inspect/find-plugins.ts';
import type { Config } from '../model/config.ts';
import { ConnectSyncError } from '../model/error.ts';
import { PluginClasses } from '../model/plugin-classes.ts';
import type { PluginSet, PluginSnapshot } from '../model/plugin-snapshot.ts';
import type { Ports } from '../model/ports.ts';
import { withScheme } from '../model/project.ts';
import type { Project } from '../project/load-project.ts';
import { onEachCluster } from '../project/on-each-cluster.ts';
import { type ClusterContext, chooseClusters, declaredClusters } from '../project/resolve-clusters.ts';
import { checkedSnapshotFolder } from './pull-plugins.ts';
import type { PulledProblemView } from './pull-view.ts';
import { readClusterPlugins, usedConfigs, viewProblems } from './read-cluster-plugins.ts';

/** One side of a comparison. */
export interface DiffSide {
  readonly set: PluginSet;
  /** The one snapshot that was named. */
  readonly only: PluginSnapshot | undefined;
  readonly problems: readonly PulledProblemView[];
}

/** What an argument names: something in files, or a cluster that is still to be read. */
type NamedSide = DiffSide | { readonly cluster: ClusterContext };

/** The two sides as they are named. */
export interface SidesWanted {
  readonly before: string;
  readonly after: string;
  readonly classes: readonly string[];
}

/** Reads both sides. Of a cluster, the plugins that the other side describes or uses are read too. */
export async function readSides(
  project: Project,
  { before, after, classes }: SidesWanted,
  ports: Ports,
): Promise<readonly [DiffSide, DiffSide]> {
  const sides = [await nameSide(project, before), await nameSide(project, after)] as const;
  const described = sides.flatMap((side) => ('set' in side ? classesOf(side) : []));
  const wanted = classes.length > 0 ? classes : described;
  const clusters = sides.flatMap((side) => ('cluster' in side ? [side.cluster] : []));
  // Two clusters are compared by the plugins that either of them uses.
  const configs = wanted.length > 0 || clusters.length < 2 ? [] : await configsOf(clusters, ports);
  const read = await Promise.all(
    sides.map((side) =>
      'set' in side ? side : readCluster(side.cluster, { classes: wanted, configs }, ports),
    ),
  );
  const [first, second] = read;
  if (!first || !second) throw new Error('a comparison without two sides');
  return [limited(first, classes), limited(second, classes)];
}

function classesOf({ set, only }: DiffSide): readonly string[] {
  const snapshots = only ? [only] : set.snapshots.filter(({ type }) => type !== 'common');
  return [...new Set(snapshots.map(({ className }) => className))];
}

async function nameSide(project: Project, text: string): Promise<NamedSide> {
  const { directory } = project.input;
  const absolute = path.resolve(directory, text);
  const kind = await kindOfPath(absolute);
  if (kind !== 'nothing' && !declaredClusters(project).includes(text))
    return fromPath(project, absolute, kind);
  const isUrl = /^https?:/i.test(withScheme(text));
  if (text.includes('@') && !isUrl) return fromSnapshot(project, text);
  if (!isUrl && !declaredClusters(project).includes(text)) throw unknownSide(project, text);
  const [cluster] = await chooseClusters(project, { clusters: [withScheme(text)] });
  if (!cluster) throw unknownSide(project, text);
  return { cluster };
}

/** A folder of snapshots, the file of one snapshot, or of one cluster. */
async function fromPath(
  project: Project,
  absolute: string,
  kind: 'empty-file' | 'file' | 'other',
): Promise<DiffSide> {
  const { directory } = project.input;
  const shown = displayPath(directory, absolute);
  if (kind === 'other')
    return {
      set: pluginSetOf(await loadSnapshots(directory, absolute), undefined),
      only: undefined,
      problems: [],
    };
  const loaded = await loadSnapshots(directory, path.dirname(absolute));
  const found = loaded.snapshots.find(({ file }) => file === shown);
  if (found) return only(found.snapshot, shown);
  const fault = loaded.diagnostics.find(({ source }) => source?.file === shown);
  throw failure(
    'not-a-snapshot',
    `${shown} is not a usable plugin snapshot${fault ? ` (${fault.code})` : ''}`,
  );
}

/** One version of a plugin among the snapshots of the project. */
async function fromSnapshot(project: Project, text: string): Promise<DiffSide> {
  const loaded = await loadSnapshots(project.input.directory, checkedSnapshotFolder(project));
  const plugins = loaded.snapshots.map(({ snapshot: { className, type, version } }) => ({
    className,
    type,
    version,
  }));
  const [found] = findPlugins(plugins, parseWanted(text), `among the snapshots in ${loaded.folder}`);
  const snapshot = snapshotOf(loaded, found);
  if (!snapshot) throw unknownSide(project, text);
  return only(snapshot, `${snapshot.className}@${snapshot.version ?? ''}`);
}

function snapshotOf(
  { snapshots }: LoadedSnapshots,
  found: Pick<PluginSnapshot, 'className' | 'version'> | undefined,
): PluginSnapshot | undefined {
  return snapshots.find(
    ({ snapshot }) => snapshot.className === found?.className && snapshot.version === found.version,
  )?.snapshot;
}

function only(snapshot: PluginSnapshot, from: string): DiffSide {
  const set = { from, kafkaConnect: undefined, installed: undefined, snapshots: [snapshot], unreadable: [] };
  return { set, only: snapshot, problems: [] };
}

async function configsOf(clusters: readonly ClusterContext[], ports: Ports): Promise<readonly Config[]> {
  const results = await onEachCluster(clusters, ports, usedConfigs);
  return results.flatMap((one) => {
    if (!one.ok) throw one.error;
    return one.value;
  });
}

async function readCluster(
  cluster: ClusterContext,
  wanted: { readonly classes: readonly string[]; readonly configs: readonly Config[] },
  ports: Ports,
): Promise<DiffSide> {
  const [result] = await onEachCluster([cluster], ports, (connection) =>
    readClusterPlugins(connection, cluster, { ...wanted, missing: 'reported' }, ports),
  );
  if (!result?.ok) throw result?.error ?? new Error('a cluster without a result');
  return { set: result.value, only: undefined, problems: viewProblems(result.value) };
}

/** Without the classes that were not asked for. */
function limited(side: DiffSide, classes: readonly string[]): DiffSide {
  if (classes.length === 0) return side;
  const known = new PluginClasses(side.set.snapshots.map(({ className }) => className));
  const full = new Set(classes.map((name) => known.resolve(parseWanted(name).name)));
  const snapshots = side.set.snapshots.filter(({ className }) => full.has(className));
  const installed = side.set.installed?.filter(({ className }) => full.has(className));
  return { ...side, set: { ...side.set, snapshots, installed } };
}

function unknownSide(project: Project, text: string): ConnectSyncError {
  const declared = declaredClusters(project);
  const clusters = declared.length > 0 ? ` (clusters: ${declared.join(', ')})` : '';
  return failure(
    'unknown-side',
    `"${text}" is neither CLASS@VERSION of a snapshot, nor a cluster${clusters}, a URL, a folder or a file`,
  );
}

function failure(code: string, message: string): ConnectSyncError {
  return new ConnectSyncError({ code, message, category: 'usage' });
}
