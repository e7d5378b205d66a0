import type { ClusterSurvey } from '../model/cluster-survey.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import type { Ports } from '../model/ports.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import { readLive } from '../project/read-cluster.ts';
import { type InspectInput, readClusters } from './read-clusters.ts';

/** A person waits for it, and without an answer the command goes on. */
const patienceMilliseconds = 5_000;

/**
 * Reads the version of the worker and counts the connectors of one cluster.
 *
 * @throws InvalidInputError, ConnectSyncError as `readClusters`
 */
export async function surveyCluster(
  { project, clusters }: InspectInput,
  ports: Ports,
): Promise<ClusterSurvey> {
  const input = {
    project: { timeoutMilliseconds: patienceMilliseconds, ...project, connectorFiles: 'left-out' as const },
    clusters,
  };
  const [result] = await readClusters(input, ports, async (connection): Promise<ClusterSurvey> => {
    const worker = await connection.readWorker();
    const live = [...(await readLive(connection)).values()];
    return {
      answered: true,
      workerVersion: worker.versionText,
      connectors: live.length,
      running: live.filter(isRunning).length,
    };
  });
  if (!result) throw new Error('no cluster was surveyed');
  if (result.ok) return result.value;
  const { cause, message } = result.error;
  const [reason = ''] = (cause instanceof WorkerFailure ? cause.message : message).split('\n');
  return { answered: false, reason };
}

function isRunning({ status }: LiveConnector): boolean {
  return status?.connector.state === 'RUNNING' && status.tasks.every(({ state }) => state !== 'FAILED');
}
