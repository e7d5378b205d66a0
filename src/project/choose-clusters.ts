import { ConnectSyncError } from '../model/error.ts';

/** What a person said about which cluster is meant, in the order in which it counts. */
export interface ClusterChoice {
  /** `--cluster`, repeated: names or URLs. */
  readonly options: readonly string[];
  readonly allClusters: boolean;
  /** CONNECT_SYNC_CLUSTER; empty counts as unset. */
  readonly variable: string | undefined;
  /** The clusters of the project file. */
  readonly declared: readonly string[];
}

/**
 * The clusters a command works on, as names or URLs, each once.
 *
 * @throws ConnectSyncError (usage) where none is chosen, with the list of those there are
 */
export function chooseClusters(choice: ClusterChoice): readonly [string, ...string[]] {
  const [first, ...others] = new Set(chosen(choice));
  if (first === undefined) throw noneChosen(choice);
  return [first, ...others];
}

/** Whether a person named a cluster: without that, some commands talk to no worker. */
export function isClusterNamed(choice: ClusterChoice): boolean {
  return choice.options.length > 0 || choice.allClusters || Boolean(choice.variable);
}

function chosen(choice: ClusterChoice): readonly string[] {
  if (choice.allClusters && choice.options.length > 0)
    throw usage('both-cluster-options', '--cluster and --all-clusters exclude each other', undefined);
  if (choice.allClusters) return choice.declared;
  if (choice.options.length > 0) return choice.options;
  if (choice.variable) return [choice.variable];
  return choice.declared.length === 1 ? choice.declared : [];
}

function noneChosen({ declared }: ClusterChoice): ConnectSyncError {
  if (declared.length === 0) {
    return usage(
      'no-cluster',
      'no cluster is named, and there is no project file that declares one',
      'add --cluster http://localhost:8083, or declare clusters in connect-sync.yaml',
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
