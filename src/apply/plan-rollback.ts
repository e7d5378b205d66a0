import type { Action } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { supports, type WorkerVersion } from '../model/worker-version.ts';
import { certainState, type ExpectedConnector, type Job } from './job.ts';
import type { StepResult } from './step-result.ts';

/** What a rollback does about one step. */
export type RollbackDecision =
  /** It changed nothing that could be restored. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'restore'; readonly job: Job }
  | { readonly kind: 'leave'; readonly reason: string };

/** A step of the run, as it was carried out. */
export interface Done {
  readonly job: Job;
  readonly result: StepResult;
}

/**
 * Decides how to restore what one step changed: the exact configuration and state from right before its first call.
 * The job that does it expects to find what this run wrote, so that a change of somebody else since is left alone. A
 * connector is deleted only if this run created it.
 */
export function planRollback({ job, result }: Done, version: WorkerVersion | undefined): RollbackDecision {
  const mayHaveWritten = result.wrote || result.kind === 'unknown';
  if (!mayHaveWritten || job.change === 'restart') return { kind: 'nothing' };
  if (result.created) return restore({ ...base(job), change: 'delete', actions: [{ kind: 'delete' }] });
  if (job.change === 'create') return leave(`it is not certain that this run created it`);
  const { before } = result;
  if (!before) return leave('it is not known how it was before');
  if (before.nullKeys.length > 0 && writesConfig(job))
    return leave('it held null values before, which cannot be written');
  if (job.change === 'delete') return restore(recreation(job, before, version));
  return restore({
    ...base(job),
    change: 'update',
    actions: reverse(job.actions, before),
    desiredState: certainState(before.status),
  });
}

function restore(job: Job): RollbackDecision {
  return { kind: 'restore', job };
}

function leave(reason: string): RollbackDecision {
  return { kind: 'leave', reason };
}

function base(job: Job): Omit<Job, 'change' | 'actions'> {
  const { name, ignoreKeys } = job;
  return { name, ignoreKeys, expected: writtenBy(job), desiredState: undefined };
}

/** The connector as the job left it, if it came to its end. */
function writtenBy(job: Job): ExpectedConnector | undefined {
  const written = job.actions.find(
    (action) => action.kind === 'put-config' || action.kind === 'create-with-state',
  );
  const config: Config | undefined = written?.config ?? job.expected?.config;
  const setsState = job.actions.some((action) => action.kind === 'set-state');
  const nullKeys = written ? [] : (job.expected?.nullKeys ?? []);
  return config && { config, nullKeys, state: setsState ? job.desiredState : undefined };
}

function writesConfig(job: Job): boolean {
  return job.change === 'delete' || job.actions.some((action) => action.kind === 'put-config');
}

function recreation(job: Job, before: LiveConnector, version: WorkerVersion | undefined): Job {
  const state = observedState(before);
  const { config } = before;
  const put: Action = { kind: 'put-config', config };
  const recreate = { ...base(job), change: 'create', expected: undefined, desiredState: state } as const;
  if (state === 'running') return { ...recreate, actions: [put] };
  if (supports(version, 'initialState'))
    return { ...recreate, actions: [{ kind: 'create-with-state', config, state }] };
  return { ...recreate, actions: [put, { kind: 'set-state', state }] };
}

/**
 * The same calls again, with what was there before. What ran before gets its configuration back first and then starts
 * with it; what did not run is suspended first, so that nothing runs meanwhile that nobody wishes to run.
 */
function reverse(actions: readonly Action[], before: LiveConnector): Action[] {
  const state = observedState(before);
  const restored = actions.map((action): Action => {
    if (action.kind === 'put-config') return { ...action, config: before.config };
    return action.kind === 'set-state' ? { ...action, state } : action;
  });
  // What is suspended for the time of its write is so for the way back too.
  const [suspension, ...others] = actions;
  if (suspension?.kind === 'set-state' && others.some(({ kind }) => kind === 'set-state')) {
    return [suspension, ...restored.slice(1)];
  }
  const rank = (action: Action) => {
    if (action.kind === 'put-config') return 1;
    if (action.kind === 'set-state') return state === 'running' ? 2 : 0;
    return 3;
  };
  return restored.sort((one, other) => rank(one) - rank(other));
}
