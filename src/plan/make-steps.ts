import type { Action } from '../model/action.ts';
import type { CreateChange, SetStateChange, UpdateChange } from '../model/change.ts';
import { hasOuterBlanks } from '../model/connector-name.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { certainState, type LiveConnector } from '../model/live-connector.ts';
import type { ActiveChange, PlannedStep, Step } from '../model/plan.ts';
import { compareSources, type Source } from '../model/source.ts';
import { unreachable } from '../model/unreachable.ts';
import { supports } from '../model/worker-version.ts';
import type { ActionContext, Actions } from './action-context.ts';
import { type EffectContext, effectsOf } from './effects.ts';
import { orderChanges } from './order-changes.ts';
import type { PlanPolicy } from './plan-policy.ts';
import { restartAfterStateChange, restartAfterUpdate, restartFailed } from './restarts.ts';
import { isSuspendedForWrite, statesOfUpdate } from './state-at-write.ts';

/** What steps depend on, beside the changes. */
export interface StepContext extends EffectContext {
  readonly desired: readonly DesiredConnector[];
  readonly restart: PlanPolicy['restart'];
}

/** The changes as steps, in the order in which they are applied. */
export function makeSteps(changes: readonly ActiveChange[], context: StepContext): PlannedStep[] {
  const { worker, restart } = context;
  return orderChanges(changes, context.desired).map(({ change, wave }) => {
    const actions = actionsFor(change, { version: worker.version, restart });
    const effects = effectsOf(change, actions, context);
    return { ...stepFor(change, actions), change, wave, ...effects, source: sourceOf(change) };
  });
}

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
      return restartFailed(change.failed, context.version);
    case 'delete':
      return [{ kind: 'delete' }];
    default:
      return unreachable(change);
  }
}

/**
 * PUT for a connector that is to run. One that is not to run is created in its state where the worker can (POST with
 * `initial_state`, 3.7); before that, and where a POST would trim its name, it runs for a moment until it is suspended.
 */
function create({ name, desired, target }: CreateChange, { version }: ActionContext): Actions {
  const put: Action = { kind: 'put-config', config: target };
  const { state } = desired;
  if (state === undefined || state === 'running') return [put];
  if (supports(version, 'initialState') && !hasOuterBlanks(name))
    return [{ kind: 'create-with-state', config: target, state }];
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

/** The step that makes a change: what must still be live before its calls, and what the connector must be after. */
export function stepFor(change: ActiveChange, actions: Actions): Step {
  const step = { name: change.name, kind: change.kind, actions };
  switch (change.kind) {
    case 'create':
      return { ...step, ...endOf(change.desired), expected: undefined };
    case 'delete':
      return { ...step, expected: asSeen(change.live), desiredState: undefined, ignoreKeys: [] };
    case 'restart': {
      const expected = { ...asSeen(change.live), state: certainState(change.live.status) };
      const force = change.requested !== undefined && { forceRestart: change.requested !== 'failed' };
      return { ...step, ...endOf(change.desired), expected, ...force };
    }
    case 'update':
    case 'set-state': {
      // A state that no file declares may have changed since.
      const state = change.desired.state && certainState(change.live.status);
      const suspended = change.kind === 'update' && isSuspendedForWrite(statesOfUpdate(change));
      return {
        ...step,
        ...endOf(change.desired),
        expected: { ...asSeen(change.live), state },
        ...(suspended && { suspendedOnlyForWrite: true }),
        ...(change.kind === 'update' && change.rewrites && { rewritesMasked: true }),
      };
    }
  }
}

function endOf({
  state,
  ignoreKeys,
  allowNoTasks,
}: PresentConnector): Pick<Step, 'desiredState' | 'ignoreKeys' | 'allowNoTasks'> {
  return { desiredState: state, ignoreKeys, ...(allowNoTasks && { allowNoTasks }) };
}

function asSeen({ config, nullKeys }: LiveConnector): NonNullable<Step['expected']> {
  return { config, nullKeys, state: undefined };
}

/** The line that explains the step to a person. */
function sourceOf(change: ActiveChange): Source | undefined {
  switch (change.kind) {
    case 'update':
      return firstChangedLine(change) ?? stateLine(change.desired);
    case 'set-state':
      return stateLine(change.desired);
    case 'delete':
      return change.because.kind === 'absent' ? change.because.desired.stateSource : undefined;
    default:
      return change.desired.source;
  }
}

function stateLine({ stateSource, source }: PresentConnector): Source {
  return stateSource ?? source;
}

/**
 * The first changed key in the connector's own file; a value may come from the project file too. A rotated secret that
 * the worker masks is no field.
 */
function firstChangedLine({ desired, live, fields }: UpdateChange): Source | undefined {
  const rotated = desired.fingerprint?.compare(live.config).rotated ?? [];
  return [...fields.map(({ key }) => key), ...rotated]
    .flatMap((key) => desired.origins.get(key)?.source ?? [])
    .filter((source) => source.file === desired.source.file)
    .sort(compareSources)[0];
}
