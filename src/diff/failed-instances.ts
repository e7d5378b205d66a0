import type { FailedInstances } from '../model/change.ts';
import type { LiveConnector } from '../model/live-connector.ts';

/**
 * The FAILED instances of a connector; undefined if there are none. A stopped connector has no tasks, and a status may
 * list tasks that the connector no longer has (Connect REST contract 11): both are left out.
 */
export function failedInstances(live: LiveConnector): FailedInstances | undefined {
  const { status, taskIds } = live;
  if (!status || status.connector.state === 'STOPPED') return undefined;
  const connector = status.connector.state === 'FAILED';
  const failed = status.tasks.filter((task) => task.state === 'FAILED' && taskIds.includes(task.id));
  if (!connector && failed.length === 0) return undefined;
  return {
    connector,
    tasks: failed.map((task) => task.id),
    taskCount: status.tasks.length,
    trace: (connector ? status.connector.trace : undefined) ?? failed[0]?.trace,
  };
}
