import { readClusterUrls } from '../connect/cluster-urls.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { SavedClusterPlan, SavedPlan } from '../model/saved-plan.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';

/** A cluster of a saved plan, as this run knows it. */
export interface SavedWork extends DesiredCluster {
  readonly saved: SavedClusterPlan;
  /** What the project file says of its identity. */
  readonly declaredId: string | undefined;
}

/**
 * The clusters of a saved plan that a run works on, as `--cluster` names them: all of them, or those that the command
 * line or CONNECT_SYNC_CLUSTER narrows it to.
 *
 * @throws ConnectSyncError (exit 21) where one is chosen that the plan is not for
 */
export function chooseSaved(saved: SavedPlan, choice: readonly string[]): readonly string[] {
  if (choice.length === 0) return saved.clusters.map(({ plan }) => plan.cluster.name ?? plan.cluster.url);
  const unknown = choice.find((text) => !saved.clusters.some((one) => isMeant(one, text)));
  if (unknown === undefined) return choice;
  throw otherCluster(
    `the plan is for ${saved.clusters.map(({ label }) => label).join(', ')}, and not for ${shown(unknown)}`,
    'choose a cluster of the plan, or make a plan for this one',
  );
}

/**
 * Brings the clusters of a run and of a saved plan together.
 *
 * @throws ConnectSyncError (exit 21) where the URL that the plan was made at is none of a cluster's own any more
 */
export function matchClusters(saved: SavedPlan, works: readonly DesiredCluster[]): readonly SavedWork[] {
  return works.map((work) => {
    const name = work.target.name ?? work.target.urls[0];
    const found = saved.clusters.find((one) => isMeant(one, name));
    if (!found || !urlsOf(work).includes(found.plan.cluster.url)) throw movedAway(work, found);
    return { ...work, saved: found, declaredId: work.target.kafkaClusterId };
  });
}

/**
 * Whether the cluster that answered is the one that the plan was made on.
 *
 * @throws ConnectSyncError (exit 21) where it is another one, or where it cannot be told
 */
export function checkSameCluster(
  { saved, label, declaredId }: SavedWork,
  kafkaClusterId: string | undefined,
): void {
  const { kafkaClusterId: planned } = saved.plan.cluster;
  const found = kafkaClusterId ?? '(unknown)';
  if ((kafkaClusterId ?? null) !== planned) {
    const made = `the plan was made on Kafka cluster ${planned ?? '(unknown)'}`;
    throw otherCluster(`${made}, and ${label} is ${found}`, 'make a plan for this cluster');
  }
  if (declaredId === undefined || declaredId === kafkaClusterId) return;
  throw otherCluster(
    `the project expects Kafka cluster ${declaredId}, and ${label} is ${found}`,
    'check the url and the kafkaClusterId of this cluster in the project file',
  );
}

function isMeant({ plan }: SavedClusterPlan, chosen: string): boolean {
  return plan.cluster.name === null ? plan.cluster.url === shown(chosen) : plan.cluster.name === chosen;
}

/** A URL as plans show it: without credentials and without a slash at its end. */
function shown(chosen: string): string {
  const urls = readClusterUrls({ urls: [chosen] });
  return urls.kind === 'usable' ? urls.bases[0].shown : chosen.slice(chosen.lastIndexOf('@') + 1);
}

function urlsOf({ target }: DesiredCluster): readonly string[] {
  const urls = readClusterUrls(target);
  return urls.kind === 'usable' ? urls.bases.map((base) => base.shown) : [];
}

function movedAway(work: DesiredCluster, found: SavedClusterPlan | undefined): ConnectSyncError {
  const planned = found ? `was made at ${found.plan.cluster.url}` : 'is not for it';
  return otherCluster(
    `${work.label} is at ${urlsOf(work).join(', ')}, and the plan ${planned}`,
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
