import { proxySettings } from '../cli/options/proxy-settings.ts';
import type { RequestRecord } from '../connect/cluster-options.ts';
import { openCluster } from '../connect/open-cluster.ts';
import type { OperatorCluster } from '../connect/operator-cluster.ts';
import { formatDuration } from '../model/duration.ts';
import { ConnectSyncError } from '../model/error.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ClusterInspection } from './inspect-clusters.ts';
import { unreadCluster } from './unread-cluster.ts';

/** What came of the work on one cluster. */
export type ClusterResult<Result> =
  | { readonly label: string; readonly done: true; readonly result: Result }
  | { readonly label: string; readonly done: false; readonly error: ConnectSyncError };

/** What is needed to work on a cluster. */
export type Reachable = Pick<ClusterInspection, 'session' | 'target' | 'label'>;

/**
 * Does the work on every cluster side by side, with an open connection each. A cluster that cannot be read is
 * reported in its place and never keeps the others from being done.
 *
 * `signal` ends everything in flight when it aborts.
 */
export async function onEachCluster<Work extends Reachable, Result>(
  works: readonly Work[],
  signal: AbortSignal,
  perform: (cluster: OperatorCluster, work: Work) => Promise<Result>,
): Promise<readonly ClusterResult<Result>[]> {
  return Promise.all(
    works.map(async (work): Promise<ClusterResult<Result>> => {
      const cluster = open(work, signal);
      try {
        return { label: work.label, done: true, result: await perform(cluster, work) };
      } catch (error) {
        return { label: work.label, done: false, error: expected(error, work) };
      } finally {
        await cluster.close();
      }
    }),
  );
}

function open({ session, target, label }: Reachable, signal: AbortSignal): OperatorCluster {
  const { host, options } = session;
  const tell = (line: string) => host.stderr.write(`${label}: ${line}\n`);
  return openCluster(target, {
    clock: host.clock,
    signal,
    timeoutMilliseconds: options.timeout,
    proxy: proxySettings(host.environment),
    ...(options.verbose === true && { onRequest: (record) => tell(describeRequest(record)) }),
    ...(options.quiet !== true && {
      onWait: (wait) => tell(`${wait.reason}; trying again in ${formatDuration(wait.milliseconds)}`),
    }),
  });
}

function describeRequest(record: RequestRecord): string {
  const ending = record.status ?? record.failure ?? 'no answer';
  return `${record.method} ${record.path} ${ending} ${Math.round(record.milliseconds)} ms`;
}

function expected(error: unknown, work: Reachable): ConnectSyncError {
  if (error instanceof WorkerFailure) return unreadCluster(error, work.label, work.session.scrub);
  if (error instanceof ConnectSyncError) return error;
  throw error;
}
