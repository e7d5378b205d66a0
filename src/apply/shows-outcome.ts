import type { Action } from '../model/action.ts';
import { isInState } from '../model/is-in-state.ts';
import type { ConnectorStatus, LiveConnector } from '../model/live-connector.ts';
import { holdsConfig } from './check-precondition.ts';
import type { ConnectorReading } from './cluster-readings.ts';

/** A call that was sent, and the connector right before it. */
export interface SentAction {
  readonly action: Action;
  readonly before: LiveConnector | undefined;
  readonly ignoreKeys: readonly string[];
}

/** Whether a reading proves that a call was applied. */
export function showsOutcome({ action, before, ignoreKeys }: SentAction, reading: ConnectorReading): boolean {
  if (reading.kind !== 'present') return reading.kind === 'absent' && action.kind === 'delete';
  const { connector } = reading;
  switch (action.kind) {
    case 'put-config':
    case 'create-with-state':
      return holdsConfig(connector, action, ignoreKeys);
    case 'set-state':
      return isInState(connector, action.state);
    case 'restart': {
      const isMeant = (id: InstanceId) => id === 'connector' || action.includeTasks;
      return wasRestarted(before?.status, connector.status, isMeant);
    }
    case 'restart-task':
      return wasRestarted(before?.status, connector.status, (id) => id === action.task);
    default:
      return false;
  }
}

/** The former configuration shows for as long as a reading lags behind; any other one is from somebody else. */
export function isReplaced({ action, before, ignoreKeys }: SentAction, reading: ConnectorReading): boolean {
  const isWrite = action.kind === 'put-config' || action.kind === 'create-with-state';
  if (!isWrite || reading.kind !== 'present') return false;
  return !before || !holdsConfig(reading.connector, before, ignoreKeys);
}

type InstanceId = number | 'connector';

/** A restart shows in an instance that is RESTARTING, or that was FAILED and no longer is. */
function wasRestarted(
  before: ConnectorStatus | undefined,
  now: ConnectorStatus | undefined,
  isMeant: (id: InstanceId) => boolean,
): boolean {
  const earlier = statesOf(before);
  return [...statesOf(now)].some(([id, state]) => {
    if (!isMeant(id)) return false;
    return state === 'RESTARTING' || (earlier.get(id) === 'FAILED' && state !== 'FAILED');
  });
}

function statesOf(status: ConnectorStatus | undefined): ReadonlyMap<InstanceId, string> {
  if (!status) return new Map();
  return new Map<InstanceId, string>([
    ['connector', status.connector.state],
    ...status.tasks.map((task) => [task.id, task.state] as const),
  ]);
}
