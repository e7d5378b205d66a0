import type { ApplyVerdict } from '../model/assess-report.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { ClusterChoice } from '../project/choose-clusters.ts';
import { loadProject, type ProjectInput } from '../project/load-project.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import { chooseClusters } from '../project/resolve-clusters.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import {
  type ApplySettings,
  type ReconcilePorts,
  type ReconcileResult,
  reconcile,
} from '../reconcile/reconcile.ts';
import { type ManualSelection, planManualAction } from './plan-manual-action.ts';

/** What to do to which connectors. */
export interface ManualActionInput {
  readonly project: ProjectInput;
  readonly clusters: ClusterChoice;
  readonly action: ManualAction;
  readonly connectors: ManualSelection;
  readonly apply: Pick<ApplySettings, 'wait' | 'stableForMilliseconds' | 'backup'>;
}

/** Writes in flight at a time. */
const concurrency = 4;

/**
 * Restarts, pauses, resumes, stops or deletes connectors by name, whatever the files declare. The changes are planned,
 * confirmed, applied and reported like those of an apply; one that fails does not stop the others.
 *
 * @throws InvalidInputError if the project file has errors
 * @throws ConnectSyncError (usage) if no cluster is chosen
 */
export async function runManualAction(
  { project, clusters, action, connectors, apply }: ManualActionInput,
  ports: ReconcilePorts,
): Promise<readonly ClusterResult<ReconcileResult>[]> {
  return reconcile(
    {
      clusters: await chooseClusters(await loadProject(project), clusters),
      plan: (connection, cluster) => planManualAction(connection, cluster, { action, connectors }),
      apply: { ...apply, onFailure: 'continue', concurrency },
    },
    ports,
  );
}

/** The verdict on selected connectors that are left as they are: they cannot be changed, or they are FAILED. */
export function assessUnchanged({ plan }: PlannedCluster, action: ManualAction): ApplyVerdict {
  if (plan.leftAlone.some(({ reason }) => reason === 'unmanageable-name')) return 'failed';
  const needsHealth = action.kind === 'state' && action.state !== 'stopped';
  const isBroken = plan.unchanged.some(({ live }) => live !== undefined && hasFailed(live));
  return needsHealth && isBroken ? 'unhealthy' : 'success';
}

function hasFailed({ status }: LiveConnector): boolean {
  return [status?.connector, ...(status?.tasks ?? [])].some((one) => one?.state === 'FAILED');
}
