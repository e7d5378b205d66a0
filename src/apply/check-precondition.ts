import type { Action } from '../model/action.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { isInState } from '../model/is-in-state.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { holdsConfig, withIgnoredKeys } from './holds-config.ts';
import { certainState, type ExpectedConnector, type Job } from './job.ts';

/** What a look right before a write leads to. */
export type Precondition =
  /** It is what the plan saw: do this. */
  | { readonly kind: 'proceed'; readonly action: Action }
  /** It already is as this call would make it: nothing is sent. */
  | { readonly kind: 'already' }
  /** It is no longer what the plan saw: it is left alone. */
  | { readonly kind: 'stale'; readonly reason: string };

/** One call of a job, and what the connector must look like before it: what the plan saw, or what this run wrote. */
export interface Intent {
  readonly job: Pick<Job, 'change' | 'desiredState' | 'ignoreKeys' | 'actions' | 'isForced'>;
  readonly action: Action;
  readonly expected: ExpectedConnector | undefined;
}

/**
 * Judges a fresh reading of a connector against what the plan saw. There are no conditional writes in Connect, the
 * last writer wins (Connect REST contract 1): this look is what keeps a run from undoing somebody else's change.
 */
export function checkPrecondition(intent: Intent, live: LiveConnector | undefined): Precondition {
  const { action, expected, job } = intent;
  if (!live) return lookAtAbsent(action, expected);
  const unforeseen = unforeseenState(intent, live);
  if (unforeseen) return { kind: 'stale', reason: unforeseen };
  if (isAlready(intent, live)) return { kind: 'already' };
  const moved = whatMoved(intent, live);
  if (moved) return { kind: 'stale', reason: moved };
  if (action.kind !== 'put-config') return { kind: 'proceed', action };
  return {
    kind: 'proceed',
    action: { ...action, config: withIgnoredKeys(action.config, job.ignoreKeys, live.config) },
  };
}

function lookAtAbsent(action: Action, expected: ExpectedConnector | undefined): Precondition {
  if (action.kind === 'delete') return { kind: 'already' };
  if (expected) return { kind: 'stale', reason: 'it was deleted meanwhile' };
  return { kind: 'proceed', action };
}

/**
 * A state shows that did not when the plan was made (the status was missing, or hidden behind FAILED), it is not the
 * wished one, and no call of the job leads out of it: a new plan has that call.
 */
function unforeseenState({ action, expected, job }: Intent, live: LiveConnector): string | undefined {
  const state = certainState(live.status);
  if (action.kind !== 'put-config' || !job.desiredState || !state || expected?.state) return undefined;
  if (state === job.desiredState || job.actions.some(({ kind }) => kind === 'set-state')) return undefined;
  return expected
    ? `its state did not show when the plan was made, and is ${state} now`
    : 'it was created meanwhile, and is not as the file wishes';
}

function isAlready({ action, job, expected }: Intent, live: LiveConnector): boolean {
  switch (action.kind) {
    case 'put-config':
      return holdsConfig(live, action, job.ignoreKeys);
    case 'create-with-state':
      // A status comes later than the configuration; until then there is nothing to object to.
      return (
        holdsConfig(live, action, job.ignoreKeys) &&
        (certainState(live.status) ?? action.state) === action.state
      );
    case 'delete':
      return false;
    case 'set-state':
      return (
        (isExpected(live, expected, job) && isInState(live, action.state)) ||
        isWrittenAlready(job, live, action.state)
      );
    case 'restart':
    case 'restart-task':
      return isExpected(live, expected, job) && !isRestartNeeded(action, job, live);
  }
}

/** The configuration that the job writes after its change of state is there, in that state or the wished one. */
function isWrittenAlready(job: Intent['job'], live: LiveConnector, state: DesiredState): boolean {
  const put = job.actions.find((action) => action.kind === 'put-config');
  if (!put || !holdsConfig(live, put, job.ignoreKeys)) return false;
  return isInState(live, state) || (job.desiredState !== undefined && isInState(live, job.desiredState));
}

function isExpected(
  live: LiveConnector,
  expected: ExpectedConnector | undefined,
  job: Intent['job'],
): boolean {
  return expected !== undefined && holdsConfig(live, expected, job.ignoreKeys);
}

type RestartAction = Extract<Action, { kind: 'restart' | 'restart-task' }>;

/**
 * Whether there still is something to restart. After a write everything named is restarted, because on old workers
 * it runs on the old configuration (Connect REST contract 5), and so is what somebody asked for; otherwise only what
 * is FAILED. Nothing of a stopped connector is: a restart of its former task is refused for as long as it is stopped
 * (Connect REST contract 4.12).
 */
function isRestartNeeded(action: RestartAction, job: Intent['job'], live: LiveConnector): boolean {
  if (live.status?.connector.state === 'STOPPED') return false;
  const isForced =
    (job.isForced || job.change === 'update') && !(action.kind === 'restart' && action.onlyFailed);
  if (action.kind === 'restart-task') {
    return live.taskIds.includes(action.task) && (isForced || failedTasks(live).includes(action.task));
  }
  if (isForced || live.status?.connector.state === 'FAILED') return true;
  return action.includeTasks && failedTasks(live).length > 0;
}

function failedTasks(live: LiveConnector): number[] {
  return (live.status?.tasks ?? []).filter((task) => task.state === 'FAILED').map((task) => task.id);
}

function whatMoved({ expected, job }: Intent, live: LiveConnector): string | undefined {
  if (!expected) return 'it was created meanwhile, and is not as the file wishes';
  if (!holdsConfig(live, expected, job.ignoreKeys)) return 'its configuration was changed meanwhile';
  const state = certainState(live.status);
  if (!expected.state || !state || state === expected.state || state === job.desiredState) return undefined;
  return `it was ${expected.state} when the plan was made, and is ${state} now`;
}
