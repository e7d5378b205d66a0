/** What ends a run early: a signal to the process, or the loss of the lock that makes this replica the active one. */
export type Interruption = 'SIGINT' | 'SIGTERM' | 'lock-lost';

/** The interruption that the reason of an aborted signal names; any other reason counts as SIGINT. */
export function interruptionOf(reason: unknown): Interruption {
  return reason === 'SIGTERM' || reason === 'lock-lost' ? reason : 'SIGINT';
}

/** Why the run ended early, for people. */
export function describeInterruption(interruption: Interruption): string {
  return interruption === 'lock-lost'
    ? 'this replica lost its lock'
    : `the run was interrupted (${interruption})`;
}
