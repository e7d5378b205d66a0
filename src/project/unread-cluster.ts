import { ConnectSyncError } from '../model/error.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import type { WorkerFailure } from '../model/worker-failure.ts';

/** A failed request as the reason why a cluster could not be read or worked on, with the worker's words scrubbed. */
export function unreadCluster(failure: WorkerFailure, label: string, scrub: Scrub): ConnectSyncError {
  const said = failure.workerMessage ? `\n  the worker says: ${scrub(failure.workerMessage)}` : '';
  return new ConnectSyncError({
    code: 'cluster-unread',
    message: `${label}: ${failure.message}${said}`,
    category: 'unread-cluster',
    cause: failure,
  });
}
