import type { DesiredState } from './desired-connector.ts';
import type { LiveConnector } from './live-connector.ts';

/** The names that a worker uses for the states that files can declare. */
export const stateWords = {
  running: 'RUNNING',
  paused: 'PAUSED',
  stopped: 'STOPPED',
} as const satisfies Record<DesiredState, string>;

/**
 * Whether connector and tasks show a state. FAILED tasks stay FAILED through pause and resume
 * (Connect REST contract 10.2).
 */
export function isInState(live: Pick<LiveConnector, 'status'>, state: DesiredState): boolean {
  const word = stateWords[state];
  if (live.status?.connector.state !== word) return false;
  if (state === 'stopped') return true;
  return live.status.tasks.every((task) => task.state === word || task.state === 'FAILED');
}

/** Whether the tasks show that a connector whose own state does not show is not paused, or not stopped. */
export function doTasksContradict(
  { status, taskIds }: Pick<LiveConnector, 'status' | 'taskIds'>,
  state: DesiredState,
): boolean {
  if (state === 'stopped') return taskIds.length > 0;
  return (
    state === 'paused' &&
    status !== undefined &&
    !status.tasks.every(({ state }) => state === 'PAUSED' || state === 'FAILED')
  );
}
