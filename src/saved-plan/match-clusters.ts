import { ConnectSyncError } from '../model/error.ts';
import type { SavedClusterPlan, SavedPlan } from '../model/saved-plan.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';
import { shownUrls } from '../project/shown-urls.ts';

/** A cluster of a run together with its saved plan. */
export interface SavedCluster extends DesiredCluster {
  readonly saved: SavedClusterPlan;
  /** The Kafka cluster id that the project file declares. */
  readonly declaredId: string | undefined;
}

/**
 * The clusters of a saved plan to work on, as names or URLs: all of them, or those that the command line or
 * CONNECT_SYNC_CLUSTER selects.
 *
 * @throws ConnectSyncError (plan-refused) if the plan does not include a selected cluster
 */
export function selectSavedClusters(saved: SavedPlan, selected: readonly string[]): readonly string[] {
  if (selected.length === 0) return saved.clusters.map(({ plan }) => plan.cluster.name ?? plan.cluster.url);
  const unknown = selected.find((text) => !saved.clusters.some((one) => isCluster(one, text)));
  if (unknown === undefined) return selected;
  throw otherCluster(
    `the plan is for ${saved.clusters.map(({ label }) => label).join(', ')}, not for ${shownUrl(unknown)}`,
    'select a cluster of the plan, or make a plan for this one',
  );
}

/**
 * Finds the saved plan of each cluster of a run.
 *
 * @throws ConnectSyncError (plan-refused) if the plan was made at a URL that the cluster does not have
 */
export function matchClusters(
  saved: SavedPlan,
  clusters: readonly DesiredCluster[],
): readonly SavedCluster[] {
  return clusters.map((cluster) => {
    const name = cluster.target.name ?? cluster.target.urls[0];
    const found = saved.clusters.find((one) => isCluster(one, name));
    if (!found || !shownUrls(cluster.target).includes(found.plan.cluster.url))
      throw atOtherUrl(cluster, found);
    return { ...cluster, saved: found, declaredId: cluster.target.kafkaClusterId };
  });
}

/**
 * Checks that the cluster that responded is the one that the plan was made for.
 *
 * @throws ConnectSyncError (plan-refused) if it is another one, or its Kafka cluster id is unknown now and was not then
 */
export function checkSameCluster(
  { saved, label, declaredId }: SavedCluster,
  kafkaClusterId: string | undefined,
): void {
  const { kafkaClusterId: planned } = saved.plan.cluster;
  const found = kafkaClusterId ?? '(unknown)';
  if ((kafkaClusterId ?? null) !== planned) {
    const made = `the plan was made for Kafka cluster ${planned ?? '(unknown)'}`;
    throw otherCluster(`${made}, but ${label} is ${found}`, 'make a plan for this cluster');
  }
  if (declaredId === undefined || declaredId === kafkaClusterId) return;
  throw otherCluster(
    `the project declares Kafka cluster ${declaredId}, but ${label} is ${found}`,
    'check the url and the kafkaClusterId of this cluster in the project file',
  );
}

function isCluster({ plan }: SavedClusterPlan, selected: string): boolean {
  const { name, url } = plan.cluster;
  return name === null ? url === shownUrl(selected) : name === selected;
}

/** Text that is not a valid URL is shown without userinfo. */
function shownUrl(selected: string): string {
  return shownUrls({ urls: [selected] })[0] ?? selected.slice(selected.lastIndexOf('@') + 1);
}

function atOtherUrl(
  { target, label }: DesiredCluster,
  found: SavedClusterPlan | undefined,
): ConnectSyncError {
  const planned = found ? `was made at ${found.plan.cluster.url}` : 'does not include it';
  return otherCluster(
    `${label} is at ${shownUrls(target).join(', ')}, but the plan ${planned}`,
    'make a plan for this cluster',
  );
}

function otherCluster(message: string, hint: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'saved-for-other-cluster',
    message,
    hint,
    category: 'plan-refused',
  });
}
