import { ConnectSyncError } from '../model/error.ts';
import { WorkerFailure } from '../model/worker-failure.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import { releaseOf, supports, type WorkerFeature } from '../model/worker-version.ts';
import type { ClusterContext } from './resolve-clusters.ts';

/** The error for what a worker lacks or has disabled. */
export function unsupported(message: string, hint?: string): ConnectSyncError {
  return new ConnectSyncError({ code: 'not-supported', message, hint, category: 'failure' });
}

/**
 * Checks the version of a worker. `what` completes "cannot …".
 *
 * @throws ConnectSyncError `not-supported`, with the release that has the feature
 */
export function requireFeature(
  { label }: ClusterContext,
  worker: WorkerInfo,
  { feature, what }: { readonly feature: WorkerFeature; readonly what: string },
): void {
  if (supports(worker.version, feature)) return;
  throw unsupported(
    `${label}: Kafka Connect ${worker.versionText} cannot ${what}`,
    `this requires Kafka Connect ${releaseOf(feature)} or later`,
  );
}

/**
 * Reports that a worker has a feature disabled as an error of this command, not as a cluster that cannot be read.
 *
 * @throws ConnectSyncError `not-supported`
 */
export async function ifEnabled<Value>(
  { label }: ClusterContext,
  request: () => Promise<Value>,
): Promise<Value> {
  try {
    return await request();
  } catch (error) {
    // Of one connector a gateway may also block the call; that is not a setting of the worker.
    if (!(error instanceof WorkerFailure) || error.verdict !== 'unsupported' || error.status !== 403)
      throw error;
    throw unsupported(`${label}: ${error.message}`);
  }
}
