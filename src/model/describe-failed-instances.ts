import type { FailedInstances } from './change.ts';

/** The FAILED parts of a connector as text: `task 1 of 2 is FAILED`, `the connector and 3 of 4 tasks are FAILED`. */
export function describeFailedInstances({ connector, tasks, taskCount }: FailedInstances): string {
  const one = tasks.length === 1 ? tasks[0] : undefined;
  const ofTasks = one === undefined ? `${tasks.length} of ${taskCount} tasks` : `task ${one} of ${taskCount}`;
  if (!connector) return `${ofTasks} ${one === undefined ? 'are' : 'is'} FAILED`;
  return tasks.length === 0 ? 'the connector is FAILED' : `the connector and ${ofTasks} are FAILED`;
}

/** Whether anything is FAILED; a manual restart may be of a healthy connector. */
export function isAnyFailed({ connector, tasks }: FailedInstances): boolean {
  return connector || tasks.length > 0;
}
