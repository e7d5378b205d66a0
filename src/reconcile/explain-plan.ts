import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Change } from '../model/change.ts';
import type { Plan } from '../model/plan.ts';
import { isVersionKey } from '../plan/find-ignored-plugin-versions.ts';
import { isInNoFile } from '../plan/unmanaged-connectors.ts';
import type { DesiredCluster } from '../project/resolve-clusters.ts';

/** Adds what Git knows of connectors that no file declares, and what the versions of plugins mean; each only if needed. */
export async function explain(
  connection: ConnectCluster,
  cluster: DesiredCluster,
  made: Plan,
): Promise<Plan> {
  let plan = made;
  if (plan.leftAlone.some(isInNoFile)) {
    const { withDeletedFiles } = await import('./find-deleted-files.ts');
    plan = await withDeletedFiles(cluster, plan);
  }
  if (!plan.steps.some(({ change }) => mentionsVersion(change))) return plan;
  const { withPluginMoves } = await import('./plugin-moves.ts');
  return withPluginMoves(connection, cluster.project, plan);
}

function mentionsVersion(change: Change): boolean {
  return change.kind === 'update' && change.fields.some(({ key }) => isVersionKey(key));
}
