import { type Action, isOffsetsAction } from '../model/action.ts';
import { unreachable } from '../model/unreachable.ts';
import type { WorkerFailure } from '../model/worker-failure.ts';

/** What follows from a write that was not answered with success. */
export type RetryDecision =
  /** It was not applied: back off, check the precondition, and send it again if that still holds. */
  | 'retry'
  /** It may have been applied, or may be later: read, never send it again (Connect REST contract 8.4). */
  | 'read-back'
  /** Nothing more is sent to this cluster. */
  | 'stop-cluster'
  /** It was attempted and did not help: the health of the connector shows the result. */
  | 'check-health'
  /** A retry would not help. */
  | 'fail';

/** What decides, of a failed write. */
type FailedWrite = Pick<WorkerFailure, 'verdict' | 'status'> & Partial<Pick<WorkerFailure, 'workerMessage'>>;

/** Decides what follows from a failed write. */
export function decideRetry(failure: FailedWrite, action: Action): RetryDecision {
  if (isOffsetsAction(action) && isNotYetStopped(failure)) return 'retry';
  switch (failure.verdict) {
    case 'busy':
    case 'not-sent':
      return 'retry';
    // The precondition check before the next attempt finds out whether it really is absent, or there already.
    case 'absent':
      return writesConfig(action) ? 'fail' : 'retry';
    case 'exists':
      return writesConfig(action) ? 'retry' : 'fail';
    case 'unknown-outcome':
      return 'read-back';
    case 'unauthorised':
    case 'other-cluster':
      return 'stop-cluster';
    case 'permanent':
      return isRestart(action) && failure.status === 500 ? 'check-health' : 'fail';
    // Something accepted it: a page or a foreign JSON with 200 does not prove that nothing was applied.
    case 'not-connect':
      return failure.status !== undefined && failure.status < 300 ? 'read-back' : 'fail';
    case 'forbidden':
    case 'refused':
    case 'unsupported':
      return 'fail';
    default:
      return unreachable(failure.verdict);
  }
}

/** Decides what follows from a failed reading before a write; a read may always be repeated. */
export function decideReadRetry(failure: Pick<WorkerFailure, 'verdict'>): 'retry' | 'stop-cluster' | 'fail' {
  switch (failure.verdict) {
    case 'busy':
    case 'not-sent':
    case 'unknown-outcome':
      return 'retry';
    case 'unauthorised':
    case 'other-cluster':
      return 'stop-cluster';
    default:
      return 'fail';
  }
}

function writesConfig(action: Action): boolean {
  return action.kind === 'put-config' || action.kind === 'create-with-state';
}

/**
 * A restart is answered only after `start()`: a plugin that cannot start makes it a 500 (Connect REST contract 4.11).
 */
function isRestart(action: Action): boolean {
  return action.kind === 'restart' || action.kind === 'restart-task';
}

/** Right after a stop a worker may still say that the connector is not stopped (Connect REST contract 4.17). */
function isNotYetStopped({ workerMessage = '' }: FailedWrite): boolean {
  return /must be in the STOPPED state/.test(workerMessage);
}
