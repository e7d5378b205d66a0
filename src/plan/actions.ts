import type { Action } from '../model/action.ts';
import type { CreateChange, SetStateChange, UpdateChange } from '../model/change.ts';
import type { ActiveChange } from '../model/plan.ts';
import { unreachable } from '../model/unreachable.ts';
import { supports } from '../model/worker-version.ts';
import type { ActionContext, Actions } from './action-context.ts';
import { restartAfterStateChange, restartAfterUpdate, restartFailed } from './restarts.ts';
import { statesOfUpdate } from './state-at-write.ts';

/** The REST calls that a change needs on a worker of this version, in order. */
export function actionsFor(change: ActiveChange, context: ActionContext): Actions {
  switch (change.kind) {
    case 'create':
      return create(change, context);
    case 'update':
      return update(change, context);
    case 'set-state':
      return setState(change, context);
    case 'restart':
      return restartFailed(change.broken, context.version);
    case 'delete':
      return [{ kind: 'delete' }];
    default:
      return unreachable(change);
  }
}

/**
 * PUT for a connector that is to run. One that is not to run is created in its state where the worker can (POST with
 * `initial_state`, 3.7); before that it runs for a moment until it is suspended.
 */
function create({ desired, target }: CreateChange, { version }: ActionContext): Actions {
  const put: Action = { kind: 'put-config', config: target };
  const { state } = desired;
  if (state === undefined || state === 'running') return [put];
  if (supports(version, 'initialState')) return [{ kind: 'create-with-state', config: target, state }];
  return [put, { kind: 'set-state', state }];
}

function update(change: UpdateChange, context: ActionContext): Actions {
  const put: Action = { kind: 'put-config', config: change.target };
  const { before, during, after } = statesOfUpdate(change);
  const finish: Action[] = [
    ...(after === during ? [] : [{ kind: 'set-state', state: after } as const]),
    ...restartAfterUpdate(change, context),
  ];
  return during === before ? [put, ...finish] : [{ kind: 'set-state', state: during }, put, ...finish];
}

function setState(change: SetStateChange, context: ActionContext): Actions {
  return [{ kind: 'set-state', state: change.state.after }, ...restartAfterStateChange(change, context)];
}
