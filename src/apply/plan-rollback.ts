import type { Action } from '../model/action.ts';
import { hasOuterBlanks } from '../model/connector-name.ts';
import { certainState, type LiveConnector, observedState } from '../model/live-connector.ts';
import { maskedKeys } from '../model/masked-value.ts';
import type { Step } from '../model/plan.ts';
import { supports, type WorkerVersion } from '../model/worker-version.ts';
import { writtenBy } from './find-overtaken.ts';
import type { StepRecord } from './outcome-recorder.ts';

/** What a rollback does about one step. */
export type RollbackDecision =
  /** It changed nothing that could be restored. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'restore'; readonly step: Step }
  | { readonly kind: 'leave'; readonly reason: string };

/**
 * Decides how to restore what one step changed: the exact configuration and state from right before its first call.
 * The step that does it expects to find what this run wrote, so that a later change of somebody else is left alone. A
 * connector is deleted only if this run created it.
 */
export function planRollback(record: StepRecord, version: WorkerVersion | undefined): RollbackDecision {
  const { step, before } = record;
  const mayHaveWritten = record.wrote || record.outcome.kind === 'unknown';
  if (!mayHaveWritten || step.kind === 'restart' || step.kind === 'offsets') return { kind: 'nothing' };
  if (record.created) return restore({ ...base(step), kind: 'delete', actions: [{ kind: 'delete' }] });
  if (step.kind === 'create') return leave(`it is not certain that this run created it`);
  if (!before) return leave('it is not known how it was before');
  if (before.nullKeys.length > 0 && writesConfig(step))
    return leave('it held null values before, which cannot be written');
  const masked = maskedKeys(before.config);
  if (masked.length > 0 && writesConfig(step))
    return leave(`the worker masks ${masked.join(', ')}: its former configuration cannot be written back`);
  if (step.kind === 'delete') return restore(recreation(step, before, version));
  return restore({
    ...base(step),
    kind: 'update',
    actions: reverse(step.actions, before),
    desiredState: certainState(before.status),
    ...(step.suspendedOnlyForWrite && { suspendedOnlyForWrite: true }),
  });
}

function restore(step: Step): RollbackDecision {
  return { kind: 'restore', step };
}

function leave(reason: string): RollbackDecision {
  return { kind: 'leave', reason };
}

function base(step: Step): Omit<Step, 'kind' | 'actions'> {
  const { name, ignoreKeys } = step;
  return { name, ignoreKeys, expected: writtenBy(step), desiredState: undefined };
}

function writesConfig(step: Step): boolean {
  return step.kind === 'delete' || step.actions.some((action) => action.kind === 'put-config');
}

function recreation(step: Step, before: LiveConnector, version: WorkerVersion | undefined): Step {
  const state = observedState(before);
  const { config } = before;
  const put: Action = { kind: 'put-config', config };
  const recreate = { ...base(step), kind: 'create', expected: undefined, desiredState: state } as const;
  if (state === 'running') return { ...recreate, actions: [put] };
  if (supports(version, 'initialState') && !hasOuterBlanks(step.name))
    return { ...recreate, actions: [{ kind: 'create-with-state', config, state }] };
  return { ...recreate, actions: [put, { kind: 'set-state', state }] };
}

/**
 * The same calls again, with what was there before. What ran before gets its configuration back first and then starts
 * with it; what did not run is suspended first, so that no configuration runs meanwhile that must not run.
 */
function reverse(actions: Step['actions'], before: LiveConnector): Step['actions'] {
  const state = observedState(before);
  const restored = actions.map((action): Action => {
    if (action.kind === 'put-config') return { ...action, config: before.config };
    return action.kind === 'set-state' ? { ...action, state } : action;
  });
  // What is suspended for the time of its write is suspended for the way back too.
  const [suspension, ...others] = actions;
  if (suspension.kind === 'set-state' && others.some(({ kind }) => kind === 'set-state')) {
    return [suspension, ...restored.slice(1)];
  }
  const rank = (action: Action) => {
    if (action.kind === 'put-config') return 1;
    if (action.kind === 'set-state') return state === 'running' ? 2 : 0;
    return 3;
  };
  const [first = suspension, ...rest] = restored.sort((one, other) => rank(one) - rank(other));
  return [first, ...rest];
}
