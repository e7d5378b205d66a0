import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { manualChange } from '../diff/manual-changes.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { ManualAction } from '../model/manual-action.ts';
import type { Plan } from '../model/plan.ts';
import type { Ownership } from '../model/project.ts';
import type { ClusterReading, WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports } from '../model/worker-version.ts';
import { makeManualPlan } from '../plan/make-manual-plan.ts';
import { type ExpectedCluster, readCluster } from '../project/read-cluster.ts';

/** What is asked for on one cluster, and of which connectors. */
export interface ManualRequest {
  readonly asked: ManualAction;
  /** Chooses among the live names, sorted; throws where what was named is not there. */
  readonly select: (names: readonly string[]) => readonly string[];
  readonly expected: ExpectedCluster;
  readonly clusterName: string | undefined;
  readonly ownership: Ownership;
}

/**
 * Reads a cluster and plans what a person asked for by name. It sends nothing that changes the cluster.
 *
 * @throws WorkerFailure where the cluster cannot be read
 * @throws ConnectSyncError where it is another cluster, cannot do it, or has no such connector or task
 */
export async function planManualActions(
  cluster: ConnectCluster,
  request: ManualRequest,
): Promise<{
  readonly plan: Plan;
  readonly reading: ClusterReading;
  readonly meant: readonly LiveConnector[];
}> {
  const { asked, select, expected, ownership } = request;
  const reading = await readCluster(cluster, expected);
  checkSupport(asked, reading.worker, expected);
  const names = new Set(select([...reading.connectors.keys()].sort()));
  const meant = [...reading.connectors.values()].filter(({ name }) => names.has(name)).sort(byName);
  checkTask(asked, meant);
  const plan = makeManualPlan({
    asked,
    changes: meant.flatMap((live) => manualChange(asked, live) ?? []),
    unmanageable: meant.filter((live) => !manualChange(asked, live)).map(({ name }) => name),
    reading,
    ownership,
    cluster: { name: request.clusterName, url: reading.url },
  });
  return { plan, reading, meant };
}

function byName(one: LiveConnector, other: LiveConnector): number {
  return one.name < other.name ? -1 : 1;
}

function checkSupport(
  asked: ManualAction,
  { version, versionText }: WorkerInfo,
  { label }: ExpectedCluster,
): void {
  const isStop = asked.kind === 'state' && asked.state === 'stopped';
  if (!isStop || supports(version, 'stop')) return;
  throw new ConnectSyncError({
    code: 'stop-not-supported',
    message: `${label}: Kafka Connect ${versionText} cannot stop a connector: this requires ${releaseOf('stop')} or later`,
    hint: 'connect-sync pause suspends it and keeps its tasks',
    category: 'failure',
  });
}

function checkTask(asked: ManualAction, meant: readonly LiveConnector[]): void {
  if (asked.kind !== 'restart' || typeof asked.parts !== 'object') return;
  const { task } = asked.parts;
  const without = meant.find(({ taskIds }) => !taskIds.includes(task));
  if (!without) return;
  const { name, taskIds } = without;
  throw new ConnectSyncError({
    code: 'unknown-task',
    message: `"${name}" has no task ${task}`,
    hint: taskIds.length === 0 ? 'it has no tasks at all now' : `it has: ${taskIds.join(', ')}`,
    category: 'failure',
  });
}
