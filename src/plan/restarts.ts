import type { Action } from '../model/action.ts';
import type { FailedInstances, SetStateChange, UpdateChange } from '../model/change.ts';
import type { DesiredState } from '../model/desired-connector.ts';
import { supports, type WorkerVersion } from '../model/worker-version.ts';
import type { ActionContext, Actions } from './action-context.ts';
import { statesOfUpdate } from './state-at-write.ts';
import { isWorkerKey } from './worker-keys.ts';

/**
 * Restarts what is FAILED and nothing else. Before 3.0 the worker ignores the flags and restarts the connector alone,
 * so each task needs a call with its id (Connect REST contract 3, 4.11).
 */
export function restartFailed(failed: FailedInstances, version: WorkerVersion | undefined): Actions {
  if (supports(version, 'restartWithTasks')) {
    return [{ kind: 'restart', includeTasks: true, onlyFailed: true }];
  }
  const [first, ...rest] = failed.tasks.map(restartTask);
  const connector: Action = { kind: 'restart', includeTasks: false, onlyFailed: false };
  if (!first) return [connector];
  return failed.connector ? [connector, first, ...rest] : [first, ...rest];
}

/** The restarts that a new configuration needs to reach every task, and to bring FAILED ones back. */
export function restartAfterUpdate(
  change: UpdateChange,
  { version, restart }: ActionContext,
): readonly Action[] {
  if (!keepsTasks(change)) return [];
  if (changedIgnoredKeys(change, version).length > 0) return restartTasks(change, version);
  const { failed } = change;
  if (restart === 'none' || !failed || failed.tasks.length === 0) return [];
  // The write restarts the connector in any case.
  return restartsTasksItself(change, version) ? [] : restartFailed({ ...failed, connector: false }, version);
}

/**
 * Neither a pause nor a resume moves what is FAILED: the restart brings it up in the requested state.
 * A stop needs none: it ends what is FAILED too (Connect REST contract 10.2).
 */
export function restartAfterStateChange(
  { state, failed }: SetStateChange,
  { version, restart }: ActionContext,
): readonly Action[] {
  if (restart === 'none' || !failed || state.after === 'stopped') return [];
  return restartFailed(failed, version);
}

/**
 * The changed keys that the running (or paused) tasks of a connector do not get, on a worker that leaves tasks
 * alone whose own configuration stays the same. Empty for a connector whose tasks are made anew.
 */
export function changedIgnoredKeys(
  change: UpdateChange,
  version: WorkerVersion | undefined,
): readonly string[] {
  if (supports(version, 'restartsTasksOnAnyChange') || !keepsTasks(change)) return [];
  const rotated = change.desired.fingerprint?.compare(change.live.config).rotated ?? [];
  return [...new Set([...change.fields.map(({ key }) => key), ...rotated])].filter(isWorkerKey);
}

/** Whether there are tasks, and they outlive the change. A stopped connector has none and makes them when it starts. */
function keepsTasks(change: UpdateChange): boolean {
  const states = Object.values(statesOfUpdate(change));
  return change.live.taskIds.length > 0 && !states.includes('stopped');
}

/**
 * From 3.7.1 on a write to a running connector restarts all tasks, FAILED ones too; to a paused one, none. Whether a
 * resume after it restarts FAILED tasks was never seen, so nothing is built on it.
 */
function restartsTasksItself(change: UpdateChange, version: WorkerVersion | undefined): boolean {
  const states: DesiredState[] = Object.values(statesOfUpdate(change));
  const staysRunning = states.every((state) => state === 'running');
  return staysRunning && supports(version, 'restartsTasksOnAnyChange');
}

function restartTasks({ live }: UpdateChange, version: WorkerVersion | undefined): readonly Action[] {
  if (supports(version, 'restartWithTasks')) {
    return [{ kind: 'restart', includeTasks: true, onlyFailed: false }];
  }
  return live.taskIds.map(restartTask);
}

function restartTask(task: number): Action {
  return { kind: 'restart-task', task };
}
