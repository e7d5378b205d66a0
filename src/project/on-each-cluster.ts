import type { ConnectCluster } from '../connect/connect-cluster.ts';
import { openCluster } from '../connect/open-cluster.ts';
import { type Diagnostic, describeDiagnostic } from '../model/diagnostic.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Ports } from '../model/ports.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { ClusterContext } from './resolve-clusters.ts';
import type { ReportProblem } from './select-names.ts';

/** The result of the work on one cluster, or why there is none. `cluster` is its label. */
export type ClusterResult<T> = { readonly cluster: string } & (
  | {
      readonly ok: true;
      readonly value: T;
      /** What went wrong with a part of the work, such as a name that does not exist; left out: nothing. */
      readonly problems?: readonly ConnectSyncError[];
    }
  | { readonly ok: false; readonly error: ConnectSyncError }
);

/** The result of the work on one URL of a cluster. */
export type UrlResult<T> = ClusterResult<T> & {
  /** As it is shown. */
  readonly url: string;
};

/**
 * Does the work on all clusters in parallel, each over its own connection. A cluster that fails is reported in its
 * place and does not keep the others from being done; `report` takes what is wrong with a part of the work. When
 * `ports.signal` aborts, all requests in flight end.
 */
export async function onEachCluster<C extends ClusterContext, T>(
  clusters: readonly C[],
  ports: Ports,
  work: (connection: ConnectCluster, cluster: C, report: ReportProblem) => Promise<T>,
): Promise<readonly ClusterResult<T>[]> {
  return Promise.all(
    clusters.map(async (cluster): Promise<ClusterResult<T>> => {
      const connection = open(cluster, ports);
      const problems: ConnectSyncError[] = [];
      try {
        const value = await work(connection, cluster, (problem) => problems.push(problem));
        await reportContact(cluster, ports);
        return { cluster: cluster.label, ok: true, value, ...(problems.length > 0 && { problems }) };
      } catch (error) {
        return { cluster: cluster.label, ok: false, error: expectedError(error, cluster) };
      } finally {
        await connection.close();
      }
    }),
  );
}

/** A bare URL was chosen by the user and needs no record. */
async function reportContact({ project, target }: ClusterContext, { onContact }: Ports): Promise<void> {
  if (target.name === undefined) return;
  await onContact?.({ directory: project.input.directory, urls: target.urls });
}

/** Does the work at each URL of a cluster, in parallel and without fail-over, so that a worker that is down shows. */
export async function onEachUrl<T>(
  cluster: ClusterContext,
  ports: Ports,
  work: (connection: ConnectCluster) => Promise<T>,
): Promise<readonly UrlResult<T>[]> {
  const { target } = cluster;
  const workers = target.urls.map((url) => ({ ...cluster, target: { ...target, urls: [url] as const } }));
  const results = await onEachCluster(workers, ports, work);
  return results.map((result, index) => {
    const url = target.urls[index] ?? '';
    return { ...result, url: target.shownUrls?.get(url) ?? url };
  });
}

/** The result of work on one cluster that opens its own connections, such as `onEachUrl`. */
export async function resultOf<T>(
  cluster: ClusterContext,
  work: () => Promise<T>,
): Promise<ClusterResult<T>> {
  try {
    return { cluster: cluster.label, ok: true, value: await work() };
  } catch (error) {
    return { cluster: cluster.label, ok: false, error: expectedError(error, cluster) };
  }
}

function open({ project, target, label }: ClusterContext, ports: Ports): ConnectCluster {
  const { clock, signal, mayWrite, proxy, onRequest, onWait } = ports;
  return openCluster(target, {
    clock,
    signal,
    mayWrite,
    proxy,
    timeoutMilliseconds: project.input.timeoutMilliseconds,
    onRequest: onRequest && ((record) => onRequest(label, record)),
    onWait: onWait && ((wait) => onWait(label, wait)),
  });
}

function expectedError(error: unknown, cluster: ClusterContext): ConnectSyncError {
  if (error instanceof WorkerFailure) return unreadCluster(error, cluster);
  if (error instanceof ConnectSyncError) return error;
  throw error;
}

function unreadCluster(
  failure: WorkerFailure,
  { label, project: { scrub }, settingWarnings = [] }: ClusterContext,
): ConnectSyncError {
  const quoted = failure.workerMessage
    ? `\n  the worker says: ${scrub.about(undefined)(failure.workerMessage)}`
    : '';
  const remarks = settingWarnings.map((warning) => `\n  note: ${describeInLine(warning)}`).join('');
  return new ConnectSyncError({
    code: failure.verdict === 'other-cluster' ? 'other-cluster' : 'cluster-unread',
    message: `${label}: ${failure.message}${quoted}${remarks}`,
    category: 'unread-cluster',
    cause: failure,
  });
}

/** It quotes no worker, so there is nothing to scrub. */
function describeInLine(diagnostic: Diagnostic): string {
  const { message } = describeDiagnostic(diagnostic, () => '');
  const { source } = diagnostic;
  return source ? `${message} (${source.file}:${source.line}:${source.column})` : message;
}
