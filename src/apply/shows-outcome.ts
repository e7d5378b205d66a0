import type { Action } from '../model/action.ts';
import { isInState } from '../model/is-in-state.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';
import type { ConnectorReading } from './cluster-readings.ts';
import { holdsConfig } from './holds-config.ts';

/** A call that was sent, and the connector as it was right before. */
export interface SentAction {
  readonly action: Action;
  readonly before: LiveConnector | undefined;
  readonly ignoreKeys: readonly string[];
}

/** Whether a reading proves that a call was carried out. */
export function showsOutcome({ action, before, ignoreKeys }: SentAction, look: ConnectorReading): boolean {
  if (look.kind !== 'present') return look.kind === 'absent' && action.kind === 'delete';
  const { connector } = look;
  switch (action.kind) {
    case 'put-config':
    case 'create-with-state':
      return holdsConfig(connector, action, ignoreKeys);
    case 'set-state':
      return isInState(connector, action.state);
    case 'restart':
      return wasRestarted(
        before?.status,
        connector.status,
        (id) => id === 'connector' || action.includeTasks,
      );
    case 'restart-task':
      return wasRestarted(before?.status, connector.status, (id) => id === action.task);
    case 'delete':
      return false;
  }
}

/** A restart shows in an instance that is RESTARTING, or that was FAILED and no longer is. */
function wasRestarted(
  before: ConnectorStatus | undefined,
  now: ConnectorStatus | undefined,
  isMeant: (id: number | 'connector') => boolean,
): boolean {
  const earlier = statesOf(before);
  return [...statesOf(now)].some(([id, state]) => {
    if (!isMeant(id)) return false;
    return state === 'RESTARTING' || (earlier.get(id) === 'FAILED' && state !== 'FAILED');
  });
}

function statesOf(status: ConnectorStatus | undefined): ReadonlyMap<number | 'connector', string> {
  if (!status) return new Map();
  return new Map<number | 'connector', string>([
    ['connector', status.connector.state],
    ...status.tasks.map((task) => [task.id, task.state] as const),
  ]);
}
