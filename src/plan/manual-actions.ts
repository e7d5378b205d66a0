import type { Action } from '../model/action.ts';
import type { RestartChange } from '../model/change.ts';
import type { ActiveChange } from '../model/plan.ts';
import { supports, type WorkerVersion } from '../model/worker-version.ts';
import type { Actions } from './action-context.ts';
import { actionsFor } from './actions.ts';
import { restartFailed } from './restarts.ts';

/** The calls of what was asked for by name: exactly that, and nothing to heal what is FAILED beside it. */
export function manualActions(change: ActiveChange, version: WorkerVersion | undefined): Actions {
  if (change.kind !== 'restart') return actionsFor(change, { version, restart: 'none' });
  return restart(change, version);
}

/** Workers before 3.0 restart the connector alone, whatever is asked of them: each task gets a call of its own. */
function restart(
  { asked = 'failed', broken, live }: RestartChange,
  version: WorkerVersion | undefined,
): Actions {
  const connector: Action = { kind: 'restart', includeTasks: false, onlyFailed: false };
  if (typeof asked === 'object') return [{ kind: 'restart-task', task: asked.task }];
  if (asked === 'failed') return restartFailed(broken, version);
  if (asked === 'connector') return [connector];
  if (supports(version, 'restartWithTasks'))
    return [{ kind: 'restart', includeTasks: true, onlyFailed: false }];
  return [connector, ...live.taskIds.map((task): Action => ({ kind: 'restart-task', task }))];
}
