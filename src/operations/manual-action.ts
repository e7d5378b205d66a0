import type { ApplyVerdict } from '../model/assess-report.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { ClusterResult } from '../project/on-each-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import type { PlannedCluster } from '../reconcile/plan-cluster.ts';
import { type ReconcilePorts, type ReconcileResult, reconcile } from '../reconcile/reconcile.ts';
import { type ManualWork, manualWork } from './plan-manual-action.ts';

/** A manual action on connectors that are selected by name, and how to carry it out. */
export interface ManualActionInput extends ManualWork {
  readonly clusters: readonly ClusterContext[];
  /** Left out: it waits. */
  readonly wait?: boolean | undefined;
  /** Left out: 0. */
  readonly stableForMilliseconds?: number | undefined;
  readonly backup?: string | undefined;
}

/** Writes in flight at a time. */
const concurrency = 4;

/**
 * Carries out a manual action on each cluster, like the plan of an apply: with a precondition check before each write,
 * retries while a worker is busy, and the outcome read back.
 */
export function runManualAction(
  input: ManualActionInput,
  ports: ReconcilePorts,
): Promise<readonly ClusterResult<ReconcileResult>[]> {
  return reconcile(
    {
      clusters: input.clusters,
      plan: (connection, cluster) => manualWork(connection, cluster, input),
      apply: {
        wait: input.wait ?? true,
        stableForMilliseconds: input.stableForMilliseconds ?? 0,
        onFailure: 'continue',
        concurrency,
        backup: input.backup,
      },
    },
    ports,
  );
}

/** The verdict on selected connectors that the plan does not change: a name that cannot be written, a FAILED task. */
export function assessUntouched({ plan }: PlannedCluster, asked: ManualAction): ApplyVerdict {
  if (plan.leftAlone.length > 0) return 'failed';
  const isWaitedFor = asked.kind === 'state' && asked.state !== 'stopped';
  const isBroken = plan.unchanged.some(({ live }) => live !== undefined && hasFailed(live));
  return isWaitedFor && isBroken ? 'unhealthy' : 'success';
}

function hasFailed({ status }: LiveConnector): boolean {
  return [status?.connector, ...(status?.tasks ?? [])].some((one) => one?.state === 'FAILED');
}
