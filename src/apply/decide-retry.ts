import type { Action } from '../model/action.ts';
import { unreachable } from '../model/unreachable.ts';
import type { WorkerFailure } from '../model/worker-failure.ts';

/** What follows from a write that was not answered with success. */
export type NextMove =
  /** It was not carried out: wait, look again, and send it again if that is still right. */
  | 'again'
  /** It may have been carried out, or may be later: read, never send again (Connect REST contract 8.4). */
  | 'settle'
  /** Nothing more is sent to this cluster. */
  | 'stop-cluster'
  /** It was tried and did not help: the health of the connector tells. */
  | 'tried'
  /** Trying again will not help. */
  | 'fail';

/** Decides what follows from a failed write. */
export function afterWriteFailure(
  failure: Pick<WorkerFailure, 'verdict' | 'status'>,
  action: Action,
): NextMove {
  switch (failure.verdict) {
    case 'busy':
    case 'not-sent':
      return 'again';
    // Whether it really is gone, or there already, is for the look before the next try to say.
    case 'absent':
      return writesConfig(action) ? 'fail' : 'again';
    case 'exists':
      return writesConfig(action) ? 'again' : 'fail';
    case 'unknown-outcome':
      return 'settle';
    case 'unauthorised':
      return 'stop-cluster';
    case 'permanent':
      return isRestart(action) && failure.status === 500 ? 'tried' : 'fail';
    // It was accepted, by whom is not known: a page or a foreign JSON with 200 does not say that nothing was done.
    case 'not-connect':
      return failure.status !== undefined && failure.status < 300 ? 'settle' : 'fail';
    case 'refused':
    case 'unsupported':
      return 'fail';
    default:
      return unreachable(failure.verdict);
  }
}

/** Decides what follows from a failed look before a write; reading again does no harm. */
export function afterReadFailure(failure: Pick<WorkerFailure, 'verdict'>): 'again' | 'stop-cluster' | 'fail' {
  switch (failure.verdict) {
    case 'busy':
    case 'not-sent':
    case 'unknown-outcome':
      return 'again';
    case 'unauthorised':
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
