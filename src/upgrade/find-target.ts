import { loadSnapshots, pluginSetOf } from '../desired/load-snapshots.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import { snapshotFolder } from '../model/plugin-snapshot-document.ts';
import { withScheme } from '../model/project.ts';
import type { Project } from '../project/load-project.ts';
import { type ClusterContext, chooseClusters, declaredClusters } from '../project/resolve-clusters.ts';

/** The side to which the upgrade leads: workers that answer, or what a folder of snapshots says about some. */
export type UpgradeTarget =
  | { readonly kind: 'cluster'; readonly context: ClusterContext }
  | { readonly kind: 'snapshots'; readonly set: PluginSet; readonly diagnostics: readonly Diagnostic[] };

/**
 * What `--to` names: a cluster of the project, a URL, or a folder of snapshots. A folder that describes several clusters
 * needs the name of one behind a `#`.
 *
 * @throws ConnectSyncError `unknown-target` if it is none of these, `several-clusters` if the folder describes several
 */
export async function findTarget(project: Project, text: string): Promise<UpgradeTarget> {
  const declared = declaredClusters(project);
  if (declared.includes(text) || text.includes('://')) return clusterTarget(project, text);
  const [folder = '', cluster] = text.split('#');
  const snapshots = await findSnapshots(project, folder);
  if (snapshots) return { kind: 'snapshots', ...chooseSet(snapshots, cluster) };
  const url = withScheme(text);
  if (url !== text) return clusterTarget(project, url);
  throw unknownTarget(text, declared);
}

async function clusterTarget(project: Project, name: string): Promise<UpgradeTarget> {
  const [context] = await chooseClusters(project, { clusters: [name] });
  if (!context) throw unknownTarget(name, declaredClusters(project));
  return { kind: 'cluster', context };
}

type Snapshots = Awaited<ReturnType<typeof loadSnapshots>>;

/** The folder itself, or the snapshots of a project in it. */
async function findSnapshots({ input }: Project, folder: string): Promise<Snapshots | undefined> {
  for (const each of [folder, `${folder}/${snapshotFolder}`]) {
    const found = await loadSnapshots(input.directory, each);
    if (found.snapshots.length + found.clusters.size > 0) return found;
  }
  return undefined;
}

function chooseSet(snapshots: Snapshots, cluster: string | undefined) {
  const names = [...snapshots.clusters.keys()].sort();
  const [only, ...others] = names;
  if (cluster !== undefined && !names.includes(cluster))
    throw unknownCluster(snapshots.folder, cluster, names);
  if (cluster === undefined && others.length > 0) throw severalClusters(snapshots.folder, names);
  return { set: pluginSetOf(snapshots, cluster ?? only), diagnostics: snapshots.diagnostics };
}

function unknownTarget(text: string, declared: readonly string[]): ConnectSyncError {
  const near = nearestName(text, declared);
  return new ConnectSyncError({
    code: 'unknown-target',
    message: `--to ${text}: no cluster of the project file, no URL, and no folder with plugin snapshots`,
    hint:
      near === undefined
        ? 'write the snapshots of a cluster with  connect-sync plugins pull'
        : `did you mean "${near}"?`,
    category: 'usage',
  });
}

function unknownCluster(folder: string, cluster: string, names: readonly string[]): ConnectSyncError {
  const listed = names.length === 0 ? 'it describes none' : `it describes ${names.join(', ')}`;
  return new ConnectSyncError({
    code: 'unknown-target',
    message: `${folder} does not describe a cluster "${cluster}": ${listed}`,
    category: 'usage',
  });
}

function severalClusters(folder: string, names: readonly string[]): ConnectSyncError {
  return new ConnectSyncError({
    code: 'several-clusters',
    message: `${folder} describes ${names.length} clusters: ${names.map((name) => name || 'one without a name').join(', ')}`,
    hint: `name one: --to '${folder}#${names.find((name) => name !== '') ?? ''}'`,
    category: 'usage',
  });
}
