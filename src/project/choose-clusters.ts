import { ConnectSyncError } from '../model/error.ts';
import { withScheme } from '../model/project.ts';

/** The clusters to work on, as requested. */
export interface ClusterChoice {
  /** `--cluster`, repeated: names or URLs. */
  readonly clusters: readonly string[];
  readonly allClusters?: boolean | undefined;
  /** CONNECT_SYNC_CLUSTER; counts where neither of the others is given. Empty counts as unset. */
  readonly variable?: string | undefined;
}

/**
 * The names or URLs of the clusters that a run works on, each once. `declared`: those of the project file. A host with a
 * port gets `http://`.
 *
 * @throws ConnectSyncError (usage) where none is chosen, with the list of the declared ones
 */
export function chosenClusterNames(
  choice: ClusterChoice,
  declared: readonly string[],
): readonly [string, ...string[]] {
  const [first, ...others] = new Set(chosen(choice, declared).map(withScheme));
  if (first === undefined) throw noneChosen(declared);
  return [first, ...others];
}

/** Whether a cluster was named. Where none is, some commands contact no worker. */
export function isClusterNamed({ clusters, allClusters, variable }: ClusterChoice): boolean {
  return clusters.length > 0 || allClusters === true || Boolean(variable);
}

function chosen(
  { clusters, allClusters, variable }: ClusterChoice,
  declared: readonly string[],
): readonly string[] {
  if (allClusters === true && clusters.length > 0)
    throw usage('both-cluster-options', '--cluster and --all-clusters exclude each other', undefined);
  if (allClusters === true) return declared;
  if (clusters.length > 0) return clusters;
  if (variable) return [variable];
  return declared.length === 1 ? declared : [];
}

function noneChosen(declared: readonly string[]): ConnectSyncError {
  if (declared.length === 0) {
    return usage(
      'no-cluster',
      'no cluster is named, and there is no project file that declares one',
      'add --cluster http://localhost:8083, declare clusters in connect-sync.yaml, or name the folder of the project with -C',
    );
  }
  return usage(
    'no-cluster-chosen',
    `the project has ${declared.length} clusters and none is chosen: ${declared.join(', ')}`,
    `add --cluster ${declared[0]}, or set CONNECT_SYNC_CLUSTER, or use --all-clusters`,
  );
}

function usage(code: string, message: string, hint: string | undefined): ConnectSyncError {
  return new ConnectSyncError({ code, message, hint, category: 'usage' });
}
