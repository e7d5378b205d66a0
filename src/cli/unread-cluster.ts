import { ConnectSyncError, exitCodes } from '../model/error.ts';
import type { KnownSecrets } from '../model/known-secrets.ts';
import type { FailureVerdict, WorkerFailure } from '../model/worker-failure.ts';

const hints: Partial<Record<FailureVerdict, string>> = {
  'not-sent': 'check the url of the cluster, and that a worker listens there',
  'not-connect': 'check the url: it must lead to a Connect worker, not to a login page or another service',
  busy: 'the cluster is starting or rebalancing: try again in a moment, or give it longer with --timeout',
  unauthorised: 'check the credentials of the cluster (auth in the project file, or userinfo in the URL)',
  'unknown-outcome': 'check that the worker answers: curl the URL above, or give it longer with --timeout',
};

/** A failed request as the reason why a cluster could not be read or worked on, with the worker's words scrubbed. */
export function unreadCluster(failure: WorkerFailure, label: string, known: KnownSecrets): ConnectSyncError {
  const said = failure.workerMessage ? `\n  the worker says: ${known.scrub(failure.workerMessage)}` : '';
  return new ConnectSyncError({
    code: `cluster-${failure.verdict}`,
    message: `${label}: ${failure.message}${said}`,
    hint: hints[failure.verdict],
    exitCode: exitCodes.unreadCluster,
    cause: failure,
  });
}
