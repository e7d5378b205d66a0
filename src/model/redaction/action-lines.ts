import type { Action } from '../action.ts';
import type { DesiredState } from '../desired-connector.ts';
import { unreachable } from '../unreachable.ts';

/** The calls of one change in words, in order, one line a call: `PUT config`, `restart task 0`. */
export function actionLines(actions: readonly Action[]): string[] {
  return actions.map(actionLine);
}

const stateCalls = {
  running: 'PUT resume',
  paused: 'PUT pause',
  stopped: 'PUT stop',
} as const satisfies Record<DesiredState, string>;

function actionLine(action: Action): string {
  switch (action.kind) {
    case 'put-config':
      return 'PUT config';
    case 'create-with-state':
      return `POST with initial state ${action.state}`;
    case 'set-state':
      return stateCalls[action.state];
    case 'restart':
      return restartLine(action);
    case 'restart-task':
      return `restart task ${action.task}`;
    case 'delete':
      return 'DELETE';
    case 'alter-offsets':
      return 'PATCH offsets';
    case 'reset-offsets':
      return 'DELETE offsets';
    default:
      return unreachable(action);
  }
}

function restartLine({ includeTasks, onlyFailed }: Extract<Action, { kind: 'restart' }>): string {
  if (!includeTasks) return onlyFailed ? 'restart connector if failed' : 'restart connector';
  return onlyFailed ? 'restart failed connector and tasks' : 'restart connector and all tasks';
}
